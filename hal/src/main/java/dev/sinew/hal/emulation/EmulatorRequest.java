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
    PrintStream out)
{
}
