package dev.sinew.sim.fault;

import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.plant.TendonPlant;

/**
 * Does to bodies, tendons and motors what a scenario says, when it says it. Where two events of one kind meet on one
 * target at one time, the later one in the script holds. A cut tendon stays cut; everything else ends with its event.
 */
public final class PhysicalFaults
{
    private final PhysicsEngine engine;
    private final TendonPlant plant;
    private final ScenarioEvent[] events;
    private final boolean[] active;
    private final int tendons;
    private final int motors;

    /**
     * @param robot    robot.
     * @param scenario script.
     * @param engine   where pushes go.
     * @param plant    where faults of tendons and motors go.
     * @throws IllegalArgumentException when an event names a link, tendon or motor that the robot does not have.
     */
    public PhysicalFaults(
        final RobotDescription robot, final Scenario scenario, final PhysicsEngine engine, final TendonPlant plant)
    {
        this.engine = engine;
        this.plant = plant;
        tendons = robot.tendonCount();
        motors = robot.motorCount();
        final List<ScenarioEvent> own = scenario.events().stream().filter(event -> physical(event.kind())).toList();
        for (final ScenarioEvent event : own)
        {
            check(robot, event);
        }
        events = own.toArray(ScenarioEvent[]::new);
        active = new boolean[events.length];
    }

    private static boolean physical(final ScenarioEvent.Kind kind)
    {
        return switch (kind)
        {
            case PUSH, TENDON_CUT, TENDON_SLACK, MOTOR_WEAK, MOTOR_STUCK -> true;
            default -> false;
        };
    }

    private static void check(final RobotDescription robot, final ScenarioEvent event)
    {
        final int least = event.kind() == ScenarioEvent.Kind.PUSH ? 0 : -1;
        final int count = switch (event.kind())
        {
            case PUSH -> robot.links().size();
            case TENDON_CUT, TENDON_SLACK -> robot.tendonCount();
            default -> robot.motorCount();
        };
        if (event.target() < least || event.target() >= count)
        {
            throw new IllegalArgumentException("scenario event out of range: kind=" + event.kind() + ", target=" +
                event.target() + ", least=" + least + ", most=" + (count - 1));
        }
    }

    /**
     * Begins and ends what is due.
     *
     * @param timeNs time since the scenario's origin, ns; negative before it.
     */
    public void apply(final long timeNs)
    {
        boolean changed = false;
        for (int i = 0; i < events.length; i++)
        {
            final boolean now = timeNs >= 0 && events[i].activeAt(timeNs);
            if (now != active[i])
            {
                active[i] = now;
                changed = true;
                if (!now)
                {
                    set(events[i], false);
                }
            }
        }
        for (int i = 0; changed && i < events.length; i++)
        {
            if (active[i])
            {
                set(events[i], true);
            }
        }
    }

    private void set(final ScenarioEvent event, final boolean on)
    {
        if (event.kind() == ScenarioEvent.Kind.PUSH)
        {
            final double size = on ? 1 : 0;
            engine.externalForce(event.target(), size * event.vector().x(), size * event.vector().y(),
                size * event.vector().z(), event.pointM().x(), event.pointM().y(), event.pointM().z());
            return;
        }
        final boolean tendon = event.kind() == ScenarioEvent.Kind.TENDON_CUT ||
            event.kind() == ScenarioEvent.Kind.TENDON_SLACK;
        final int first = Math.max(0, event.target());
        final int last = event.target() >= 0 ? event.target() : (tendon ? tendons : motors) - 1;
        for (int target = first; target <= last; target++)
        {
            setOne(event, target, on);
        }
    }

    private void setOne(final ScenarioEvent event, final int target, final boolean on)
    {
        switch (event.kind())
        {
            case TENDON_CUT:
                if (on)
                {
                    plant.cut(target);
                }
                break;
            case TENDON_SLACK:
                plant.slack(target, on ? event.value() : 0);
                break;
            case MOTOR_WEAK:
                plant.motorStrength(target, on ? event.value() : 1);
                break;
            case MOTOR_STUCK:
                plant.motorStuck(target, on);
                break;
            default:
                break;
        }
    }
}
