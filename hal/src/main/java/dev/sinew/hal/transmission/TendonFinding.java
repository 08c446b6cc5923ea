package dev.sinew.hal.transmission;

/**
 * What is found about one tendon in one cycle; bits of a frame's {@code tendon_findings}. The ordinal is part of the
 * frame format: append only.
 */
public enum TendonFinding
{
    /** Below half of its least tension for longer than it may be. */
    SLACK,
    /** Above its greatest tension by more than the margin. */
    OVER_TENSION,
    /** No tension, and the motor takes in cable that the joints do not give: cut. Latched. */
    RUPTURE,
    /** The motor is further ahead of its joints than stretch explains, and the tension stands still. Latched. */
    LEAD,
    /** It was asked to pull and has never been taut since the drives went on. Latched. */
    NEVER_TAUT,
    /** Readings of tension, motor and joint contradict each other, yet the tendon is not known to be lost. */
    DISAGREES;

    /** Bits of the findings that mean that a tendon is lost. */
    public static final long LOST = RUPTURE.mask() | LEAD.mask() | NEVER_TAUT.mask();

    /**
     * @return this finding's bit.
     */
    public long mask()
    {
        return 1L << ordinal();
    }
}
