package dev.sinew.tendon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.layout.Column;
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

/** Arms that grow as the joint turns away from their tendon's side: pulling harder softens the joint. */
class JointStiffnessTest
{
    private static final double STIFFNESS = 20_000;

    private final RobotDescription robot = robot();
    private final TendonRouting routing = TendonRouting.of(robot);
    private final JointStiffness stiffness = new JointStiffness(robot, robot.tendonGroups(), routing);

    private static RobotDescription robot()
    {
        final JointDescription joint = new JointDescription("j", 0, 0, Vector3.ZERO, new Vector3(0, 1, 0), -1, 1, 20, 1,
            0, 0, 0, 1, 0.01, true);
        final List<TendonDescription> tendons = List.of(
            tendon("p", 0, List.of(0.010, 0.002)), tendon("n", 1, List.of(-0.010, 0.002)));
        final List<MotorDescription> motors = List.of(
            new MotorDescription("pm", 0, 0, 0.006, 1e-5, 1e-6, 1, 100, 80),
            new MotorDescription("nm", 1, 1, 0.006, 1e-5, 1e-6, 1, 100, 80));
        return new RobotDescription("one", "0".repeat(64), List.of(), List.of(joint), motors, tendons, List.of(),
            List.of(), new SensorDescriptions(List.of(), List.of(), List.of()), null, null, null, List.of());
    }

    private static TendonDescription tendon(final String name, final int index, final List<Double> arm)
    {
        return new TendonDescription(name, index, index, 1,
            new TendonRoute.Polynomial(List.of(new PolynomialArm(0, arm))), 0.3, 2, 100, 10, STIFFNESS, 5,
            TendonLosses.NONE);
    }

    private static Column column(final double... values)
    {
        final Column column = new Column("test", new UnsafeBuffer(new byte[8 * values.length]), 0, values.length);
        column.setAll(values);
        return column;
    }

    /** Effort of both cables on the joint when their motors stand still and it is turned to q. */
    private double effort(final double q, final double[] tensionAtZero)
    {
        final double[] length = new double[2];
        final double[] zero = new double[2];
        final double[] out = new double[1];
        routing.lengths(new double[] {q}, length);
        routing.lengths(new double[1], zero);
        final double[] pull = new double[2];
        for (int i = 0; i < 2; i++)
        {
            pull[i] = tensionAtZero[i] + STIFFNESS * (length[i] - zero[i]);
        }
        routing.efforts(new double[] {q}, pull, out);
        return out[0];
    }

    @Test
    void shouldBeTheSlopeOfTheEffortWithMotorsHeld()
    {
        for (final double[] pull : new double[][] {{10, 10}, {80, 80}, {60, 20}})
        {
            final Column out = column(0);
            stiffness.next(column(0), column(pull), out);

            final double slope = -(effort(1e-4, pull) - effort(-1e-4, pull)) / 2e-4;
            assertEquals(slope, out.get(0), 1e-6 * slope);
        }
    }

    @Test
    void shouldChangeWithCoContractionWhereArmsChangeWithThePose()
    {
        final Column loose = column(0);
        final Column tight = column(0);
        stiffness.next(column(0), column(10, 10), loose);
        stiffness.next(column(0), column(80, 80), tight);

        assertEquals(loose.get(0) - 0.002 * 2 * 70, tight.get(0), 1e-9);
        assertTrue(tight.get(0) < loose.get(0));
    }
}
