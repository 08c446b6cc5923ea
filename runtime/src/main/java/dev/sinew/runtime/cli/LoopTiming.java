package dev.sinew.runtime.cli;

import dev.sinew.hal.linux.MemoryLock;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.runtime.safety.LatePolicy;
import picocli.CommandLine.Option;

/**
 * Options of the loop's thread in real time: what it asks of the kernel, and what it makes of cycles that come late.
 */
final class LoopTiming
{
    @Option(names = "--realtime", defaultValue = "prefer", paramLabel = "off|prefer|require",
        description = "Real-time scheduling in wall mode (default ${DEFAULT-VALUE}: says what is missing).")
    private RealtimeSettings.Wish realtime;

    @Option(names = "--cpu", defaultValue = "-1", paramLabel = "N",
        description = "CPU of the loop's thread (default any).")
    private int cpu;

    @Option(names = "--lock-memory", defaultValue = "off", paramLabel = "off|touched|all",
        description = "Pages that are locked in memory (default ${DEFAULT-VALUE}).")
    private MemoryLock lockMemory;

    @Option(names = "--keep-awake",
        description = "Starts a neighbour that keeps the loop's CPU (--cpu) from sleeping.")
    private boolean keepAwake;

    @Option(names = "--spin-us", defaultValue = "100", paramLabel = "US",
        description = "Stretch before each release that is spun instead of slept, us (default ${DEFAULT-VALUE}).")
    private double spinUs;

    @Option(names = "--late-policy", defaultValue = "use_if_late", paramLabel = "POLICY",
        description = "A cycle that is a period late: skip, use_if_late, safe_stop_after_n " +
        "(default ${DEFAULT-VALUE}).")
    private LatePolicy latePolicy;

    @Option(names = "--late-cycles", defaultValue = "10", paramLabel = "N",
        description = "Late cycles in a row that safe_stop_after_n bears (default ${DEFAULT-VALUE}).")
    private int lateCycles;

    /**
     * @param wrong where wrong use is refused.
     * @param wall  true when the loop follows real time.
     */
    void check(final WrongUse wrong, final boolean wall)
    {
        wrong.unless(spinUs >= 0 && spinUs <= 1e6, "--spin-us must be between 0 and 1000000: " + spinUs);
        wrong.unless(cpu >= -1, "--cpu must be the number of a CPU, from 0: " + cpu);
        wrong.unless(lateCycles >= 1, "--late-cycles must be at least 1: " + lateCycles);
        wrong.unless(!keepAwake || cpu >= 0 && realtime != RealtimeSettings.Wish.OFF,
            "--keep-awake needs the loop's CPU: add --cpu N, and not --realtime off");
        final boolean asked = keepAwake || cpu >= 0 || lockMemory != MemoryLock.OFF ||
            realtime == RealtimeSettings.Wish.REQUIRE;
        wrong.unless(!asked || wall, "--realtime require, --cpu, --lock-memory and " +
            "--keep-awake have a meaning in real time only: leave them out, or use --mode wall");
    }

    RealtimeSettings realtime()
    {
        return RealtimeSettings.standard(realtime).withCpu(cpu).withMemoryLock(lockMemory);
    }

    long spinNs()
    {
        return Math.round(spinUs * 1000);
    }

    boolean keepAwake()
    {
        return keepAwake;
    }

    LatePolicy latePolicy()
    {
        return latePolicy;
    }

    int lateCycles()
    {
        return lateCycles;
    }
}
