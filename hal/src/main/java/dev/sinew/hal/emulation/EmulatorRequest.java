package dev.sinew.hal.emulation;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What somebody wants of an {@link EmulatorService}.
 *
 * @param name      name of the configuration for messages: a file, or {@code command line}.
 * @param text      the configuration, YAML; its keys are explained in {@code docs/emulators.md}.
 * @param directory where relative paths in it begin.
 * @param faults    fault plan; null for none.
 * @param events    file for events, one line of JSON each; null for none.
 * @param report    file for the counts at the end, JSON; null for none.
 * @param seconds   time after which it ends, s; infinite for never.
 * @param priority  priority of its thread in the class SCHED_FIFO, 1 to 99; 0 for an ordinary thread.
 * @param commands  where commands come from, a line each.
 * @param out       where it says where its devices are.
 * @param capture   file for every frame of its networks, pcap; null for none.
 */
public record EmulatorRequest(
    String name,
    String text,
    Path directory,
    Path faults,
    Path events,
    Path report,
    double seconds,
    int priority,
    InputStream commands,
    PrintStream out,
    Path capture)
{
    /**
     * Without a capture.
     *
     * @param name      see {@link EmulatorRequest}.
     * @param text      see there.
     * @param directory see there.
     * @param faults    see there.
     * @param events    see there.
     * @param report    see there.
     * @param seconds   see there.
     * @param priority  see there.
     * @param commands  see there.
     * @param out       see there.
     */
    public EmulatorRequest(
        final String name,
        final String text,
        final Path directory,
        final Path faults,
        final Path events,
        final Path report,
        final double seconds,
        final int priority,
        final InputStream commands,
        final PrintStream out)
    {
        this(name, text, directory, faults, events, report, seconds, priority, commands, out, null);
    }
}
