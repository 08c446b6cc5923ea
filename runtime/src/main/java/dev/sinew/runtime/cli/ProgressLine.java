package dev.sinew.runtime.cli;

import java.io.PrintStream;
import java.util.Locale;

import dev.sinew.hal.tool.ToolProgress;

/**
 * How far a tool is, on the error stream: on a terminal rewritten in place, elsewhere a line every few seconds. A tool
 * that is done within the first moment leaves no trace.
 */
final class ProgressLine implements ToolProgress, AutoCloseable
{
    private static final long FIRST_NS = 500_000_000L;
    private static final long TERMINAL_NS = 200_000_000L;
    private static final long PLAIN_NS = 5_000_000_000L;
    private static final int WIDTH = 78;

    private final PrintStream err;
    private final boolean terminal = System.console() != null;
    private final long startNs = System.nanoTime();
    private long nextNs = startNs + FIRST_NS;
    private boolean shown;

    ProgressLine(final PrintStream err)
    {
        this.err = err;
    }

    @Override
    public void at(final double part, final String what)
    {
        final long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0)
        {
            return;
        }
        nextNs = nowNs + (terminal ? TERMINAL_NS : PLAIN_NS);
        final String line = String.format(Locale.ROOT, "%3.0f %%  %4d s  %s", 100 * Math.max(0, Math.min(1, part)),
            (nowNs - startNs) / 1_000_000_000L, what);
        final String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
        err.print(terminal ? "\r" + cut + " ".repeat(WIDTH - cut.length()) : cut + System.lineSeparator());
        err.flush();
        shown = true;
    }

    @Override
    public void close()
    {
        if (terminal && shown)
        {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
