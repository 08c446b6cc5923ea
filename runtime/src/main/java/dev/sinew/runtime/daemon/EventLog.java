package dev.sinew.runtime.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;

/**
 * The log of a daemon: one line an event, with the time at which it happened. Under a journal each line begins with the
 * priority in the form that {@code sd-daemon(3)} describes. A topic that talks too much is cut short and counted.
 *
 * <p>Any thread but the loop's: printing may wait for whoever reads.</p>
 */
public final class EventLog
{
    /** How much a line matters; the level is the journal's. */
    public enum Priority
    {
        /** A fault, or an end that nobody asked for. */
        ERROR(3, "error"),
        /** Something is not as it should be. */
        WARNING(4, "warning"),
        /** Normal, but worth knowing: modes, commands, begin and end. */
        NOTICE(5, "notice"),
        /** Detail. */
        INFO(6, "info");

        private final int level;
        private final String label;

        Priority(final int level, final String label)
        {
            this.level = level;
            this.label = label;
        }
    }

    /** What a line is about; each is limited by itself. */
    public enum Topic
    {
        /** Begin, configuration, end. */
        RUN,
        /** Changes of the mode. */
        MODE,
        /** Faults. */
        FAULT,
        /** Verdicts about samples. */
        SAMPLES,
        /** Single buses. */
        BUS,
        /** Commands of the operator and their answers. */
        OPERATOR,
        /** The loop's own timing. */
        LOOP,
        /** What the gate takes away. */
        GATE
    }

    /** Lines of one topic within {@link #WINDOW_MS} after which it is cut short. */
    public static final int LINES_MAX = 20;
    /** Length of the window, ms. */
    public static final long WINDOW_MS = 10_000;

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String JOURNAL_VARIABLE = "JOURNAL_STREAM";

    private final PrintStream out;
    private final boolean journal;
    private final Map<Topic, Window> windows = new EnumMap<>(Topic.class);

    /**
     * @param out     where lines go.
     * @param journal true to begin each with its priority.
     */
    public EventLog(final PrintStream out, final boolean journal)
    {
        this.out = out;
        this.journal = journal;
    }

    /**
     * @return true when this process's standard output is the journal's.
     */
    public static boolean isJournal()
    {
        final String stream = System.getenv(JOURNAL_VARIABLE);
        if (stream == null)
        {
            return false;
        }
        try
        {
            final Path output = Path.of("/proc/self/fd/1");
            return stream.equals(Files.getAttribute(output, "unix:dev") + ":" +
                Files.getAttribute(output, "unix:ino"));
        }
        catch (final IOException | RuntimeException ex)
        {
            return false; // redirected, or not Linux
        }
    }

    /**
     * Something that happens now.
     *
     * @param priority how much it matters.
     * @param topic    what it is about.
     * @param text     one line.
     */
    public void line(final Priority priority, final Topic topic, final String text)
    {
        line(priority, topic, text, System.currentTimeMillis());
    }

    /**
     * @param priority how much it matters.
     * @param topic    what it is about.
     * @param text     one line; line breaks become blanks.
     * @param wallMs   when it happened, ms since 1970.
     */
    public synchronized void line(
        final Priority priority,
        final Topic topic,
        final String text,
        final long wallMs)
    {
        final Window window = windows.computeIfAbsent(topic, key -> new Window());
        if (wallMs - window.beginMs >= WINDOW_MS || wallMs < window.beginMs)
        {
            tellWhatWasLeftOut(topic, window, wallMs);
            window.beginMs = wallMs;
            window.lines = 0;
        }
        if (window.lines >= LINES_MAX)
        {
            window.leftOut++;
            return;
        }
        window.lines++;
        print(priority, topic, text, wallMs);
    }

    /**
     * Tells of lines that were left out once their window is over; call now and then.
     *
     * @param wallMs time, ms since 1970.
     */
    public synchronized void settle(final long wallMs)
    {
        windows.forEach((topic, window) ->
        {
            if (window.leftOut > 0 && wallMs - window.beginMs >= WINDOW_MS)
            {
                tellWhatWasLeftOut(topic, window, wallMs);
                window.beginMs = wallMs;
                window.lines = 0;
            }
        });
    }

    private void tellWhatWasLeftOut(final Topic topic, final Window window, final long wallMs)
    {
        if (window.leftOut > 0)
        {
            print(Priority.WARNING, topic, window.leftOut + " more lines left out since " +
                TIME.format(Instant.ofEpochMilli(window.beginMs)) + " (the black box has every cycle)", wallMs);
            window.leftOut = 0;
        }
    }

    private void print(final Priority priority, final Topic topic, final String text, final long wallMs)
    {
        final StringBuilder line = new StringBuilder();
        if (journal)
        {
            line.append('<').append(priority.level).append('>');
        }
        line.append(TIME.format(Instant.ofEpochMilli(wallMs))).append(' ');
        if (!journal)
        {
            line.append(priority.label).append(' ');
        }
        line.append(topic.name().toLowerCase(java.util.Locale.ROOT)).append(": ")
            .append(text.replace('\n', ' ').replace('\r', ' '));
        out.println(line);
        out.flush();
    }

    private static final class Window
    {
        private long beginMs = Long.MIN_VALUE / 2;
        private int lines;
        private long leftOut;
    }
}
