package dev.sinew.bench.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

import dev.sinew.hal.system.SystemException;

/** A driver at its rated cycle, for long. */
final class SoakRun
{
    /** Rate of the host's loop, Hz. */
    static final double HOST_HZ = 1000;

    private static final long PERIOD_NS = Math.round(1e9 / HOST_HZ);
    private static final int[] BAD = {HostSide.SHORT, HostSide.BAD_CRC, HostSide.WRONG_ID, HostSide.BAD_VALUE,
        HostSide.UNTAKEN};
    private static final double SETTLE_S = 1;
    private static final double TOLD_S = 10;

    private SoakRun()
    {
    }

    /**
     * @param bus      the driver and its devices.
     * @param seconds  how long, s.
     * @param campaign where and how.
     * @param progress where progress is told.
     * @return how it went.
     * @throws IOException     when the devices do not start.
     * @throws SystemException when the driver does not open.
     */
    static SoakRow run(final BusCase bus, final double seconds, final CampaignPlan campaign, final PrintStream progress)
        throws IOException, SystemException
    {
        try (EmulatedBusProcess devices = new EmulatedBusProcess(campaign.home(), bus, bus.soakDevices(), 0,
            campaign.seed(), campaign.priority());
            HostSide host = campaign.open(bus, bus.soakDevices(), devices.port(), PERIOD_NS))
        {
            if (!host.activate())
            {
                throw new SystemException(host.driver().lastError());
            }
            host.reviving(true);
            host.run(SETTLE_S);
            final int revived = host.revived();
            final double[] begin = host.counts();
            final long beginNs = System.nanoTime();
            for (double left = seconds; left > 0; left -= TOLD_S)
            {
                host.run(Math.min(left, TOLD_S));
                progress.printf(Locale.ROOT, "#   %s: %.0f of %.0f s, lost %.0f%n", bus.name(),
                    (System.nanoTime() - beginNs) * 1e-9, seconds,
                    host.counts()[HostSide.LOST] - begin[HostSide.LOST]);
            }
            final double took = (System.nanoTime() - beginNs) * 1e-9;
            return row(bus, took, begin, host.counts(), host.revived() - revived);
        }
    }

    private static SoakRow row(final BusCase bus, final double seconds, final double[] begin, final double[] end,
        final int stops)
    {
        final double[] difference = new double[HostSide.COUNTS];
        for (int i = 0; i < difference.length; i++)
        {
            difference[i] = end[i] - begin[i];
        }
        final double limitHz = 1e9 / end[HostSide.WIRE_NS];
        return new SoakRow(bus.name(), bus.soakDevices(), seconds, (long)difference[HostSide.CYCLES],
            (long)difference[HostSide.LATE], (long)difference[HostSide.LOST], CountWords.of(BAD, begin, end),
            difference[HostSide.CYCLES] / seconds, limitHz, Math.min(limitHz, HOST_HZ),
            difference[HostSide.CPU_NS] * 1e-9 / seconds, stops);
    }
}
