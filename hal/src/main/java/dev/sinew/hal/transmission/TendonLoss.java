package dev.sinew.hal.transmission;

import java.util.List;

/**
 * What a group can still do without one of its tendons; known before the loop starts. Immutable.
 *
 * @param tendon index of the tendon.
 * @param group  index of its group.
 * @param after  {@link LifeState#DEGRADED} when something is kept, else {@link LifeState#SAFE}.
 * @param joints one entry a joint of the group, in its order.
 * @param text   the same as a sentence for people, with names.
 */
public record TendonLoss(int tendon, int group, LifeState after, List<Joint> joints, String text)
{
    /**
     * Makes the list unmodifiable.
     */
    public TendonLoss
    {
        joints = List.copyOf(joints);
    }

    /**
     * One joint after the loss.
     *
     * @param joint         index of the joint.
     * @param negativeRatio part of its greatest effort that is kept in its negative direction, 0 to 1.
     * @param positiveRatio the same in its positive direction.
     * @param parked        -1 when the remaining tendons keep it at its lower stop, 1 at its upper one, 0 when free.
     */
    public record Joint(int joint, double negativeRatio, double positiveRatio, int parked)
    {
        /**
         * @return true when it can still be moved both ways.
         */
        public boolean kept()
        {
            return parked == 0 && negativeRatio > 0 && positiveRatio > 0;
        }
    }
}
