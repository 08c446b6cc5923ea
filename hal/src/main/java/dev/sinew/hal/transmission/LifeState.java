package dev.sinew.hal.transmission;

/**
 * Where a tendon, or a group of tendons, is in its life. The ordinal is part of the frame format: append only.
 *
 * <pre>
 *   OFF ──drives on──▶ HOMING ──every tendon taut──▶ TENSIONED ──robot active──▶ ACTIVE
 *                                                        │                         │ a tendon is lost
 *                                                        └───────────┬─────────────┘
 *                                      something is kept: DEGRADED ──┴── nothing is kept, or the drives damp: SAFE
 * </pre>
 */
public enum LifeState
{
    /** The drives are off or limp. */
    OFF,
    /** Cables are wound in; a tendon has not been taut yet, or a calibration moves it. */
    HOMING,
    /** Taut and held. */
    TENSIONED,
    /** Under control of the active mode. */
    ACTIVE,
    /** Of a tendon: lost. Of a group: one tendon is lost and the others keep a part of its motion. */
    DEGRADED,
    /** The group pulls on nothing, or only damps. */
    SAFE;

    private static final LifeState[] ALL = values();

    /**
     * @param ordinal a number that came from a frame.
     * @return its state, {@link #OFF} for an unknown number.
     */
    public static LifeState ofOrdinal(final long ordinal)
    {
        return ordinal >= 0 && ordinal < ALL.length ? ALL[(int)ordinal] : OFF;
    }
}
