package dev.sinew.runtime.campaign;

/**
 * One tendon that is cut in a segment.
 *
 * @param tendon index of the tendon.
 * @param group  index of its group.
 * @param level  tension that it has then.
 * @param atNs   time since the system was activated, ns.
 */
record Cut(int tendon, int group, Level level, long atNs)
{
    /** How much the tendon carries when it is cut. */
    enum Level
    {
        /** As little as the distribution ever asks for: its group presses the other way. */
        MINIMUM,
        /** Whatever the motion asks for. */
        WORKING,
        /** As much as its joints' greatest efforts allow: its group presses its way. */
        MAXIMUM
    }
}
