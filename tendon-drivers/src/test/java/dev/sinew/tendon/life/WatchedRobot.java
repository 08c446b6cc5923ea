package dev.sinew.tendon.life;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;

/** Readings of a robot whose tendons are exactly as taut as a test says, cycle by cycle. */
final class WatchedRobot
{
    /** Encoders that repeat a reading to the last bit are dead. */
    private static final double FLICKER_RAD = 1e-6;

    final RobotDescription robot;
    final TendonTransmission transmission;
    final StateBlock state;
    final CommandBlock sent;
    final double[] q;
    final double[] tension;
    /** Cable that motors are ahead of their joints beyond what tension explains, m. */
    final double[] ahead;
    LifePhase phase = LifePhase.ACTIVE;
    private final TendonRouting routing;
    private final double[] length;
    private final Column position;
    private final Column velocity;
    private final Column effort;
    private long cycle;

    WatchedRobot(final RobotDescription robot)
    {
        this.robot = robot;
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        routing = TendonRouting.of(robot);
        state = StateBlock.of(robot);
        sent = CommandBlock.of(robot);
        q = new double[robot.jointCount()];
        tension = new double[robot.tendonCount()];
        ahead = new double[tension.length];
        length = new double[tension.length];
        position = column("q");
        velocity = column("v");
        effort = column("effort");
        for (final TendonDescription tendon : robot.tendons())
        {
            tension[tendon.index()] = 3 * tendon.tensionMinN();
        }
        ask(1);
    }

    private Column column(final String name)
    {
        return new Column(name, new UnsafeBuffer(new byte[q.length * Double.BYTES]), 0, q.length);
    }

    /** Motors pull with this many times the least tension. */
    void ask(final double times)
    {
        for (final TendonDescription tendon : robot.tendons())
        {
            sent.motorEffort.set(tendon.motor(), times * robot.spoolRadiusM(tendon) * tendon.tensionMinN());
        }
    }

    /** One cycle of readings as they follow from joints, tensions and what the motors are ahead. */
    void cycle()
    {
        routing.lengths(q, length);
        for (int t = 0; t < tension.length; t++) // an iterator would be counted as garbage
        {
            final TendonDescription tendon = robot.tendons().get(t);
            final double elongation = tension[t] / tendon.stiffnessNM() + ahead[t];
            state.motorPosition.set(tendon.motor(), (elongation - length[t]) / robot.spoolRadiusM(tendon));
            state.tendonTension.set(t, tension[t]);
        }
        position.setAll(q);
        for (int j = 0; j < q.length; j++)
        {
            state.jointPosition.set(j, q[j] + (cycle & 1) * FLICKER_RAD);
        }
        state.stamp(++cycle, cycle * 1_000_000L, 0, ChannelGroup.ALL, 0);
        transmission.estimate(state, position, velocity, effort);
        sent.stamp(cycle, cycle * 1_000_000L, phase != LifePhase.OFF);
        transmission.life().observe(state, position, sent, phase, cycle * 1_000_000L);
    }

    /** Moves a joint as fast as it may. */
    void move(final int joint, final double toRad)
    {
        final double step = robot.joints().get(joint).velocityMaxRadS() / 1000;
        while (q[joint] != toRad)
        {
            q[joint] += Math.max(-step, Math.min(step, toRad - q[joint]));
            cycle();
        }
    }

    void cycles(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            cycle();
        }
    }

    boolean finds(final int tendon, final TendonFinding finding)
    {
        return (transmission.life().findings(tendon) & finding.mask()) != 0;
    }
}
