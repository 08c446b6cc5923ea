package dev.sinew.runtime.daemon;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.linux.RealtimeUnavailableException;
import dev.sinew.hal.linux.ServiceNotifier;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.daemon.EventLog.Priority;
import dev.sinew.runtime.daemon.EventLog.Topic;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.loop.LoopStatistics;
import dev.sinew.runtime.metrics.FrameCounters;
import dev.sinew.runtime.metrics.MetricsServer;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.StopLadder;
import dev.sinew.runtime.wiring.LoopAssembly;
import dev.sinew.runtime.wiring.RunResult;
import dev.sinew.runtime.wiring.RunSession;
import dev.sinew.runtime.wiring.UserException;

/**
 * Runs a robot until it is asked to stop. Main thread; the loop has its own.
 *
 * <pre>
 *   TERM or INT ──first──▶ StopLadder CONTROLLED ──▶ DAMP, LIMP, OFF ──▶ loop ends ──▶ exit 0
 *               ──again──▶ StopLadder FAST       ──▶ LIMP, OFF       ──▶ loop ends ──▶ exit 0
 *   loop does not end in time ──▶ halt, exit 3: the devices' own watchdogs have stopped their motors by then
 * </pre>
 */
public final class Daemon
{
    /** Ended as asked. */
    public static final int STOPPED = 0;
    /** Ended by itself: a stage or the loop failed. */
    public static final int FAILED = 3;

    /** Time beyond the longest damping after which a loop that was asked to end is given up, ns. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(8);
    private static final long JOIN_MS = 100;

    private final RunConfig config;
    private final EventLog log;
    private final RunSession session;
    private final Thread loop = new Thread(this::runLoop, "sinew-loop");
    private final StatusLine status;
    private volatile long stopAskedNs;
    private volatile boolean stopAsked;
    /** Signals that are being answered. */
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile RunResult result;
    private volatile Throwable failure;
    private volatile ServiceReporter reporter;

    /**
     * @param config what to run.
     * @param out    where the log goes.
     */
    public Daemon(final RunConfig config, final PrintStream out)
    {
        this.config = config;
        this.log = new EventLog(out, EventLog.isJournal());
        this.session = new RunSession(config.options(), config.known(), config.bundle(), config.scenario(),
            config.lifetime());
        session.plant(config.robot(), SystemRequest.AS_DESCRIBED);
        this.status = new StatusLine(config.robot().name());
    }

    /**
     * Runs until it is asked to stop or fails.
     *
     * @return exit code.
     * @throws UserException when it cannot start; nothing has moved then.
     */
    public int run()
    {
        MetricsServer metrics = null;
        try
        {
            takeSignals();
            session.notices(line -> log.line(Priority.WARNING, Topic.RUN, line));
            session.prepare();
            announce();
            final FrameFileHeader header = session.frames().header();
            final FrameCounters counters = new FrameCounters(header, config.robot().rates().periodNs());
            metrics = config.metricsPort() == 0 ? null : startMetrics(counters);
            reporter = new ServiceReporter(ServiceNotifier.ofEnvironment(),
                ServiceNotifier.watchdogNs(System.getenv(), ProcessHandle.current().pid()),
                session.frames()::cursorAcquire, status::text).start();
            if (stopAsked)
            {
                reporter.stopping(); // asked before there was anybody to tell
            }
            loop.start();
            awaitAssembly();
            final FrameFollower follower = new FrameFollower(session.frames(), "sinew-log", counters,
                new LoopEvents(log, config.robot().rates().periodNs(), busEvents(header)), status).start();
            awaitLoop(follower);
            awaitSignals();
            return end(follower);
        }
        finally
        {
            endLoop();
            if (metrics != null)
            {
                metrics.close();
            }
            if (reporter != null)
            {
                reporter.close();
            }
            session.close();
        }
    }

    private void announce()
    {
        log.line(Priority.NOTICE, Topic.RUN, "run " + session.name().name() + ", process " +
            ProcessHandle.current().pid() + ", configuration " + config.file() + " (" +
            config.sha256().substring(0, 8) + "): robot " + config.robot().name() + ", backend " +
            config.options().backend() + ", policy " + policy() + ", " + config.robot().rates().baseHz() + " Hz");
        log.line(Priority.INFO, Topic.RUN, "black box " + session.frames().path());
        if (session.name().afterCrash())
        {
            log.line(Priority.WARNING, Topic.RUN, "the run before this one did not come to its end: it was killed, " +
                "or crashed" + (config.options().arm() ? "; starting disarmed in spite of arm: true" : ""));
        }
    }

    private String policy()
    {
        return config.bundle() == null ? "none" : config.bundle().manifest().name();
    }

    private MetricsServer startMetrics(final FrameCounters counters)
    {
        final MetricsServer server = MetricsServer.start(config.metricsPort(), counters, config.robot().name(),
            policy(), config.options().backend());
        log.line(Priority.INFO, Topic.RUN, "metrics at http://127.0.0.1:" + server.port() + "/metrics");
        return server;
    }

    private void takeSignals()
    {
        boolean all = Signals.handle("TERM", this::onStopSignal);
        all &= Signals.handle("INT", this::onStopSignal);
        all &= Signals.handle("HUP", name -> log.line(Priority.WARNING, Topic.RUN,
            "SIGHUP: the configuration is read at the start only; stop and start to use another"));
        if (!all)
        {
            throw new UserException("this JVM does not hand signals over, so nothing could stop the robot in a " +
                "controlled way (start without -Xrs, on an OpenJDK)");
        }
    }

