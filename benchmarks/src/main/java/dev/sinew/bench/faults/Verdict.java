package dev.sinew.bench.faults;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a row; nothing, when all that was promised was kept. */
final class Verdict
{
    /** Share of the rated cycle that has to be reached. */
    static final double RATE_SHARE = 0.9;

    private Verdict()
    {
    }

    /**
     * @param problems what is wrong.
     * @return words for a table.
     */
    static String words(final List<String> problems)
    {
        return problems.isEmpty() ? "kept" : "BROKEN: " + String.join("; ", problems);
    }

    /**
     * @param row a long run.
     * @return what is wrong.
     */
    static List<String> of(final SoakRow row)
    {
        final List<String> problems = new ArrayList<>();
        check(problems, row.cycles() > 0, "nothing was exchanged");
        check(problems, row.lost() == 0, row.lost() + " lost");
        check(problems, row.bad().isEmpty(), row.bad());
        check(problems, row.rateHz() >= RATE_SHARE * row.wantedHz(), "below 0.9 of the rated cycle");
        return problems;
    }

    /**
     * @param row a fault.
     * @return what is wrong.
     */
    static List<String> of(final FaultRow row)
    {
        final List<String> problems = new ArrayList<>();
        check(problems, row.met() > 0, "the fault met nothing");
        check(problems, row.fault().kind() == FaultCase.Kind.TRUE_TO_THE_WIRE || row.onBadFrames() == 0,
            row.onBadFrames() + " commands on bad frames");
        switch (row.fault().kind())
        {
            case FRAME:
                check(problems, row.commands() > 0, "no motor was moved, so nothing is shown");
                check(problems, row.notGood() > 0, "nothing was counted");
                break;
            case DELAY:
                check(problems, row.commands() > 0, "no motor was moved, so nothing is shown");
                break;
            case FAULT:
                check(problems, row.firstCycle() >= 0, "the host was told nothing");
                break;
            case CUT:
                check(problems, row.lostCycles() > 0 || row.firstCycle() >= 0, "the host was told nothing");
                check(problems, !row.watched() || row.selfStops() == row.motors(),
                    (row.motors() - row.selfStops()) + " motors went on");
                break;
            default:
                break;
        }
        check(problems, !row.recovery().isEmpty(), "it did not recover");
        return problems;
    }

    /**
     * @param row a host that died.
     * @return what is wrong.
     */
    static List<String> of(final StopRow row)
    {
        final List<String> problems = new ArrayList<>();
        check(problems, row.motors() > 0, "no motor turned");
        if (row.promised())
        {
            check(problems, row.stopped() == row.motors(), (row.motors() - row.stopped()) + " motors went on");
            check(problems, row.silenceMs() <= row.limitMs(), "stopped too late");
        }
        check(problems, row.restarts() == 0, row.restarts() + " were switched on again");
        check(problems, row.left() == 0, row.left() + " processes were left");
        return problems;
    }

    private static void check(final List<String> problems, final boolean isKept, final String otherwise)
    {
        if (!isKept)
        {
            problems.add(otherwise);
        }
    }
}
