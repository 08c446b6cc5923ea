package dev.sinew.bench.faults;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The tables of a campaign in Markdown. */
final class CampaignTables
{
    private CampaignTables()
    {
    }

    /**
     * @param rows rows.
     * @param out  where they go.
     */
    static void soak(final List<SoakRow> rows, final PrintStream out)
    {
        out.println("| bus | devices | seconds | cycles | lost | bad | late | Hz | of the rated cycle | wire's limit " +
            "| thread's CPU | stalls | verdict |");
        out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (final SoakRow row : rows)
        {
            out.printf(Locale.ROOT, "| %s | %d | %.0f | %d | %d | %s | %d | %.0f | %.3f | %.0f Hz | %.1f %% | %d | " +
                "%s |%n", row.bus(), row.devices(), row.seconds(), row.cycles(), row.lost(),
                row.bad().isEmpty() ? "0" : row.bad(), row.late(), row.rateHz(), row.rateHz() / row.wantedHz(),
                row.limitHz(), row.processor() * 100, row.stops(), Verdict.words(Verdict.of(row)));
        }
    }

    /**
     * @param rows rows.
     * @param out  where they go.
     */
    static void faults(final List<FaultRow> rows, final PrintStream out)
    {
        out.println("| bus | fault | met | cycles, LOST | told first, after cycles | counted | oldest sample | " +
            "commands, on bad frames | own watchdog | goes on | verdict |");
        out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (final FaultRow row : rows)
        {
            out.printf(Locale.ROOT, "| %s | %s | %d | %d, %d | %s | %s | %.1f ms | %d, %d | %s | %s | %s |%n",
                row.bus(), row.fault().title(), row.met(), row.cycles(), row.lostCycles(),
                row.firstCycle() < 0 ? "nothing" : row.firstCycle() + ": " + row.told(),
                row.counted().isEmpty() ? "-" : row.counted(), row.ageMaxMs(), row.commands(), row.onBadFrames(),
                row.watched() ? row.selfStops() + " of " + row.motors() : "none",
                row.recovery().isEmpty() ? "no" : row.recovery(), Verdict.words(Verdict.of(row)));
        }
    }

    /**
     * @param rows rows.
     * @param out  where they go.
     */
    static void stops(final List<StopRow> rows, final PrintStream out)
    {
        out.println("| bus | driver in | event | motors stopped | how | silence at the device | allowed | " +
            "after the event | switched on again | verdict |");
        out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (final StopRow row : rows)
        {
            out.printf(Locale.ROOT, "| %s | %s | %s | %d of %d | %s | %s | %s | %s | %d | %s |%n", row.bus(),
                row.where(), row.event(), row.stopped(), row.motors(), row.ways().isEmpty() ? "-" : row.ways(),
                milliseconds(row.silenceMs()), row.promised() ? milliseconds(row.limitMs()) :
                "no watchdog, no promise", milliseconds(row.afterMs()), row.restarts(),
                Verdict.words(Verdict.of(row)));
        }
    }

    private static String milliseconds(final double ms)
    {
        return Double.isNaN(ms) ? "-" : String.format(Locale.ROOT, "%.1f ms", ms);
    }
}
