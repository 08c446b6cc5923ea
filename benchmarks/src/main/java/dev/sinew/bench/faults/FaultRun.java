package dev.sinew.bench.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;

/** One driver under one fault. */
final class FaultRun
{
    private static final int MOTORS = 2;
    private static final long PERIOD_NS = 2_000_000;
    private static final double TURN_S = 0.8;
    private static final double CALIBRATE_S = 0.4;
    private static final double HEALED_S = 0.4;
    private static final double AGAIN_S = 0.3;
    private static final int STEADY = 20;
    private static final int ATTEMPTS_MAX = 6;
    private static final int RECOVERIES_MAX = 3;
    private static final double SAMPLE_S = 0.001;
    private static final int[] BAD = {HostSide.LATE, HostSide.LOST, HostSide.SHORT, HostSide.BAD_CRC, HostSide.WRONG_ID,
        HostSide.BAD_VALUE, HostSide.UNTAKEN, HostSide.DROPPED_BYTES};

    private final BusCase bus;
    private final FaultCase fault;
    private final CampaignPlan plan;
    private final int attempt;
    private final PrintStream progress;
    private String counted = "";
    private long notGood;
    private int selfStops;
    private String recovery = "";

    private FaultRun(
        final BusCase bus,
        final FaultCase fault,
        final CampaignPlan plan,
        final int attempt,
        final PrintStream progress)
    {
        this.attempt = attempt;
        this.progress = progress;
        this.bus = bus;
        this.fault = fault;
        this.plan = plan;
    }

