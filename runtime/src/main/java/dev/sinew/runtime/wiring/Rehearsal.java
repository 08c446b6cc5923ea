package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.ControlLoop;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.StopLadder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whole cycles against a shadow of the robot: the same classes on a second handle, in every mode, so that what runs
 * first when it counts has been compiled: at least the cycles asked for, and on until the compilers are idle. Loop's
 * thread, before the run; any thread may cut it short.
 */
final class Rehearsal
{
    private static final int SHADOW_SLOTS = 16;
    private static final int MODE_CYCLES = 100;
    /** Cycles that calibration may take on the way to ACTIVE. */
    private static final int ARMING_CYCLES = 500;
    private static final int PAGE_BYTES = 4096;
    /** The compilers are taken for idle once they have finished nothing for so long. */
    private static final long QUIET_NS = 700_000_000L;
    /** It waits for them no longer than this, nor for more cycles than so many times those asked for. */
    private static final long SETTLE_MAX_NS = 10_000_000_000L;
    private static final int SETTLE_TIMES = 20;
    private static final int SETTLE_CYCLES = 100;

    private final int cycles;
    private final boolean withStop;
    private final boolean calibrates;
    private final CompilerWatch compilers;
    private volatile ControlLoop loop;
    private volatile boolean cut;

    /**
     * @param cycles   least cycles with the policy in the loop; 0 for no rehearsal at all.
     * @param withStop true to rehearse a controlled stop too.
     */
    Rehearsal(final int cycles, final boolean withStop)
    {
        this(cycles, withStop, CompilerWatch.ofThisProcess());
    }

    /**
     * @param cycles    least cycles with the policy in the loop; 0 for no rehearsal at all.
     * @param withStop  true to rehearse a controlled stop too.
     * @param compilers says when it may end.
     */
    Rehearsal(final int cycles, final boolean withStop, final CompilerWatch compilers)
    {
        this(cycles, withStop, false, compilers);
    }

    private Rehearsal(
        final int cycles,
        final boolean withStop,
        final boolean calibrates,
        final CompilerWatch compilers)
    {
        this.compilers = compilers;
        this.cycles = cycles;
        this.withStop = withStop;
        this.calibrates = calibrates;
    }

    /**
     * @param cycles cycles of a calibration, which never becomes active; 0 for no rehearsal at all.
     * @return its rehearsal.
     */
    static Rehearsal ofCalibration(final int cycles)
    {
        return new Rehearsal(cycles, false, true, CompilerWatch.ofThisProcess());
    }

    /** Makes the shadow's loop. */
    interface Stage
    {
        LoopAssembly assemble(MappedFrames frames, ControlPage page);
    }

    /** What is played with a shadow. */
    private interface Play
    {
        void run(ControlLoop shadow, ControlPage page);
    }

    /**
     * @param directory where the shadow's frames lie for a moment.
     * @param layout    layout of the frames.
     * @param stage     makes the shadow's loop.
     * @return time that it took, ns.
     */
    long run(final Path directory, final FrameLayout layout, final Stage stage)
    {
        final long beginNs = System.nanoTime();
        if (cycles <= 0)
        {
            return 0;
        }
        try
        {
            if (calibrates)
            {
                act(directory, layout, stage, this::calibration);
                return System.nanoTime() - beginNs;
            }
            // The second time through, the way from off to active is in the profiles too: what only ever happened
            // before a method was compiled for the first time is taken for what never happens.
            act(directory, layout, stage, this::everyMode);
            act(directory, layout, stage, this::opening);
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        return System.nanoTime() - beginNs;
    }

    /** One shadow, from nothing. */
    private void act(final Path directory, final FrameLayout layout, final Stage stage, final Play play)
        throws IOException
    {
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(PAGE_BYTES, 64)));
        final Path file = directory.resolve("shadow-" + ProcessHandle.current().pid() + ".blackbox.tmp");
        Files.deleteIfExists(file);
        final MappedFrames slots = MappedFrames.create(file, FrameFileHeader.of(layout, SHADOW_SLOTS, Map.of()));
        Files.deleteIfExists(file);
        try (LoopAssembly shadow = stage.assemble(slots, page))
        {
            loop = shadow.loop();
            if (cut)
            {
                loop.requestStop();
            }
            page.request(OperatorCommand.ARM);
            play.run(shadow.loop(), page);
        }
        loop = null;
        System.gc();
    }

    // A robot that can only be watched, or that a fault keeps from being armed, still warms up what it will run: hence
    // the ends to all runs.

    private void everyMode(final ControlLoop shadow, final ControlPage page)
    {
        long until = cycles;
        shadow.run(until, cycles + ARMING_CYCLES);
        for (final OperatorCommand command : List.of(OperatorCommand.STOP, OperatorCommand.MODE_DAMP,
            OperatorCommand.MODE_LIMP, OperatorCommand.REARM, OperatorCommand.ARM))
        {
            page.request(command);
            until += MODE_CYCLES;
            shadow.run(until, MODE_CYCLES + ARMING_CYCLES);
        }
        if (withStop)
        {
            shadow.ladder().request(StopLadder.Haste.CONTROLLED);
            shadow.run(until + cycles, cycles + ARMING_CYCLES);
        }
    }

    /** A robot at rest in its default pose: its tendons are wound again and again. */
    private void calibration(final ControlLoop shadow, final ControlPage page)
    {
        page.request(OperatorCommand.MODE_READY);
        shadow.run(Long.MAX_VALUE, cycles);
    }

    private void opening(final ControlLoop shadow, final ControlPage page)
    {
        shadow.run(cycles, cycles + ARMING_CYCLES);
        settle(shadow);
    }

    /** On with the same cycles until the compilers have nothing left to do. */
    private void settle(final ControlLoop shadow)
    {
        final long last = cycles + (long)SETTLE_TIMES * cycles;
        final long[] until = {cycles};
        compilers.untilIdle(QUIET_NS, SETTLE_MAX_NS, () ->
        {
            until[0] += SETTLE_CYCLES;
            shadow.run(until[0], SETTLE_CYCLES);
            return !cut && until[0] < last;
        });
    }

    /**
     * Cuts it short. Any thread.
     */
    void cut()
    {
        cut = true;
        final ControlLoop running = loop;
        if (running != null)
        {
            running.requestStop();
        }
    }
}
