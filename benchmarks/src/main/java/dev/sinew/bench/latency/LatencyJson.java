package dev.sinew.bench.latency;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sinew.hal.linux.doctor.MachineFacts;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Writes all runs with their machine; a percentile with too few samples beyond it is left out. */
final class LatencyJson
{
    private static final String[] NAMES = {"p50", "p90", "p99", "p999", "p9999"};

    private LatencyJson()
    {
    }

    static void write(final Path file, final LatencyPlan plan, final long spinNs, final MachineFacts machine,
        final Map<String, LatencyTable> tables) throws IOException
    {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            JsonGenerator json = new JsonFactory().createGenerator(writer))
        {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("benchmark", "wake-up lateness");
            json.writeNumberField("period_ns", plan.periodNs());
            json.writeNumberField("cycles_per_run", plan.cycles());
            json.writeNumberField("priority", plan.priority());
            json.writeNumberField("cpu", plan.cpu());
            json.writeNumberField("spin_ns", spinNs);
            json.writeObjectFieldStart("machine");
            for (final Map.Entry<String, Object> fact : machine.asMap().entrySet())
            {
                json.writeFieldName(fact.getKey());
                json.writePOJO(fact.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("neighbour");
            for (final Map.Entry<String, LatencyTable> table : tables.entrySet())
            {
                json.writeObjectFieldStart(table.getKey());
                writeTable(json, table.getValue(), plan);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void writeTable(final JsonGenerator json, final LatencyTable table, final LatencyPlan plan)
        throws IOException
    {
        for (final String name : table.names())
        {
            json.writeObjectFieldStart(name);
            json.writeObjectFieldStart("lateness_ns_median");
            for (int i = 0; i < NAMES.length; i++)
            {
                writeNumber(json, NAMES[i], table.medianNs(name, LatencyTable.PERCENTILES[i]));
            }
            json.writeEndObject();
            json.writeObjectFieldStart("ratio_to_" + table.names().get(0));
            for (int i = 0; i < NAMES.length; i++)
            {
                writeNumber(json, NAMES[i], table.ratio(name, LatencyTable.PERCENTILES[i]));
            }
            json.writeEndObject();
            json.writeArrayFieldStart("runs");
            for (final RunResult run : table.results(name))
            {
                writeRun(json, run, plan);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeRun(final JsonGenerator json, final RunResult run, final LatencyPlan plan)
        throws IOException
    {
        json.writeStartObject();
        json.writeStringField("scheduling", run.schedulingClass());
        writeNumber(json, "cpu_percent", run.cpuPercent());
        writeNumber(json, "steal_percent", run.stealPercent());
        if (run.skippedPeriods() >= 0)
        {
            json.writeNumberField("skipped_periods", run.skippedPeriods());
        }
        json.writeFieldName("lateness_ns");
        writeHistogram(json, run.latenessNs());
        json.writeFieldName("lateness_corrected_ns");
        writeHistogram(json, run.latenessNs().copyCorrectedForCoordinatedOmission(plan.periodNs()));
        json.writeEndObject();
    }

    private static void writeHistogram(final JsonGenerator json, final Histogram histogram) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("count", histogram.getTotalCount());
        for (int i = 0; i < NAMES.length; i++)
        {
            writeNumber(json, NAMES[i], RunResult.percentileNs(histogram, LatencyTable.PERCENTILES[i]));
        }
        json.writeNumberField("max", histogram.getMaxValue());
        json.writeEndObject();
    }

    private static void writeNumber(final JsonGenerator json, final String name, final double value)
        throws IOException
    {
        if (!Double.isNaN(value))
        {
            json.writeNumberField(name, value);
        }
    }
}
