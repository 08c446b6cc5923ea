package dev.sinew.hal.robot.synthetic;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;

/**
 * A robot that hangs in simulation, its base fixed, touching nothing: how joints are calibrated and hands are tried on
 * a bench. The base is made so heavy that nothing moves it, and a force carries its weight. Everything else stays as
 * the file says. Set-up only.
 */
public final class Gantry
{
    private static final double BASE_KG = 1e8;
    private static final double BASE_KGM2 = 1e8;
    /** As the simulators have it. */
    private static final double GRAVITY_M_S2 = 9.81;

    private Gantry()
    {
    }

    /**
     * @param robot a robot.
     * @return the same one with a base that cannot be moved and nothing that can touch the ground.
     */
    public static RobotDescription hang(final RobotDescription robot)
    {
        final List<LinkDescription> links = new ArrayList<>(robot.links());
        final LinkDescription base = links.get(0);
        links.set(0, new LinkDescription(base.name(), BASE_KG, base.centreOfMassM(),
            new Vector3(BASE_KGM2, BASE_KGM2, BASE_KGM2)));
        final SensorDescriptions sensors = robot.sensors();
        final List<SensorDescriptions.Touch> touches = sensors.touches().stream()
            .map(touch -> new SensorDescriptions.Touch(touch.name(), List.of())).toList();
        return new RobotDescription(robot.name(), robot.sha256(), links, robot.joints(), robot.motors(),
            robot.tendons(), robot.springs(), List.of(), robot.shapes(),
            new SensorDescriptions(sensors.imus(), sensors.wrenches(), touches), robot.rates(), robot.safety(),
            robot.simulation(), robot.buses(), robot.compensation());
    }

    /**
     * @param hung   what {@link #hang} made.
     * @param events other events.
     * @return the same events, and the force that carries the robot from the activation of its system on.
     */
    public static Scenario carry(final RobotDescription hung, final Scenario events)
    {
        final List<ScenarioEvent> all = new ArrayList<>(events.events());
        all.add(0, new ScenarioEvent(ScenarioEvent.Kind.PUSH, 0, Long.MAX_VALUE, "", 0, 0,
            new Vector3(0, 0, hung.massKg() * GRAVITY_M_S2), hung.links().get(0).centreOfMassM()));
        return new Scenario(events.name(), all);
    }
}