    private void onStopSignal(final String name)
    {
        inHand.incrementAndGet();
        try
        {
            stopFor(name);
        }
        finally
        {
            inHand.decrementAndGet();
        }
    }

    /** The loop may have ended before whoever asked it to has told so. */
    private void awaitSignals()
    {
        final long beginNs = System.nanoTime();
        while (inHand.get() > 0 && System.nanoTime() - beginNs < PATIENCE_NS)
        {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void stopFor(final String name)
    {
        final boolean again = stopAsked;
        if (!again)
        {
            stopAskedNs = System.nanoTime();
            stopAsked = true;
        }
        session.requestStop(again ? StopLadder.Haste.FAST : StopLadder.Haste.CONTROLLED);
        status.stopping();
        if (reporter != null)
        {
            reporter.stopping();
        }
        log.line(Priority.NOTICE, Topic.RUN, "SIG" + name + (again ? " again: letting go at once" :
            ": stopping, damped for up to " + seconds(config.lifetime().stop().dampNs()) + "; again to be faster"));
    }

    private static String seconds(final long ns)
    {
        return String.format(Locale.ROOT, "%.1f s", ns * 1e-9);
    }

    private void runLoop()
    {
        try
        {
            result = session.execute();
        }
        catch (final RuntimeException | Error ex)
        {
            failure = ex;
        }
    }

    /** Until the real loop has been put together: then it is known what the buses deliver. */
    private void awaitAssembly()
    {
        while (loop.isAlive() && session.assembly() == null)
        {
            join();
            giveUpWhenStuck();
        }
        final LoopAssembly assembly = session.assembly();
        if (assembly == null)
        {
            return;
        }
        for (final String missing : assembly.unserved())
        {
            log.line(Priority.WARNING, Topic.RUN, "no bus delivers " + missing);
        }
        if (!assembly.unserved().isEmpty())
        {
            log.line(Priority.WARNING, Topic.RUN, "the robot can be watched but not armed: control needs what no bus " +
                "delivers (add the sensors' drivers under buses:)");
        }
        status.ready(config.options().arm());
    }

    private BusEvents busEvents(final FrameFileHeader header)
    {
        final LoopAssembly assembly = session.assembly();
        final BusMonitor monitor = assembly == null ? null : assembly.busMonitor();
        return monitor == null ? null :
            new BusEvents(log, header.column("bus_age_s"), header.column("bus_code"), monitor);
    }

    private void awaitLoop(final FrameFollower follower)
    {
        boolean told = false;
        while (loop.isAlive())
        {
            join();
            giveUpWhenStuck();
            if (follower.failure() != null && !told)
            {
                told = true;
                log.line(Priority.ERROR, Topic.RUN, "log and metrics have ended, the loop goes on: " +
                    follower.failure());
            }
        }
    }

    /** After a failure of our own: what the loop uses must not be taken away while it runs. */
    private void endLoop()
    {
        if (loop.isAlive())
        {
            stopAskedNs = System.nanoTime() - config.lifetime().stop().dampNs();
            stopAsked = true;
            session.requestStop(StopLadder.Haste.FAST);
            while (loop.isAlive())
            {
                join();
                giveUpWhenStuck();
            }
        }
    }

    private void join()
    {
        try
        {
            loop.join(JOIN_MS);
        }
        catch (final InterruptedException ex)
        {
            session.requestStop(StopLadder.Haste.CONTROLLED);
        }
    }

    /** A loop that hangs in a driver cannot be helped from outside; its devices have gone limp by themselves. */
    private void giveUpWhenStuck()
    {
        if (stopAsked && System.nanoTime() - stopAskedNs > config.lifetime().stop().dampNs() + PATIENCE_NS)
        {
            log.line(Priority.ERROR, Topic.RUN, "the loop does not end; leaving it to the devices' watchdogs (black " +
                "box " + session.frames().path() + ")");
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private int end(final FrameFollower follower)
    {
        if (!follower.end())
        {
            Runtime.getRuntime().halt(FAILED); // somebody does not read the log; the loop has ended, the drives are off
        }
        if (failure instanceof UserException user)
        {
            throw user;
        }
        if (failure instanceof RealtimeUnavailableException missing)
        {
            throw new UserException(missing.getMessage(), missing);
        }
        final Throwable cause = failure != null ? failure : result.assembly().loop().failure();
        if (cause != null)
        {
            log.line(Priority.ERROR, Topic.RUN, "failed: " + cause + " at " +
                (cause.getStackTrace().length > 0 ? cause.getStackTrace()[0] : "an unknown place") +
                " (report it with the black box " + session.frames().path() + ")");
            return FAILED;
        }
        summary();
        return STOPPED;
    }

    private void summary()
    {
        final LoopStatistics statistics = result.assembly().loop().statistics();
        final long cycles = result.assembly().loop().lastFrame().get(FrameField.CYCLE) + 1;
        log.line(Priority.NOTICE, Topic.RUN, "ended in mode " +
            Mode.ofOrdinal(result.assembly().loop().lastFrame().get(FrameField.MODE)) + " after " + cycles +
            " cycles, " + statistics.cycles() + " of them since it was first armed" +
            (statistics.cycles() == 0 ? "" : String.format(Locale.ROOT, " (lateness p50 %.1f us, max %.1f us)",
            statistics.lateness.getValueAtPercentile(50) * 1e-3, statistics.lateness.getMaxValue() * 1e-3)) +
            ", black box " + session.frames().path());
    }
}
