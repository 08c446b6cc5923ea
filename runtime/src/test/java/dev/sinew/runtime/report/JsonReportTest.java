package dev.sinew.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonReportTest
{
    @TempDir
    private Path directory;

    /** Reads the text back with the parser, as path to scalar. */
    private static Map<String, String> flat(final String json) throws IOException
    {
        final Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json))
        {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken())
            {
                if (token.isScalarValue())
                {
                    values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                }
            }
        }
        return values;
    }

    @Test
    void shouldCarryTheKeysOfTheContract() throws Exception
    {
        final Map<String, String> json = flat(JsonReport.toJson(TestReports.full(1)));
        final List<String> missing = new ArrayList<>();
        for (final String key : List.of("cycles", "skipped_periods", "deadline_misses", "dropped_frames",
            "lateness_ns/count", "lateness_ns/p50", "lateness_ns/p99", "lateness_ns/p999", "lateness_ns/max",
            "lateness_ns/corrected/p50", "lateness_ns/first_1000/p99", "cycle_ns/p50",
            "cycle_ns/first_1000/p50", "stage_ns/read/p50",
            "stage_ns/publish/max", "allocated_bytes_per_cycle", "gc_count", "gc_pause_ns/count", "realtime_factor",
            "verdicts/GOOD", "verdicts/LATE", "faults/0/number", "faults/0/remedy", "state_sha256", "machine/cpu",
            "machine/kernel", "jvm/version", "jvm/arguments", "seed", "robot/sha256", "policy/name", "scenario",
            "blackbox", "choices/engine/asked", "choices/engine/used", "choices/engine/detail",
            "choices/topology/used", "base_position_m/2", "base_tilt_rad", "finger_closures/l_ff", "mode"))
        {
            if (!json.containsKey("/" + key))
            {
                missing.add(key);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldCarryTheValues() throws Exception
    {
        final Map<String, String> json = flat(JsonReport.toJson(TestReports.full(1)));
        assertEquals("20000", json.get("/cycles"));
        assertEquals("20001", json.get("/lateness_ns/corrected/count"));
        assertEquals("20000", json.get("/lateness_ns/count"));
        assertEquals("1000", json.get("/lateness_ns/first_1000/count"));
        assertEquals("999", json.get("/cycle_ns/first_1000/count"));
        assertEquals("0.0", json.get("/allocated_bytes_per_cycle"));
        assertEquals("0.91", json.get("/base_position_m/2"));
        assertEquals("auto", json.get("/choices/engine/asked"));
        assertEquals("mujoco", json.get("/choices/engine/used"));
        assertEquals("set it up \"again\"", json.get("/faults/0/remedy"));
    }

    @Test
    void shouldWriteNullForWhatIsUnknownAndLeaveOutWhatIsNotTold() throws Exception
    {
        final Map<String, String> json = flat(JsonReport.toJson(TestReports.full(0)));
        assertEquals("null", json.get("/realtime_factor"));
        assertFalse(json.containsKey("/lateness_ns/p9999"));
        assertFalse(json.containsKey("/lateness_ns/first_1000/p999"));
        assertEquals("0", json.get("/gc_pause_ns/count"));
        assertFalse(json.containsKey("/gc_pause_ns/max"));
        assertFalse(json.containsKey("/faults/0/number"));
    }

    @Test
    void shouldReplaceAnOlderReportAndSayWhyItCannotWrite() throws Exception
    {
        final Path target = directory.resolve("report.json");
        Files.writeString(target, "old");
        JsonReport.write(TestReports.full(1), target);
        assertEquals("20000", flat(Files.readString(target)).get("/cycles"));
        try (java.util.stream.Stream<Path> files = Files.list(directory))
        {
            assertEquals(1, files.count());
        }
        final String message = assertThrows(IOException.class,
            () -> JsonReport.write(TestReports.full(1), directory.resolve("no/report.json"))).getMessage();
        assertTrue(message.startsWith("cannot write the report"), message);
    }
}
