package dev.sinew.runtime.policy;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.policy.bundle.PolicyManifest;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.term.ActionMapper;
import dev.sinew.policy.term.ObservationAssembler;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;

/**
 * A policy bundle in the loop: every n-th cycle an observation goes to the engine, and its action becomes joint targets
 * that stay in force until the next one. Loop's thread; allocation-free after construction.
 */
public final class BundleRunner implements PolicyRunner
{
    private final int decimation;
    private final InferencePort port;
    private final FrameObservationSource source;
    private final CommandSource commands;
    private final PolicyDisturbance disturbance;
    private final ObservationAssembler assembler;
    private final ActionMapper mapper;
    private final int jointCount;
    private final double[] wantedPosition;
    private final double[] kp;
    private final double[] kd;
    private final double[] position;
    private final double[] defaultPosition;
    private final float[] frozenObservation;
    private final float[] heldAction;
    private long heldCycle = -1;
    private long useFromCycle;
    private boolean held;
    private long firstCycle = -1;
    private long actionCycle = -1;

    private BundleRunner(
        final RobotDescription robot,
        final PolicyManifest manifest,
        final int decimation,
        final InferencePort port,
        final CommandSource commands,
        final PolicyDisturbance disturbance)
    {
        this.decimation = decimation;
        this.port = port;
        this.commands = commands;
        this.disturbance = disturbance;
        source = new FrameObservationSource(commands);
        assembler = new ObservationAssembler(manifest, robot.jointNames());
        jointCount = robot.jointCount();
        defaultPosition = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        mapper = new ActionMapper(manifest, robot.jointNames(), defaultPosition,
            robot.joints().stream().mapToDouble(JointDescription::kpNmRad).toArray(),
            robot.joints().stream().mapToDouble(JointDescription::kdNmsRad).toArray());
        kp = new double[jointCount];
        kd = new double[jointCount];
        for (int j = 0; j < jointCount; j++)
        {
            kp[j] = mapper.kp(j);
            kd[j] = mapper.kd(j);
        }
        position = defaultPosition.clone();
        wantedPosition = defaultPosition.clone();
        frozenObservation = new float[manifest.observationSize()];
        heldAction = new float[manifest.actionSize()];
    }

    /**
     * @param robot       the robot.
     * @param manifest    of a checked bundle.
     * @param decimation  cycles between two observations.
     * @param engine      engine that leaves no garbage; closed by the runner.
     * @param commands    what the policy is told to do.
     * @param disturbance events that strike the policy.
     * @return a runner that infers on the loop's thread.
     */
    public static BundleRunner inline(
        final RobotDescription robot,
        final PolicyManifest manifest,
        final int decimation,
        final InferenceEngine engine,
        final CommandSource commands,
        final PolicyDisturbance disturbance)
    {
        return new BundleRunner(robot, manifest, decimation, new InlinePort(engine), commands, disturbance);
    }

    /**
     * @param robot               the robot.
     * @param manifest            of a checked bundle.
     * @param decimation          cycles between two observations.
     * @param engine              any engine; closed by the runner.
     * @param commands            what the policy is told to do.
     * @param disturbance         events that strike the policy.
     * @param lockstepDelayCycles cycles after which an answer is used and waited for, below the decimation; -1 on a
     *                            wall
     *                            clock.
     * @return a runner that infers on a thread of its own.
     */
    public static BundleRunner beside(
        final RobotDescription robot,
        final PolicyManifest manifest,
        final int decimation,
        final InferenceEngine engine,
        final CommandSource commands,
        final PolicyDisturbance disturbance,
        final int lockstepDelayCycles)
    {
        if (lockstepDelayCycles >= decimation)
        {
            throw new IllegalArgumentException("policy delay must be shorter than its period: delay=" +
                lockstepDelayCycles + " cycles, period=" + decimation + " cycles");
        }
        return new BundleRunner(robot, manifest, decimation, new BesidePort(engine, lockstepDelayCycles), commands,
            disturbance);
    }

    @Override
    public String placement()
    {
        return port.placement();
    }

    @Override
    public void reset()
    {
        assembler.reset();
        firstCycle = -1;
        actionCycle = -1;
        held = false;
        System.arraycopy(defaultPosition, 0, position, 0, jointCount);
    }

    @Override
    public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
    {
        if (port.failed())
        {
            return Outcome.FAILED;
        }
        if (firstCycle < 0)
        {
            firstCycle = cycle;
        }
        if ((cycle - firstCycle) % decimation == 0 && !held) // an engine that is still busy skips its next observation
        {
            observe(frame, cycle, nowNs);
        }
        if (port.poll(cycle))
        {
            System.arraycopy(port.action(), 0, heldAction, 0, heldAction.length);
            heldCycle = port.actionCycle();
            useFromCycle = cycle + disturbance.lateCycles(nowNs);
            held = true;
        }
        if (held && cycle >= useFromCycle && heldCycle >= firstCycle)
        {
            held = false;
            return act(frame, cycle);
        }
        return actionCycle < 0 ? Outcome.NO_ACTION_YET : Outcome.OK;
    }

    private void observe(final CycleFrame frame, final long cycle, final long nowNs)
    {
        commands.update(nowNs);
        final float[] observation = port.observation();
        if (disturbance.observationFrozen(nowNs) && cycle != firstCycle)
        {
            System.arraycopy(frozenObservation, 0, observation, 0, frozenObservation.length);
        }
        else
        {
            source.frame(frame);
            assembler.assemble(source, observation);
            System.arraycopy(observation, 0, frozenObservation, 0, frozenObservation.length);
        }
        for (int i = 0; i < frozenObservation.length; i++)
        {
            frame.observation.set(i, observation[i]);
        }
        port.submit(cycle);
    }

    private Outcome act(final CycleFrame frame, final long cycle)
    {
        for (int i = 0; i < heldAction.length; i++)
        {
            frame.action.set(i, heldAction[i]);
        }
        frame.set(FrameField.ACTION_OBSERVATION_CYCLE, heldCycle);
        frame.set(FrameField.ACTION_ARRIVAL_CYCLE, cycle);
        if (!mapper.map(heldAction, wantedPosition))
        {
            return Outcome.NOT_FINITE;
        }
        assembler.recordAction(heldAction);
        System.arraycopy(wantedPosition, 0, position, 0, jointCount);
        actionCycle = heldCycle;
        return Outcome.OK;
    }

    @Override
    public void targets(final CycleFrame frame)
    {
        frame.targetPosition.setAll(position);
        frame.targetVelocity.fill(0);
        frame.targetKp.setAll(kp);
        frame.targetKd.setAll(kd);
        frame.targetEffort.fill(0);
    }

    @Override
    public long actionObservationCycle()
    {
        return actionCycle;
    }

    @Override
    public void close()
    {
        port.close();
    }
}
