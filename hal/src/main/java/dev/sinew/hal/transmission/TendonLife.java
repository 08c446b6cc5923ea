package dev.sinew.hal.transmission;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * Watches over the tendons of one transmission and takes lost ones out of it. One instance serves one loop; loop's
 * thread, but for {@link #loss(int)}; allocation-free after construction; deterministic.
 */
public interface TendonLife
{
    /** Of a transmission that does not watch over its tendons: no groups, nothing is ever found. */
    TendonLife NONE = new UnwatchedLife();

    /**
     * Looks at one good sample, once a cycle, after {@link Transmission#estimate}. A tendon that is found lost is taken
     * out of the transmission before this returns: {@link Transmission#distribute} and {@link Transmission#restTension}
     * do not ask it any more.
     *
     * @param state         newest good sample.
     * @param jointPosition estimated joint positions, rad.
     * @param sent          commands that were in force when the sample was taken.
     * @param phase         what the loop did with the motors then.
     * @param nowNs         time of the cycle, ns.
     */
    void observe(StateBlock state, Column jointPosition, CommandBlock sent, LifePhase phase, long nowNs);

    /**
     * Takes lost tendons for mended: each is asked again, and watched anew.
     */
    void mend();

    /**
     * @return number of groups, in the order of {@code RobotDescription.tendonGroups()}; 0 when nothing is watched.
     */
    int groupCount();

    /**
     * @param group index of the group.
     * @return where it is in its life.
     */
    LifeState group(int group);

    /**
     * @param tendon index of the tendon.
     * @return where it is in its life.
     */
    LifeState tendon(int tendon);

    /**
     * @param tendon index of the tendon.
     * @return bits of {@link TendonFinding} in this cycle; those of a lost tendon stay.
     */
    long findings(int tendon);

    /**
     * @return true when states and findings are those of the cycle before, all of them.
     */
    boolean isSteady();

    /**
     * @return number of changes of bounds and rest tensions so far: grows with each loss and each {@link #mend()}.
     */
    long changes();

    /**
     * @param tendon index of the tendon.
     * @return least tension that it may be asked for now, N; 0 when it is lost or its group is safe.
     */
    double tensionMinN(int tendon);

    /**
     * @param tendon index of the tendon.
     * @return greatest tension that it may be asked for now, N; 0 when it is lost or its group is safe.
     */
    double tensionMaxN(int tendon);

    /**
     * @param tendon index of the tendon.
     * @return true when the drive of its motor shall damp the rotor, because it is lost or its group is safe.
     */
    boolean damped(int tendon);

    /**
     * @param tendon index of the tendon.
     * @return what its group keeps without it. Any thread.
     */
    TendonLoss loss(int tendon);
}
