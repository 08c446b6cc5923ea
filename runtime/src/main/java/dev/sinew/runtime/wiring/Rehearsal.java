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
 * first when it counts has been compiled. Loop's thread, before the run; any thread may cut it short.
 */
final class Rehearsal
{
    private static final int SHADOW_SLOTS = 16;
    private static final int MODE_CYCLES = 100;
    /** Cycles that calibration may take on the way to ACTIVE. */
    private static final int ARMING_CYCLES = 500;
    private static final int PAGE_BYTES = 4096;

    private final int cycles;
    private final boolean withStop;
    private volatile ControlLoop loop;
    private volatile boolean cut;

    /**
     * @param cycles   cycles with the policy in the loop; 0 for no rehearsal at all.
     * @param withStop true to rehearse a controlled stop too.
     */
    Rehearsal(final int cycles, final boolean withStop)
    {
        this.cycles = cycles;
        this.withStop = withStop;
    }

    /** Makes the shadow's loop. */
    interface Stage
    {
        LoopAssembly assemble(MappedFrames frames, ControlPage page);
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
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(PAGE_BYTES, 64)));
        final Path file = directory.resolve("shadow-" + ProcessHandle.current().pid() + ".blackbox.tmp");
        try
        {
            Files.deleteIfExists(file);
            final MappedFrames slots =
                MappedFrames.create(file, FrameFileHeader.of(layout, SHADOW_SLOTS, Map.of()));
            Files.deleteIfExists(file);
            try (LoopAssembly shadow = stage.assemble(slots, page))
            {
                exercise(shadow.loop(), page);
            }
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        System.gc();
        return System.nanoTime() - beginNs;
    }

    private void exercise(final ControlLoop shadow, final ControlPage page)
    {
        loop = shadow;
        if (cut)
        {
            shadow.requestStop();
        }
        // A robot that can only be watched, or that a fault keeps from being armed, still warms up what it will run.
        final long atMost = cycles + ARMING_CYCLES;
        long until = cycles;
        page.request(OperatorCommand.ARM);
        shadow.run(until, atMost);
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
            shadow.run(until + cycles, atMost);
        }
        loop = null;
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
