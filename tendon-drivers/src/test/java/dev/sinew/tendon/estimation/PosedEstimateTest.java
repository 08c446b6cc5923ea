package dev.sinew.tendon.estimation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.TendonRoute.PolynomialArm;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Moment arms that change by more than half over the range: one linearisation is not enough. */
class PosedEstimateTest
{
    private static final double STIFFNESS = 30_000;
    private static final double SPOOL = 0.006;
    private static final double[] TENSION = {20, 15, 12};

    private final RobotDescription robot = robot();
    private final TendonRouting routing = TendonRouting.of(robot);
    private final StateBlock state = StateBlock.of(robot);
    private final Column position = column();
    private final Column velocity = column();

    private static RobotDescription robot()
    {
        final List<JointDescription> joints = new ArrayList<>();
        for (final String name : new String[] {"mcp", "pip"})
        {
            joints.add(new JointDescription(name, joints.size(), joints.size(), Vector3.ZERO, new Vector3(0, 1, 0),
                -1.5, 1.5, 20, 1, 0, 0, 0, 1, 0.01, true));
        }
        final double[][][] arms = {
            {{0.010, 0.004}, {0.003, 0, 0.001}},
            {{-0.009, 0.003}, {0.008, 0.003}},
            {{-0.004}, {-0.009, 0.003, 0.001}}};
        final List<TendonDescription> tendons = new ArrayList<>();
        final List<MotorDescription> motors = new ArrayList<>();
        for (int i = 0; i < arms.length; i++)
        {
            final List<PolynomialArm> row = new ArrayList<>();
            for (int j = 0; j < 2; j++)
            {
                final List<Double> coefficients = new ArrayList<>();
                for (final double c : arms[i][j])
                {
                    coefficients.add(c);
                }
                row.add(new PolynomialArm(j, coefficients));
            }
            tendons.add(new TendonDescription("t" + i, i, i, 1, new TendonRoute.Polynomial(row), 0.3, 2, 100,
                TENSION[i], STIFFNESS, 5, TendonLosses.NONE));
            motors.add(new MotorDescription("m" + i, i, i, SPOOL, 1e-5, 1e-6, 1, 100, 80));
        }
        return new RobotDescription("posed", "0".repeat(64), List.of(), joints, motors, tendons, List.of(), List.of(),
            new SensorDescriptions(List.of(), List.of(), List.of()), null, null, null, List.of());
    }

    private void sense(final double[] q, final long sample)
    {
        final double[] length = new double[3];
        final double[] zero = new double[3];
        routing.lengths(q, length);
        routing.lengths(new double[2], zero);
        for (int i = 0; i < 3; i++)
        {
            // Twice the tension of the zero: the cable is stretched once more, and the motor has wound that in.
            state.tendonTension.set(i, 2 * TENSION[i]);
            state.motorPosition.set(i, (zero[i] - length[i] + TENSION[i] / STIFFNESS) / SPOOL);
        }
        state.stamp(sample, sample * 1_000_000, 0, ChannelGroup.ALL & ~ChannelGroup.JOINTS.mask(), 0);
    }

    @Test
    void shouldBeRightAfterOneSampleFromFarAway()
    {
        final JointEstimator estimator = new JointEstimator(robot, routing, EstimatorSettings.DEFAULT,
            TendonZero.atDefaultPose(robot, TENSION));
        final double[] q = {0.9, -0.7};
        estimator.guess(new double[] {-0.2, 0.6});
        sense(q, 1);
        estimator.update(state, position, velocity);

        // The prior of half a radian leaves the last ten-thousandths to the samples that follow.
        assertEquals(q[0], position.get(0), 2e-3);
        assertEquals(q[1], position.get(1), 2e-3);
        for (int c = 2; c < 30; c++)
        {
            sense(q, c);
            estimator.update(state, position, velocity);
        }
        assertEquals(q[0], position.get(0), 2e-4);
        assertEquals(q[1], position.get(1), 2e-4);
    }

    @Test
    void shouldFollowAFastMotion()
    {
        final JointEstimator estimator = new JointEstimator(robot, routing, EstimatorSettings.DEFAULT,
            TendonZero.atDefaultPose(robot, TENSION));
        double worst = 0;
        for (int c = 1; c < 3_000; c++)
        {
            final double t = c * 1e-3;
            final double[] q = {0.9 * Math.sin(12 * t), 0.9 * Math.sin(9 * t)};
            sense(q, c);
            estimator.update(state, position, velocity);
            worst = Math.max(worst, Math.max(Math.abs(position.get(0) - q[0]), Math.abs(position.get(1) - q[1])));
        }
        assertTrue(worst < 0.01, "off by " + worst + " rad");
    }

    private static Column column()
    {
        return new Column("test", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 16]), 0, 2);
    }
}
