package dev.sinew.sim.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringWriter;

import dev.sinew.sim.emulator.event.EventLog;
import org.junit.jupiter.api.Test;

class EventLogTest
{
    @Test
    void shouldWriteOneLineOfJsonAnEvent()
    {
        final StringWriter out = new StringWriter();
        try (EventLog log = new EventLog(out))
        {
            log.begin("odd", 12).with("text", "a \"b\" \\ \n").with("number", -1.5).with("whole", 7L)
                .with("none", Double.NaN).with("true", true).end();
            log.begin("next", 13).end();
            assertEquals(2, log.events());
        }
        assertEquals("""
            {"event":"odd","t_ns":12,"text":"a \\"b\\" \\\\ \\u000a","number":-1.5,"whole":7,"none":null,"true":true}
            {"event":"next","t_ns":13}
            """, out.toString());
    }

    @Test
    void shouldDropEventsThatNobodyWants()
    {
        try (EventLog log = new EventLog(null))
        {
            log.begin("lost", 1).end();
            assertEquals(1, log.events());
        }
    }
}
