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
        position = new Column("q", new UnsafeBuffer(new byte[q.length * Double.BYTES]), 0, q.length);
        for (final TendonDescription tendon : robot.tendons())
        {
            tension[tendon.index()] = 3 * tendon.tensionMinN();
        }
        ask(1);
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
        state.jointPosition.setAll(q);
        state.stamp(++cycle, cycle * 1_000_000L, 0, ChannelGroup.ALL, 0);
        sent.stamp(cycle, cycle * 1_000_000L, phase != LifePhase.OFF);
        transmission.life().observe(state, position, sent, phase, cycle * 1_000_000L);
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
