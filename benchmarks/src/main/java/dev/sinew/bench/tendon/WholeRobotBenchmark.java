package dev.sinew.bench.tendon;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.sim.plant.TendonPlant;
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
    private RobotCase whole;
    private TendonPlant plant;
    private StateBlock state;
    private CommandBlock command;
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
        whole = new RobotCase(robot);
        plant = new TendonPlant(robot);
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        q = new double[robot.jointCount()];
        qd = new double[robot.jointCount()];
        jointEffort = new double[robot.jointCount()];
        state.tendonTension.setAll(whole.transmission.restTensions());
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        command.stamp(1, 0, true);
        whole.transmission.restTension(whole.tension);
        whole.transmission.command(whole.tension, state, command);
    }

    /**
     * @return scale.
     */
    @Benchmark
    public double distribute()
    {
        return whole.distribute();
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double estimate()
    {
        whole.transmission.estimate(state, whole.positions[0], whole.velocity, whole.measured);
        return whole.velocity.get(0);
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double command()
    {
        whole.transmission.command(whole.tension, state, command);
        return command.motorEffort.get(0);
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    public double plantPeriod()
    {
        // Joints that swing: at rest, rates would decay to subnormal numbers, which cost a hundred times as much.
        next = next + 1 & RobotCase.CASES - 1;
        final double speed = next < RobotCase.CASES / 2 ? 0.2 : -0.2;
        for (int j = 0; j < q.length; j++)
        {
            qd[j] = speed;
            q[j] += 0.001 * speed;
        }
        plant.step(q, qd, command, jointEffort, 0.001);
        return jointEffort[0];
    }
}
