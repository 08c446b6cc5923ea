package dev.sinew.bench.tendon;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.sim.plant.TendonPlant;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Both hands and the body of neo: distribution of fresh efforts (up to 60 % of each joint's greatest), estimate,
 * command, and the plant's period for comparison.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WholeRobotBenchmark
{
    private static final int CASES = 256;

    private final Column[] efforts = new Column[CASES];
    private TendonTransmission transmission;
    private TendonPlant plant;
    private StateBlock state;
    private CommandBlock command;
    private Column position;
    private Column velocity;
    private Column measured;
    private Column tension;
    private Column achieved;
    private double[] q;
    private double[] qd;
    private double[] jointEffort;
    private int next;

    /** Loads the robot that {@code -Dsinew.robot=FILE} names, or neo. */
    @Setup
    public void setUp()
    {
        final RobotDescription robot = RobotFile.load(
            Path.of(System.getProperty("sinew.robot", "hal/robots/neo/robot.yaml")));
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        plant = new TendonPlant(robot);
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        position = column(robot.jointCount());
        velocity = column(robot.jointCount());
        measured = column(robot.jointCount());
        achieved = column(robot.jointCount());
        tension = column(robot.tendonCount());
        q = new double[robot.jointCount()];
        qd = new double[robot.jointCount()];
        jointEffort = new double[robot.jointCount()];
        final SplittableRandom random = new SplittableRandom(2);
        for (int c = 0; c < CASES; c++)
        {
            efforts[c] = column(robot.jointCount());
            for (int j = 0; j < robot.jointCount(); j++)
            {
                efforts[c].set(j, 1.2 * (random.nextDouble() - 0.5) * robot.joints().get(j).effortMaxNm());
            }
        }
        state.tendonTension.setAll(transmission.restTensions());
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        command.stamp(1, 0, true);
        transmission.restTension(tension);
        transmission.command(tension, state, command);
    }

    /**
     * @return scale.
     */
    @Benchmark
    public double distribute()
    {
        next = next + 1 & CASES - 1;
        return transmission.distribute(position, efforts[next], 0.2, tension, achieved);
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double estimate()
    {
        transmission.estimate(state, position, velocity, measured);
        return velocity.get(0);
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double command()
    {
        transmission.command(tension, state, command);
        return command.motorEffort.get(0);
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double plantPeriod()
    {
        // Joints that swing: at rest, rates would decay to subnormal numbers, which cost a hundred times as much.
        next = next + 1 & CASES - 1;
        final double speed = next < CASES / 2 ? 0.2 : -0.2;
        for (int j = 0; j < q.length; j++)
        {
            qd[j] = speed;
            q[j] += 0.001 * speed;
        }
        plant.step(q, qd, command, jointEffort, 0.001);
        return jointEffort[0];
    }

    private static Column column(final int size)
    {
        return new Column("bench", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }
}