    /**
     * A machine that stands still for the watchdog's time stops the motors by itself: then nothing can be said of the
     * fault, and it is tried again, with devices that begin anew.
     *
     * @param bus      the driver and its devices.
     * @param fault    what goes wrong.
     * @param plan     where and how.
     * @param progress where another attempt is told.
     * @return what happened.
     * @throws IOException when the devices do not start, or no attempt came about.
     */
    static FaultRow run(final BusCase bus, final FaultCase fault, final CampaignPlan plan, final PrintStream progress)
        throws IOException
    {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++)
        {
            try (EmulatedBusProcess devices = new EmulatedBusProcess(plan.home(), bus, MOTORS, SAMPLE_S, plan.seed(),
                plan.priority());
                HostSide host = plan.open(bus, MOTORS, devices.port(), PERIOD_NS))
            {
                final FaultRow row = new FaultRun(bus, fault, plan, attempt, progress).run(devices, host);
                if (row != null)
                {
                    return row;
                }
                progress.println("#   not well before the fault, or the machine stood still: attempt " + attempt);
            }
            catch (final SystemException e)
            {
                progress.println("#   attempt " + attempt + ": " + e.getMessage());
            }
        }
        throw new IOException("none of " + ATTEMPTS_MAX + " attempts came about; if this machine stands still for " +
            BusCase.WATCHDOG_MS + " ms, make it quieter or give a priority (--fifo 20)");
    }

    private FaultRow run(final EmulatedBusProcess devices, final HostSide host) throws IOException, SystemException
    {
        if (!host.activate())
        {
            throw new SystemException(host.driver().lastError());
        }
        host.run(TURN_S);
        final HostTrace trace = new HostTrace((int)((CALIBRATE_S + plan.faultS() + HEALED_S + 1) * 1e9 / PERIOD_NS),
            MOTORS);
        host.trace(trace);
        final long wellNs = System.nanoTime();
        host.run(CALIBRATE_S);
        final double[] before = host.counts();
        final long beginNs = System.nanoTime();
        if (isStopped(trace) || !isWell(trace))
        {
            return null; // it was not well before anything was done to it
        }
        devices.command("fault " + fault.line());
        host.run(plan.faultS());
        count(before, host.counts());
        devices.command("heal");
        final long healNs = System.nanoTime();
        host.run(HEALED_S);
        final long endNs = System.nanoTime();
        if (fault.isOfAnswers() && attempt < ATTEMPTS_MAX && isStopped(trace))
        {
            return null; // commands arrive under these faults: if the motors stopped, the machine has stood still
        }
        host.trace(new HostTrace(0, MOTORS));
        final boolean byItself = isWell(trace);
        recover(host, byItself);
        final String stats = devices.stats();
        final DeviceLog log = new DeviceLog(devices.newEvents(), MOTORS);
        selfStops = selfStops(log, beginNs);
        final long untilNs = fault.isOfAnswers() ? endNs : healNs;
        final FrameProof proof = new FrameProof(trace, log, wellNs, beginNs);
        return row(trace, proof, EmulatedBusProcess.count(stats.substring(stats.indexOf("\"faults\"")), fault.word()),
            faultBegin(log, beginNs), untilNs);
    }

    private static boolean isStopped(final HostTrace trace)
    {
        boolean isStopped = false;
        for (int cycle = 0; cycle < trace.cycles(); cycle++)
        {
            isStopped |= trace.sent(cycle) == ReturnCode.ERROR ||
                (trace.status(cycle) & NativeDriver.STATUS_WATCHDOG) != 0;
        }
        return isStopped;
    }

    private long faultBegin(final DeviceLog log, final long beginNs)
    {
        final List<DeviceEvent> begins = log.of("fault_begin");
        return begins.isEmpty() ? beginNs : begins.get(0).timeNs();
    }

    private static int selfStops(final DeviceLog log, final long fromNs)
    {
        final Set<Integer> ids = new HashSet<>();
        for (final DeviceEvent stop : log.of("stopped"))
        {
            if (stop.timeNs() - fromNs > 0 && "watchdog".equals(stop.text("cause")))
            {
                ids.add(stop.id());
            }
        }
        return ids.size();
    }

    private void count(final double[] before, final double[] after)
    {
        for (final int bad : BAD)
        {
            notGood += Math.max(0, (long)(after[bad] - before[bad]));
        }
        counted = CountWords.of(BAD, before, after);
    }

    /** Commands are taken, samples come and show no status, at the end. */
    private static boolean isWell(final HostTrace trace)
    {
        boolean isWell = trace.cycles() > STEADY;
        int fresh = 0;
        for (int cycle = Math.max(0, trace.cycles() - STEADY); cycle < trace.cycles(); cycle++)
        {
            isWell &= trace.sent(cycle) != ReturnCode.ERROR && trace.sent(cycle) != ReturnCode.NOT_ACTIVE &&
                trace.status(cycle) == 0; // a busy machine may let single calls to a driver's process be late
            fresh += trace.received(cycle) == ReturnCode.OK ? 1 : 0;
        }
        return isWell && fresh > STEADY / 4;
    }

    /** What an operator would do; again when the machine stood still meanwhile, which stops the motors by itself. */
    private void recover(final HostSide host, final boolean byItself)
    {
        recovery = byItself ? "by itself" : "";
        for (int again = 0; again < RECOVERIES_MAX && recovery.isEmpty(); again++)
        {
            final String how = revive(host);
            recovery = how.isEmpty() || again == 0 ? how : how + " (try " + (again + 1) + ")";
        }
        if (recovery.isEmpty())
        {
            progress.println("#   does not recover: " + host.driver().lastError());
        }
    }

    /** Activates, if need be after clearing a fault; returns how, or nothing when it is not well then. */
    private String revive(final HostSide host)
    {
        final NativeDriver driver = host.driver();
        driver.deactivate();
        String how = "activate";
        boolean isActive = host.activate();
        if (!isActive && !bus.clear().isEmpty())
        {
            driver.deactivate();
            driver.request(bus.clear(), new double[] {-1});
            EmulatedBusProcess.pause(1000); // a device that restarts takes its time
            how = bus.clear() + ", activate";
            isActive = host.activate();
        }
        final HostTrace trace = new HostTrace((int)(2 * AGAIN_S * 1e9 / PERIOD_NS), MOTORS);
        host.trace(trace);
        host.run(AGAIN_S);
        return isActive && isWell(trace) ? how : "";
    }

    private FaultRow row(final HostTrace trace, final FrameProof proof, final long met, final long beginNs,
        final long untilNs)
    {
        final int first = trace.firstFrom(beginNs);
        int lost = 0;
        int firstTold = -1;
        String told = "";
        double ageMs = 0;
        for (int cycle = first; cycle < trace.firstFrom(untilNs); cycle++)
        {
            lost += trace.received(cycle) == ReturnCode.LOST ? 1 : 0;
            ageMs = Math.max(ageMs, (trace.timeNs(cycle) - trace.arrivalNs(cycle)) * 1e-6);
            final String what = told(trace, cycle);
            if (!what.isEmpty() && (firstTold < 0 || "LOST".equals(told) && !"LOST".equals(what)))
            {
                firstTold = firstTold < 0 ? cycle - first : firstTold;
                told = told.isEmpty() ? what : told + ", " + what + " after " + (cycle - first);
            }
        }
        return new FaultRow(bus.name(), fault, bus.hasWatchdog(), met, trace.firstFrom(untilNs) - first, lost,
            firstTold, told, counted, notGood, ageMs, proof.commands(beginNs, untilNs),
            proof.onBadFrames(beginNs, untilNs), selfStops, MOTORS, recovery, attempt);
    }

    private static String told(final HostTrace trace, final int cycle)
    {
        if (trace.received(cycle) == ReturnCode.LOST)
        {
            return "LOST";
        }
        final long status = trace.status(cycle);
        if ((status & NativeDriver.STATUS_WATCHDOG) != 0)
        {
            return "watchdog";
        }
        if (status != 0)
        {
            return "status 0x" + Long.toHexString(status);
        }
        return trace.sent(cycle) == ReturnCode.ERROR ? "send refused" : "";
    }
}
