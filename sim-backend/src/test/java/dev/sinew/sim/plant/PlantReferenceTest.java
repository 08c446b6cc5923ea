package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import org.junit.jupiter.api.Test;

/** The plant with rigid joints against finer integrations of the same equations: MuJoCo's and one written here. */
class PlantReferenceTest
{
    private static final double[] INERTIA = {1.2e-4, 5e-5, 2e-5};
    private static final double STIFFNESS = 0.3;
    private static final double DAMPING = 0.002;
    private static final double SPOOL = 0.006;
    private static final double[][] EXTRA = {{0, 0.03, 0, 0}, {0.02, 0, 0.02, 0.01}};

    @Test
    void shouldStartFromThePretensionOfTheReference() throws IOException
    {
        final double[] first = reference().get(0);
        final double[] tension = new TendonPlant(PlantRobot.finger()).tendonTension();
        for (int i = 0; i < 4; i++)
        {
            assertEquals(first[8 + i], tension[i], 1e-7);
        }
    }

    @Test
    void shouldMoveAFingerAsMujocoDoes() throws IOException
    {
        final double coarse = worstPositionError(1);
        final double fine = worstPositionError(8);

        // The finger moves by 0.24 rad; the engine's step of 1 ms is of first order.
        assertTrue(coarse < 0.012, "at 1 ms: " + coarse + " rad");
        assertTrue(fine < coarse / 5, "at 1/8 ms: " + fine + " rad after " + coarse + " rad");
    }

    @Test
    void shouldPullAFingerAsMujocoDoes() throws IOException
    {
        assertTrue(worstTensionError(1) < 0.7, "at 1 ms: " + worstTensionError(1) + " N of 10 N");
        assertTrue(worstTensionError(8) < worstTensionError(1) / 3, "at 1/8 ms: " + worstTensionError(8) + " N");
    }

    private static double worstPositionError(final int divisor) throws IOException
    {
        return worst(divisor, 1, 3);
    }

    private static double worstTensionError(final int divisor) throws IOException
    {
        return worst(divisor, 8, 4);
    }

    private static double worst(final int divisor, final int column, final int count) throws IOException
    {
        final RobotDescription robot = PlantRobot.finger();
        final TendonPlant plant = new TendonPlant(robot);
        final CommandBlock command = CommandBlock.of(robot);
        final double[] rest = plant.tendonTension().clone();
        final double[] q = new double[3];
        final double[] qd = new double[3];
        final double[] effort = new double[3];
        command.stamp(1, 0, true);
        double worst = 0;
        final double period = 0.001 / divisor;
        int step = 0;
        for (final double[] row : reference())
        {
            for (; step < Math.round(row[0] / period); step++)
            {
                final double[] extra = EXTRA[step * period < 0.15 - 1e-9 ? 0 : 1];
                for (int i = 0; i < 4; i++)
                {
                    command.motorEffort.set(i, SPOOL * rest[i] + extra[i]);
                }
                plant.step(q, qd, command, effort, period);
                for (int j = 0; j < 3; j++)
                {
                    qd[j] = (qd[j] + period * (effort[j] - STIFFNESS * q[j]) / INERTIA[j]) /
                        (1 + period * DAMPING / INERTIA[j]);
                    q[j] += period * qd[j];
                }
            }
            final double[] mine = column == 1 ? q : plant.tendonTension();
            for (int k = 0; k < count; k++)
            {
                worst = Math.max(worst, Math.abs(mine[k] - row[column + k]));
            }
        }
        return worst;
    }

    private static List<double[]> reference() throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            PlantReferenceTest.class.getResourceAsStream("finger_reference.csv"), StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(2).map(PlantReferenceTest::numbers).toList();
        }
    }

    private static double[] numbers(final String line)
    {
        final String[] words = line.split(",");
        final double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++)
        {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    @Test
    void shouldGoSlackAndCatchAgainAsAFineIntegrationDoes()
    {
        final double[] coarse = elbow(0.001);
        final double[] fine = elbow(0.000125);
        final double[] exact = elbowByRungeKutta();

        assertTrue(exact[3] < 0, "the reference has to go slack to mean anything: " + exact[3]);
        for (int k = 0; k < 3; k++)
        {
            final double scale = k == 0 ? 2.5 : 40;
            assertEquals(exact[k], coarse[k], 0.01 * scale, "value " + k);
            assertEquals(exact[k], fine[k], 0.001 * scale, "value " + k);
        }
    }

    /** A joint that is thrown against its flexor until that goes slack; position and tensions after 60 ms. */
    private static double[] elbow(final double period)
    {
        final RobotDescription robot = PlantRobot.elbow(1);
        final TendonPlant plant = new TendonPlant(robot);
        final CommandBlock command = CommandBlock.of(robot);
        command.stamp(1, 0, true);
        command.motorEffort.set(0, 0.4);
        command.motorEffort.set(1, 0.4);
        final double[] q = new double[1];
        final double[] qd = {50};
        final double[] effort = new double[1];
        for (int i = 0; i < Math.round(0.06 / period); i++)
        {
            plant.step(q, qd, command, effort, period);
            qd[0] += period * effort[0] / 1e-3;
            q[0] += period * qd[0];
        }
        return new double[] {q[0], plant.tendonTension()[0], plant.tendonTension()[1]};
    }

    /** The same, by the classic Runge-Kutta rule at 2 us; the fourth value is the flexor's least elongation, m. */
    private static double[] elbowByRungeKutta()
    {
        double[] x = {0, 50, 0, 0, 0, 0};
        final double h = 2e-6;
        double least = 1;
        for (int i = 0; i < 30_000; i++)
        {
            final double[] k1 = slope(x);
            final double[] k2 = slope(add(x, k1, h / 2));
            final double[] k3 = slope(add(x, k2, h / 2));
            final double[] k4 = slope(add(x, k3, h));
            x = add(add(add(add(x, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
            least = Math.min(least, 40.0 / 60_000 - 0.02 * x[0] + 0.01 * x[2]);
        }
        return new double[] {x[0], pull(x, 1, 2), pull(x, -1, 4), least};
    }

    private static double[] slope(final double[] x)
    {
        final double flexor = pull(x, 1, 2);
        final double extensor = pull(x, -1, 4);
        return new double[] {
            x[1], 0.02 * (flexor - extensor) / 1e-3,
            x[3], (0.4 - 1e-4 * x[3] - 0.01 * flexor) / 2e-5,
            x[5], (0.4 - 1e-4 * x[5] - 0.01 * extensor) / 2e-5};
    }

    private static double pull(final double[] x, final int sign, final int rotor)
    {
        final double elongation = 40.0 / 60_000 - sign * 0.02 * x[0] + 0.01 * x[rotor];
        final double rate = -sign * 0.02 * x[1] + 0.01 * x[rotor + 1];
        return elongation > 0 ? Math.max(0, 60_000 * elongation + 80 * rate) : 0;
    }

    private static double[] add(final double[] x, final double[] slope, final double step)
    {
        final double[] sum = new double[x.length];
        for (int i = 0; i < x.length; i++)
        {
            sum[i] = x[i] + step * slope[i];
        }
        return sum;
    }
}
