package dev.sinew.bench.driver;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.mujoco.MujocoEngine;
import dev.sinew.sim.mujoco.MujocoLibraries;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of neo, standing under joint PD, through the engine. {@code -Dsinew.mujoco=VERSION} chooses among the
 * versions that were built in.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MujocoStepBenchmark
{
    private static final int STEPS = 50;
    private static final int SETTLING_STEPS = 2000;

    private RobotDescription robot;
    private JointDescription[] joints;
    private MujocoEngine engine;

    /**
     * Stands neo, or the robot that {@code -Dsinew.robot=FILE} names, on the ground.
     *
     * @throws SystemException when MuJoCo was not built in.
     */
    @Setup
    public void setUp() throws SystemException
    {
        robot = RobotFile.load(Path.of(System.getProperty("sinew.robot", "hal/robots/neo/robot.yaml")));
        joints = robot.joints().toArray(new JointDescription[0]);
        engine = new MujocoEngine(robot, MujocoLibraries.choose());
        for (int i = 0; i < SETTLING_STEPS; i++)
        {
            control();
            engine.step();
        }
        if (engine.basePose()[2] < 0.8 * robot.simulation().baseHeightM())
        {
            throw new IllegalStateException("the robot does not stand: height=" + engine.basePose()[2]);
        }
    }

    /** Gives MuJoCo's memory back. */
    @TearDown
    public void tearDown()
    {
        engine.close();
    }

    private void control()
    {
        final double[] effort = engine.jointEffort();
        for (int j = 0; j < joints.length; j++)
        {
            final JointDescription joint = joints[j];
            final double wanted = joint.kpNmRad() * (joint.defaultPositionRad() - engine.jointPosition()[j]) -
                joint.kdNmsRad() * engine.jointVelocity()[j];
            effort[j] = Math.max(-joint.effortMaxNm(), Math.min(joint.effortMaxNm(), wanted));
        }
    }

    /**
     * @return true while stable.
     */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public boolean engineStep()
    {
        boolean stable = true;
        for (int i = 0; i < STEPS; i++)
        {
            control();
            stable &= engine.step();
        }
        return stable;
    }
}
