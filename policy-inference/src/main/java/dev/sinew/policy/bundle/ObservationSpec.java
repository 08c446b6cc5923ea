package dev.sinew.policy.bundle;

import java.util.List;

/**
 * One term of the observation.
 *
 * @param name          as the manifest writes it.
 * @param kind          what it measures.
 * @param command       index of the command for {@link TermKind#COMMAND}, otherwise -1.
 * @param joints        for per-joint terms the joints in order, otherwise empty.
 * @param width         numbers per step.
 * @param scale         [width] factors. Not to be written.
 * @param clipLow       lower clip bound, perhaps minus infinity.
 * @param clipHigh      upper clip bound, perhaps infinity.
 * @param scaleFirst    true to scale before clipping; the usual order is clip, then scale.
 * @param historyLength steps kept, 1 for the current one alone.
 * @param gaitPeriodS   period of {@link TermKind#GAIT_PHASE} in seconds, otherwise 0.
 */
public record ObservationSpec(
    String name,
    TermKind kind,
    int command,
    List<String> joints,
    int width,
    double[] scale,
    double clipLow,
    double clipHigh,
    boolean scaleFirst,
    int historyLength,
    double gaitPeriodS)
{
    /** @return how many numbers of the observation vector this term fills. */
    public int size()
    {
        return width * historyLength;
    }
}
