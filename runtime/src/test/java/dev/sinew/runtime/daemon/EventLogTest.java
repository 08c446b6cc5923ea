package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sinew.runtime.daemon.EventLog.Priority;
import dev.sinew.runtime.daemon.EventLog.Topic;
import org.junit.jupiter.api.Test;

class EventLogTest
{
    private static final long T = 1_750_000_000_123L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private EventLog log(final boolean journal)
    {
        return new EventLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), journal);
    }

    private List<String> lines()
    {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldWriteOneLineAnEventWithItsTime()
    {
        log(false).line(Priority.WARNING, Topic.BUS, "left lost\nnot a line of its own", T);
        assertEquals(List.of("2025-06-15T15:06:40.123Z warning bus: left lost not a line of its own"), lines());
    }

    @Test
    void shouldBeginWithThePriorityUnderAJournal()
    {
        final EventLog log = log(true);
        log.line(Priority.ERROR, Topic.FAULT, "a", T);
        log.line(Priority.WARNING, Topic.BUS, "b", T);
        log.line(Priority.NOTICE, Topic.MODE, "c", T);
        log.line(Priority.INFO, Topic.RUN, "d", T);
        assertEquals(List.of("<3>2025-06-15T15:06:40.123Z fault: a", "<4>2025-06-15T15:06:40.123Z bus: b",
            "<5>2025-06-15T15:06:40.123Z mode: c", "<6>2025-06-15T15:06:40.123Z run: d"), lines());
    }

    @Test
    void shouldCutAChattyTopicShortAndCountWhatItLeftOut()
    {
        final EventLog log = log(false);
        for (int i = 0; i < 500; i++)
        {
            log.line(Priority.WARNING, Topic.BUS, "flaps " + i, T + i);
        }
        log.line(Priority.NOTICE, Topic.MODE, "another topic goes on", T + 500);
        assertEquals(EventLog.LINES_MAX + 1, lines().size());
        log.settle(T + 9_000);
        assertEquals(EventLog.LINES_MAX + 1, lines().size());
        log.settle(T + EventLog.WINDOW_MS);
        assertTrue(lines().get(lines().size() - 1).contains("bus: 480 more lines left out since 2025-06-15T15:06:40"),
            lines().toString());
        log.line(Priority.WARNING, Topic.BUS, "heard again", T + EventLog.WINDOW_MS + 1);
        assertTrue(lines().get(lines().size() - 1).endsWith("bus: heard again"), lines().toString());
        log.settle(T + 3 * EventLog.WINDOW_MS);
        assertEquals(EventLog.LINES_MAX + 3, lines().size(), "told once");
    }

    @Test
    void shouldNotFallSilentWhenTheWallClockIsSetBack()
    {
        final EventLog log = log(false);
        for (int i = 0; i < 100; i++)
        {
            log.line(Priority.WARNING, Topic.BUS, "before", T);
        }
        log.line(Priority.WARNING, Topic.BUS, "a year ago", T - 31_536_000_000L);
        assertTrue(lines().get(lines().size() - 1).endsWith("a year ago"), lines().toString());
    }
}
