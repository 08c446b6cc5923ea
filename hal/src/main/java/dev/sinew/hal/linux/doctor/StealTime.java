package dev.sinew.hal.linux.doctor;

/**
 * Time that the host of a virtual machine gave to somebody else, as the kernel counts it.
 *
 * @param stolenTicks ticks stolen on all processors since the start.
 * @param totalTicks  all ticks on all processors since the start.
 */
public record StealTime(long stolenTicks, long totalTicks)
{
    private static final int STEAL_FIELD = 7;
    private static final int LAST_FIELD = 7;        // guest time, after it, is already in user time

    /**
     * Reads the counters.
     *
     * @param files where from.
     * @return zeros where there are none.
     */
    public static StealTime read(final HostFiles files)
    {
        return parse(files.value("proc/stat", "cpu "));
    }

    /**
     * Reads the counters of one processor; the two components then count its ticks alone.
     *
     * @param files where from.
     * @param cpu   processor number.
     * @return zeros where there are none.
     */
    public static StealTime read(final HostFiles files, final int cpu)
    {
        return parse(files.value("proc/stat", "cpu" + cpu + " "));
    }

    private static StealTime parse(final String counters)
    {
        final String[] fields = counters.split("\\s+");
        if (fields.length <= STEAL_FIELD)
        {
            return new StealTime(0, 0);
        }
        long total = 0;
        for (int i = 0; i <= LAST_FIELD; i++)
        {
            total += Long.parseLong(fields[i]);
        }
        return new StealTime(Long.parseLong(fields[STEAL_FIELD]), total);
    }

    /**
     * Share stolen since an earlier reading.
     *
     * @param earlier reading, or one with zeros for the whole time since the start.
     * @return percent, 0 where no tick has passed.
     */
    public double percentSince(final StealTime earlier)
    {
        final long ticks = totalTicks - earlier.totalTicks;
        return ticks <= 0 ? 0 : 100.0 * (stolenTicks - earlier.stolenTicks) / ticks;
    }

    /**
     * Share stolen since the machine started.
     *
     * @return percent.
     */
    public double percent()
    {
        return percentSince(new StealTime(0, 0));
    }
}
