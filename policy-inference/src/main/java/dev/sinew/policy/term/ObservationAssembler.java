package dev.sinew.policy.term;

import dev.sinew.policy.bundle.HistoryLayout;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyManifest;
import dev.sinew.policy.bundle.TermKind;

import java.util.Arrays;
import java.util.List;

/**
 * Builds the observation vector, term by term: clip, then scale (or the other way round where the manifest says so),
 * then history, oldest first. The first observation after {@link #reset()} fills every history with itself. Owned by
 * the thread that steps the policy; allocates nothing after construction.
 */
public final class ObservationAssembler
{
    private final ObservationSpec[] specs;
    private final int[][] joints;
    private final double[][] defaults;
    private final float[][] histories;
    private final boolean timeMajor;
    private final int size;
    private final double periodS;
    private final double[] lastAction;
    private long step;
    private boolean filled;

    /**
     * @param manifest   of a checked bundle.
     * @param robotJoints names of the robot's joints in the order of {@link ObservationSource}.
     * @throws IllegalArgumentException when the manifest names a joint that the robot lacks.
     */
    public ObservationAssembler(final PolicyManifest manifest, final List<String> robotJoints)
    {
        specs = manifest.observations().toArray(new ObservationSpec[0]);
        joints = new int[specs.length][];
        defaults = new double[specs.length][];
        histories = new float[specs.length][];
        for (int i = 0; i < specs.length; i++)
        {
            joints[i] = JointOrder.indices(specs[i].joints(), robotJoints);
            defaults[i] = offsets(specs[i], manifest);
            histories[i] = new float[specs[i].size()];
        }
        timeMajor = manifest.historyLayout() == HistoryLayout.TIME;
        size = manifest.observationSize();
        periodS = manifest.periodS();
        lastAction = new double[manifest.actionSize()];
    }

    /** @return how many numbers an observation has. */
    public int size()
    {
        return size;
    }

    /** Forgets histories, the last action and the gait clock: the next observation is the first of an episode. */
    public void reset()
    {
        Arrays.fill(lastAction, 0.0);
        step = 0;
        filled = false;
    }

    /**
     * Remembers the raw action for the term {@code last_action}.
     *
     * @param action as the network gave it, before scale and offset.
     */
    public void recordAction(final float[] action)
    {
        for (int i = 0; i < lastAction.length; i++)
        {
            lastAction[i] = action[i];
        }
    }

    /**
     * Measures one step and writes the observation vector. Call exactly once per step of the policy.
     *
     * @param source what to measure.
     * @param out    at least {@link #size()} numbers.
     */
    public void assemble(final ObservationSource source, final float[] out)
    {
        for (int i = 0; i < specs.length; i++)
        {
            push(i, source);
        }
        filled = true;
        step++;
        if (timeMajor)
        {
            copyByTime(out);
        }
        else
        {
            copyByTerm(out);
        }
    }

    private void push(final int term, final ObservationSource source)
    {
        final ObservationSpec spec = specs[term];
        final float[] history = histories[term];
        final int width = spec.width();
        final int newest = history.length - width;
        System.arraycopy(history, width, history, 0, newest);
        for (int j = 0; j < width; j++)
        {
            history[newest + j] = condition(spec, j, measure(spec, term, j, source));
        }
        if (!filled)
        {
            for (int at = 0; at < newest; at += width)
            {
                System.arraycopy(history, newest, history, at, width);
            }
        }
    }

    private double measure(final ObservationSpec spec, final int term, final int j, final ObservationSource source)
    {
        return switch (spec.kind())
        {
            case BASE_ANG_VEL -> source.gyroRadS(j);
            case PROJECTED_GRAVITY -> source.projectedGravity(j);
            case JOINT_POS_REL, JOINT_POS -> source.jointPositionRad(joints[term][j]) - defaults[term][j];
            case JOINT_VEL_REL, JOINT_VEL -> source.jointVelocityRadS(joints[term][j]);
            case JOINT_POS_STD -> source.jointPositionStdRad(joints[term][j]);
            case LAST_ACTION -> lastAction[j];
            case COMMAND -> source.command(spec.command(), j);
            case FOOT_WRENCH -> source.footWrench(j);
            case GAIT_PHASE -> gaitPhase(spec.gaitPeriodS(), j);
        };
    }

    private double gaitPhase(final double gaitPeriodS, final int j)
    {
        final double turns = step * periodS / gaitPeriodS;
        final double phase = turns - Math.floor(turns);
        return j == 0 ? PhaseMath.sinTurns(phase) : PhaseMath.cosTurns(phase);
    }

    private static float condition(final ObservationSpec spec, final int j, final double value)
    {
        final double scale = spec.scale()[j];
        final double first = spec.scaleFirst() ? value * scale : value;
        final double clipped = Math.max(spec.clipLow(), Math.min(spec.clipHigh(), first));
        return (float)(spec.scaleFirst() ? clipped : clipped * scale);
    }

    private void copyByTerm(final float[] out)
    {
        int at = 0;
        for (final float[] history : histories)
        {
            System.arraycopy(history, 0, out, at, history.length);
            at += history.length;
        }
    }

    private void copyByTime(final float[] out)
    {
        final int steps = specs[0].historyLength();
        int at = 0;
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < specs.length; i++)
            {
                final int width = specs[i].width();
                System.arraycopy(histories[i], t * width, out, at, width);
                at += width;
            }
        }
    }

    private static double[] offsets(final ObservationSpec spec, final PolicyManifest manifest)
    {
        final double[] offsets = new double[spec.width()];
        if (spec.kind() == TermKind.JOINT_POS_REL)
        {
            for (int j = 0; j < offsets.length; j++)
            {
                offsets[j] = manifest.defaultJointPos()[manifest.jointNames().indexOf(spec.joints().get(j))];
            }
        }
        return offsets;
    }
}
