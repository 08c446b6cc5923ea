package dev.sinew.hal.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that keeps one processor busy in the idle class, so that a virtual machine's host does not put the
 * processor to sleep between two cycles. Every other thread takes precedence over it.
 *
 * <p>It ends with this process, however that ends: a watcher shell reads from a pipe that only this process holds, and
 * the busy shell looks for its watcher all the time.
 */
public final class KeepAwakeNeighbour implements AutoCloseable
{
    private static final String SETTING = "keep-awake neighbour";
    private static final String SCRIPT = String.join("\n",
        "read go || exit 0",
        "(while kill -0 $$ 2>/dev/null; do i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done; done) &",
        "busy=$!",
        "read end",
        "kill -9 $busy");
    private static final long PATIENCE_S = 2;

    private final Process process;
    private final Outcome outcome;

    private KeepAwakeNeighbour(final Process process, final Outcome outcome)
    {
        this.process = process;
        this.outcome = outcome;
    }

    /**
     * Starts the neighbour. Set-up only; call it before the loop's thread becomes real-time.
     *
     * @param cpu processor of the loop.
     * @return the neighbour; {@link #outcome()} tells whether it runs.
     */
    public static KeepAwakeNeighbour start(final int cpu)
    {
        final String wish = "SCHED_IDLE process on cpu " + cpu;
        if (!LinuxSupport.available())
        {
            return new KeepAwakeNeighbour(null, Outcome.unsupported(SETTING, wish, LinuxSupport.reason()));
        }
        Process started = null;
        try
        {
            started = new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            final int pid = (int)started.pid();
            final Outcome pinned = ThreadScheduling.pin(pid, cpu);
            final Outcome idle = ThreadScheduling.set(pid, SchedulingClass.IDLE, 0);
            if (!pinned.isDone() || !idle.isDone())
            {
                started.destroyForcibly();
                final Outcome failed = pinned.isDone() ? idle : pinned;
                return new KeepAwakeNeighbour(null, Outcome.refused(
                    SETTING, wish, failed.got(), failed.errno(), failed.remedy()));
            }
            final OutputStream toChild = started.getOutputStream();
            toChild.write("go\n".getBytes(StandardCharsets.US_ASCII));
            toChild.flush();
            return new KeepAwakeNeighbour(started, Outcome.done(SETTING, wish,
                idle.got() + ", " + pinned.got() + ", pid " + pid));
        }
        catch (final IOException e)
        {
            if (null != started)
            {
                started.destroyForcibly();
            }
            return new KeepAwakeNeighbour(null, Outcome.refused(SETTING, wish, "nothing", 0,
                "/bin/sh could not be started: " + e.getMessage()));
        }
    }

    /**
     * Whether the neighbour was started on its processor and in its class, both read back.
     *
     * @return the outcome.
     */
    public Outcome outcome()
    {
        return outcome;
    }

    /**
     * Process id of the watcher, whose child is the busy process.
     *
     * @return process id, -1 where it was not started.
     */
    public long pid()
    {
        return null == process ? -1 : process.pid();
    }

    /**
     * Whether it is running at this moment.
     *
     * @return false where it was not started, was closed or was killed.
     */
    public boolean isRunning()
    {
        return null != process && process.isAlive();
    }

    /** Stops both processes and waits until they are gone. */
    @Override
    public void close()
    {
        if (null == process)
        {
            return;
        }
        try
        {
            process.getOutputStream().close();      // end of file: the watcher kills the busy process and leaves
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
        }
        catch (final IOException e)
        {
            process.destroyForcibly();
        }
        catch (final InterruptedException e)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
