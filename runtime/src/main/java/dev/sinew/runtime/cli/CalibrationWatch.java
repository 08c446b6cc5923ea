package dev.sinew.runtime.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameReader;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.wiring.CalibrateSession;

/**
 * Runs a calibration on the thread {@code sinew-loop} and follows it from the calling one: a line of progress, a line
 * and a copy of the results for each finished group. A signal that ends the process stops the loop first. When results
 * cannot be kept, the calibration stops as well.
 */
final class CalibrationWatch
{
    private static final long POLL_NS = 20_000_000L;
    private static final long TERMINAL_NS = 200_000_000L;
    private static final long PLAIN_NS = 5_000_000_000L;
    private static final long PATIENCE_S = 10;
    private static final int WIDTH = 78;

    private final CalibrateSession session;
    private final CalibrationRoutine routine;
    private final List<String> names;
    private final PrintStream out;
    private final Consumer<Calibration> keeper;
    private final boolean terminal;
    private final FrameReader reader;
    private final CountDownLatch over;
    private Calibration calibration;
    private int taken;
    private boolean ready;
    private long shownNs;
    private long lastNs;
    private volatile FaultCode fault = FaultCode.NONE;
    private volatile Throwable error;

    /**
     * @param session prepared.
     * @param names   groups in the order of the request.
     * @param out     where to say how it goes.
     * @param keeper  takes the calibration after each finished group.
     * @param before  what was known before.
     * @param over    counted down by the caller when all has been told and closed: a signal waits for that.
     */
    CalibrationWatch(
        final CalibrateSession session,
        final List<String> names,
        final PrintStream out,
        final Consumer<Calibration> keeper,
        final Calibration before,
        final CountDownLatch over)
    {
        this.over = over;
        this.session = session;
        this.routine = session.routine();
        this.names = names;
        this.out = out;
        this.keeper = keeper;
        this.calibration = before;
        this.terminal = System.console() != null && System.getenv("NO_COLOR") == null;
        this.reader = new FrameReader(session.frames(), 0);
    }

    /**
     * @return the fault that ended it, {@link FaultCode#NONE} when none did.
     */
    FaultCode run()
    {
        final Thread loop = new Thread(this::work, "sinew-loop");
        final Thread hook = new Thread(this::onShutdown, "sinew-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        loop.start();
        try
        {
            follow(loop);
        }
        catch (final RuntimeException ex)
        {
            session.requestStop();
            join(loop);
            throw ex;
        }
        if (error instanceof RuntimeException ex)
        {
            throw ex;
        }
        if (error != null)
        {
            throw new IllegalStateException(error);
        }
        return fault;
    }

    private void work()
    {
        try
        {
            fault = session.execute();
        }
        catch (final RuntimeException | Error ex)
        {
            error = ex;
        }
    }

    private void onShutdown()
    {
        session.requestStop();
        try
        {
            over.await(PATIENCE_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(final Thread loop)
    {
        while (loop.isAlive())
        {
            LockSupport.parkNanos(POLL_NS);
            takeResults();
            if (reader.pollNewest())
            {
                final Mode mode = Mode.ofOrdinal(reader.frame().getLong(FrameField.MODE.offset()));
                ready |= mode == Mode.READY;
                lastNs = reader.frame().getLong(FrameField.NOW_NS.offset());
                if (ready || mode == Mode.DAMP || mode == Mode.FAULT || mode == Mode.LIMP || mode == Mode.FREEZE)
                {
                    session.requestStop();
                }
                show();
            }
        }
        join(loop);
        takeResults();
    }

    private void join(final Thread loop)
    {
        try
        {
            loop.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            session.requestStop();
        }
    }

    private void takeResults()
    {
        final int done = routine.doneAcquire();
        while (taken < done)
        {
            final GroupCalibration entry = routine.result(taken++);
            calibration = calibration.with(entry, session.traits().name() + " " + session.traits().version(),
                CalibrateCommand.now());
            keeper.accept(calibration);
            out.println((terminal ? "\r" : "") + pad(String.format(Locale.ROOT, "%4d/%d  %s", taken, names.size(),
                CalibrationTable.line(entry))));
        }
    }

    private void show()
    {
        final long nowNs = System.nanoTime();
        if (taken < names.size() && nowNs - shownNs > (terminal ? TERMINAL_NS : PLAIN_NS))
        {
            shownNs = nowNs;
            final String line = String.format(Locale.ROOT, "%4d/%d  %s: %s", taken + 1, names.size(),
                names.get(routine.currentGroup()), routine.currentStep().text());
            out.print(terminal ? "\r" + pad(line) : line + System.lineSeparator());
            out.flush();
        }
    }

    private String pad(final String line)
    {
        return !terminal || line.length() >= WIDTH ? line : line + " ".repeat(WIDTH - line.length());
    }

    /**
     * @return everything that is known now.
     */
    Calibration calibration()
    {
        return calibration;
    }

    /**
     * @return time that it took the robot, ns.
     */
    long robotNs()
    {
        return lastNs;
    }

    /**
     * @return true when the robot came to READY.
     */
    boolean ready()
    {
        return ready;
    }
}
