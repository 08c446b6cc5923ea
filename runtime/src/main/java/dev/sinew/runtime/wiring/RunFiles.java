package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.Path;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.MappedFrames;

/**
 * What other processes find of a run: its name, its black box, and the page on which they write commands. Main thread.
 */
final class RunFiles implements AutoCloseable
{
    private static final int SLOTS_MAX = 1 << 24;

    private final RunName name;
    private final MappedFrames frames;
    private final ControlPage control;

    private RunFiles(final RunName name, final MappedFrames frames, final ControlPage control)
    {
        this.name = name;
        this.frames = frames;
        this.control = control;
    }

    /**
     * @param name   name of the run; owned from now on, and given up when the files cannot be made.
     * @param box    where the frames go.
     * @param header what they look like.
     * @return the files, made in full.
     * @throws UserException when a file cannot be made; none is left behind then.
     */
    static RunFiles make(final RunName name, final Path box, final FrameFileHeader header)
    {
        MappedFrames frames = null;
        try
        {
            frames = MappedFrames.create(box, header);
            return new RunFiles(name, frames, ControlPage.create(name.controlPage(), box));
        }
        catch (final IOException ex)
        {
            if (frames != null)
            {
                discard(frames);
            }
            name.withdraw();
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param seconds time that a black box shall keep, s.
     * @param baseHz  cycles in a second, Hz.
     * @return slots that it needs: a power of two.
     */
    static int slots(final double seconds, final double baseHz)
    {
        final long wanted = Math.max(2, (long)Math.ceil(seconds * baseHz));
        return Integer.highestOneBit((int)Math.min(SLOTS_MAX, wanted - 1)) << 1;
    }

    RunName name()
    {
        return name;
    }

    MappedFrames frames()
    {
        return frames;
    }

    ControlPage control()
    {
        return control;
    }

    /** Removes the box too: nothing ran, so there is nothing to read in it. */
    void discardBox()
    {
        discard(frames);
    }

    private static void discard(final MappedFrames frames)
    {
        frames.close();
        frames.path().toFile().delete();
    }

    /** Gives up page and name; the box is its loop's, or {@link #discardBox()} removes it. */
    @Override
    public void close()
    {
        control.close();
        name.close();
    }
}
