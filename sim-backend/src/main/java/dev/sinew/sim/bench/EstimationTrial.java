package dev.sinew.sim.bench;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.system.SimSystem;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.estimation.EstimatorSettings;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A whole simulated robot that hangs and moves its hands under joint control through the transmission under test, while
 * forces pull at its fingertips and joint encoders are taken away: the controller has nothing but what the transmission
 * estimates. The engine's joint positions are looked at for the score alone. One thread.
 */
final class EstimationTrial implements AutoCloseable
{
    private static final double NANOSECONDS = 1e-9;
    private static final double LOAD_MIN_HZ = 0.3;
    private static final double LOAD_STEP_HZ = 0.04;
    private static final int LOAD_STEPS = 5;

    private final RobotDescription robot;
    private final EmbeddedEngine engine;
    private final SimSystem system;
    private final TendonTransmission transmission;
    private final RigidFormula formula;
    private final FingerMotion motion;
    private final EstimationScore score;
    private final StateBlock state;
    private final CommandBlock command;
    private final Column position;
    private final Column velocity;
    private final Column effort;
    private final Column tension;
    private final Column achieved;
    private final Column variance;
    private final Column source;
    private final double[] rigid;
    private final double periodS;
    private final int[] tip;
    private final double loadN;
    private long cycle;

    /**
     * @param known what the transmission knows.
     * @param real  what the simulator is made from.
     * @param load  greatest force on each fingertip, N; to and fro, as if the hands held something soft.
     */
    EstimationTrial(final Known known, final Real real, final double load)
    {
        robot = known.robot();
        loadN = load;
        motion = new FingerMotion(robot, Math.toRadians(real.amplitudeDeg()));
        engine = new EmbeddedEngine(real.robot());
        system = new SimSystem(real.robot(), engine, new SystemRequest(real.robot(),
            Gantry.carry(real.robot(), Scenario.NONE), real.seed(), true, real.plantSeed()));
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT, known.settings(), null);
        formula = new RigidFormula(robot, TendonRouting.of(robot));
        score = new EstimationScore(robot);
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        position = column(robot.jointCount());
        velocity = column(robot.jointCount());
        effort = column(robot.jointCount());
        achieved = column(robot.jointCount());
        variance = column(robot.jointCount());
        source = column(robot.jointCount());
        tension = column(robot.tendonCount());
        rigid = new double[robot.jointCount()];
        tip = robot.tendonGroups().stream().mapToInt(group -> group.joints().get(group.joints().size() - 1))
            .filter(joint -> robot.joints().get(joint).hand()).map(joint -> robot.joints().get(joint).childLink())
            .toArray();
        periodS = robot.rates().periodNs() * NANOSECONDS;
        system.onActivate(0);
    }

    /**
     * What the transmission knows.
     *
     * @param robot    robot as its file says, or as it was identified.
     * @param settings of the estimator.
     */
    record Known(RobotDescription robot, EstimatorSettings settings)
    {
    }

    /**
     * What the simulator is made from.
     *
     * @param robot        hanging robot from whose numbers the plant is drawn.
     * @param plantSeed    seed of the plant.
     * @param seed         seed of the noise.
     * @param amplitudeDeg greatest amplitude of a joint, degrees.
     */
    record Real(RobotDescription robot, long plantSeed, long seed, double amplitudeDeg)
    {
    }

    private static Column column(final int size)
    {
        return new Column("trial", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + Double.BYTES * size]), 0, size);
    }

    /** Lets the estimator begin with every joint that much off, rad. */
    void guessWrong(final double offRad)
    {
        final double[] guess = engine.jointPosition().clone();
        for (int j = 0; j < guess.length; j++)
        {
            guess[j] += offRad;
        }
        transmission.estimator().guess(guess);
    }

    /**
     * Runs on.
     *
     * @param seconds  how long.
     * @param encoders true while joint encoders may be used; nothing is scored then.
     * @return false when the simulation has become unstable.
     */
    boolean run(final double seconds, final boolean encoders)
    {
        final long begin = cycle;
        final long end = cycle + Math.round(seconds / periodS);
        while (cycle < end)
        {
            system.read(state, cycle * robot.rates().periodNs());
            if (!encoders)
            {
                blind();
            }
            final long startNs = System.nanoTime();
            transmission.estimate(state, position, velocity, effort);
            transmission.estimateQuality(variance, source);
            if (!encoders)
            {
                score.cost(System.nanoTime() - startNs);
                formula.apply(state, rigid);
                score.add((cycle - begin) * periodS, engine.jointPosition(), position, variance, rigid);
            }
            control();
            load();
            system.write(command, cycle * robot.rates().periodNs());
            cycle++;
            if (system.advance() != ReturnCode.OK)
            {
                return false;
            }
        }
        return true;
    }

    /** Whoever looks at a joint's reading all the same gets what cannot be overlooked. */
    private void blind()
    {
        state.jointPosition.fill(Double.NaN);
        state.jointVelocity.fill(Double.NaN);
        state.stamp(state.sequence(), state.deviceTimeNs(), state.arrivalNs(),
            state.validGroups() & ~ChannelGroup.JOINTS.mask(), state.deviceStatus());
    }

    private void control()
    {
        for (final JointDescription joint : robot.joints())
        {
            final int j = joint.index();
            final double wanted = joint.kpNmRad() * (motion.position(j, cycle * periodS) - position.get(j)) -
                joint.kdNmsRad() * velocity.get(j);
            effort.set(j, Math.max(-joint.effortMaxNm(), Math.min(joint.effortMaxNm(), wanted)));
        }
        transmission.distribute(position, effort, 0, tension, achieved);
        transmission.command(tension, state, command);
        command.motorDamping.fill(0);
        command.stamp(state.sequence(), 0, true);
    }

    private void load()
    {
        for (int t = 0; t < tip.length; t++)
        {
            final double hertz = LOAD_MIN_HZ + LOAD_STEP_HZ * (t % LOAD_STEPS);
            engine.externalForce(tip[t], loadN * StrictMath.sin(2 * Math.PI * hertz * cycle * periodS + t), 0, 0,
                0, 0, 0);
        }
    }

    /** @return how good the estimates without encoders were. */
    EstimationScore score()
    {
        return score;
    }

    @Override
    public void close()
    {
        system.close();
    }
}
