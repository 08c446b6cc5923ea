package dev.sinew.tendon.estimation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.routing.ConstantRouting;
import org.junit.jupiter.api.Test;

/** A cable of 10 kN/m on a spool of 20 mm at a joint of 10 mm, which creeps by a fifth of its stretch in 10 s. */
class CreepingReadingsTest
{
    private static final double K = 10_000;
    private static final double ARM = 0.01;
    private static final double RATIO = 0.2;
    private static final double TIME_S = 10;
    private static final double REST_N = 20;
    private static final double PULL_N = 80;
    private static final double PERIOD_S = 0.001;

    private final RobotDescription robot = robot();
    private final double spoolM = robot.spoolRadiusM(robot.tendons().get(0));
    private final StateBlock state = StateBlock.of(robot);
    private double crept = RATIO * REST_N / K;

    private static RobotDescription robot()
    {
        final RobotDescription plain = new TestRobot().antagonist("joint", 1, ARM, 100).build();
        final List<TendonDescription> tendons = plain.tendons().stream().map(t -> new TendonDescription(t.name(),
            t.index(), t.motor(), t.winding(), t.route(), t.restLengthM(), t.tensionMinN(), t.tensionMaxN(),
            t.pretensionN(), K, t.dampingNsM(), new TendonLosses(0, 0, 0, RATIO, TIME_S))).toList();
        return plain.withActuation(plain.motors(), tendons);
    }

    private TendonReadings readings(final EstimatorSettings settings)
    {
        return new TendonReadings(robot, new ConstantRouting(robot), settings,
            new TendonZero(new double[1], new double[2], new double[] {REST_N, REST_N}));
    }

    /** One sample of a true cable whose joint stands at {@code q} under a tension; returns how far it creeps. */
    private double sample(final TendonReadings readings, final double q, final double tension)
    {
        crept += PERIOD_S / TIME_S * (RATIO * tension / K - crept);
        final double stretched = (tension - REST_N) / K + crept - RATIO * REST_N / K;
        state.motorPosition.set(0, (ARM * q + stretched) / spoolM);
        state.tendonTension.set(0, tension);
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        readings.update(state, PERIOD_S);
        return crept - RATIO * REST_N / K;
    }

    @Test
    void shouldTellThePathOfACableThatCreepsUnderItsLoad()
    {
        final TendonReadings readings = readings(EstimatorSettings.DEFAULT);
        final double[] length = new double[2];
        double creep = 0;
        for (int i = 0; i < 30_000; i++)
        {
            creep = sample(readings, 0.3, PULL_N);
        }
        new ConstantRouting(robot).lengths(new double[] {0.3}, length);

        assertTrue(creep > 0.001, "it did creep: " + creep + " m");
        assertEquals(length[0], readings.lengthM[0], 1e-6);
    }

    @Test
    void shouldTakeNothingOffWhereTheFileSaysSo()
    {
        final CompensationSettings all = CompensationSettings.STANDARD;
        final RobotDescription without = robot.withCompensation(new CompensationSettings(true, true, true, true, true,
            true, false, all.directionSpeedMS(), all.directionErrorS(), all.referenceHz(), all.takeUpRatio()));
        final TendonReadings readings = readings(EstimatorSettings.of(without));
        final double[] length = new double[2];
        double creep = 0;
        for (int i = 0; i < 30_000; i++)
        {
            creep = sample(readings, 0.3, PULL_N);
        }
        new ConstantRouting(robot).lengths(new double[] {0.3}, length);

        assertEquals(length[0] - creep, readings.lengthM[0], 1e-6);
        assertTrue(EstimatorSettings.of(robot).creep());
    }

    @Test
    void shouldMakeNoGarbage()
    {
        final TendonReadings readings = readings(EstimatorSettings.DEFAULT);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++)
            {
                sample(readings, 0.3, PULL_N);
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, bytes);
    }
}
