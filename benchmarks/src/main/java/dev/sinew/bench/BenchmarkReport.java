package dev.sinew.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sinew.bench.loop.CyclePercentiles;
import dev.sinew.bench.loop.MujocoRatio;
import dev.sinew.runtime.report.MeasuredOn;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * Results of one name as JSON and CSV, with machine, kernel, JVM, flags and the load before and after.
 */
final class BenchmarkReport
{
    private static final String BYTES_SUFFIX = "gc.alloc.rate.norm";

    private final String name;
    private final boolean quick;
    private final String loadBefore = load();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    BenchmarkReport(final String name, final boolean quick)
    {
        this.name = name;
        this.quick = quick;
    }

    void addRuns(final Collection<RunResult> runs)
    {
        for (final RunResult run : runs)
        {
            final BenchmarkParams params = run.getParams();
            final Result<?> primary = run.getPrimaryResult();
            final Statistics statistics = primary.getStatistics();
            final StringJoiner parameters = new StringJoiner(" ");
            params.getParamsKeys().forEach(key -> parameters.add(key + "=" + params.getParam(key)));
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("benchmark", params.getBenchmark().replaceFirst("^dev\\.sinew\\.bench\\.", ""));
            row.put("parameters", parameters.toString());
            row.put("mode", params.getMode().shortLabel());
            row.put("unit", primary.getScoreUnit());
            row.put("samples", statistics.getN());
            row.put("mean", statistics.getMean());
            row.put("p50", statistics.getPercentile(50));
            row.put("p99", statistics.getPercentile(99));
            row.put("p999", statistics.getPercentile(99.9));
            row.put("bytes_per_op", bytes(run));
            rows.add(row);
        }
    }

    /** The profiler's label has had a dot in front in some versions. */
    private static Object bytes(final RunResult run)
    {
        for (final String label : run.getSecondaryResults().keySet())
        {
            if (label.endsWith(BYTES_SUFFIX))
            {
                return run.getSecondaryResults().get(label).getScore();
            }
        }
        return null;
    }

    void addPercentiles(final List<CyclePercentiles.Row> measured)
    {
        for (final CyclePercentiles.Row one : measured)
        {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("benchmark", "loop.CyclePercentiles." + one.name());
            row.put("parameters", one.variant());
            row.put("mode", "stamps");
            row.put("unit", "ns/op");
            row.put("samples", one.count());
            row.put("mean", null);
            row.put("p50", one.p50Ns());
            row.put("p99", one.p99Ns());
            row.put("p999", one.p999Ns());
            row.put("bytes_per_op", one.bytes());
            rows.add(row);
        }
    }

    void addTurns(final List<MujocoRatio.Turn> turns)
    {
        for (int turn = 0; turn < turns.size(); turn++)
        {
            addMean("loop.MujocoRatio.loop", turn, turns.get(turn).loopUs());
            addMean("loop.MujocoRatio.mj_step", turn, turns.get(turn).bareUs());
        }
    }

    private void addMean(final String benchmark, final int turn, final double mean)
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("benchmark", benchmark);
        row.put("parameters", "turn=" + turn);
        row.put("mode", "stamps");
        row.put("unit", "us/op");
        row.put("samples", 1);
        row.put("mean", mean);
        row.put("p50", null);
        row.put("p99", null);
        row.put("p999", null);
        row.put("bytes_per_op", null);
        rows.add(row);
    }

    /** Rows of one table, all with the same names in the same order. */
    void addRows(final List<Map<String, Object>> table)
    {
        rows.addAll(table);
    }

    void write(final Path directory) throws IOException
    {
        final String loadAfter = load();
        final Path json = directory.resolve(name + ".json");
        try (Writer writer = Files.newBufferedWriter(json, StandardCharsets.UTF_8);
            JsonGenerator out = new JsonFactory().createGenerator(writer))
        {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField("name", name);
            out.writeBooleanField("quick", quick);
            out.writeStringField("load_before", loadBefore);
            out.writeStringField("load_after", loadAfter);
            writeFacts(out, "machine", MeasuredOn.machine());
            writeFacts(out, "jvm", MeasuredOn.jvm());
            out.writeArrayFieldStart("results");
            for (final Map<String, Object> row : rows)
            {
                out.writeStartObject();
                for (final Map.Entry<String, Object> cell : row.entrySet())
                {
                    out.writeFieldName(cell.getKey());
                    out.writePOJO(cell.getValue() instanceof Double number && !Double.isFinite(number) ? null :
                        cell.getValue());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        writeCsv(directory.resolve(name + ".csv"));
        System.out.printf("# load average before %s, after %s%n# results: %s%n", loadBefore, loadAfter, json);
    }

    private static void writeFacts(final JsonGenerator out, final String key, final Map<String, String> facts)
        throws IOException
    {
        out.writeObjectFieldStart(key);
        for (final Map.Entry<String, String> fact : facts.entrySet())
        {
            out.writeStringField(fact.getKey(), fact.getValue());
        }
        out.writeEndObject();
    }

    private void writeCsv(final Path file) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        for (final Map<String, Object> row : rows)
        {
            if (lines.isEmpty())
            {
                lines.add(String.join(",", row.keySet()));
            }
            final StringJoiner line = new StringJoiner(",");
            for (final Object cell : row.values())
            {
                line.add(cell == null ? "" : cell instanceof Double number ?
                    String.format(Locale.ROOT, "%.4g", number) : cell.toString());
            }
            lines.add(line.toString());
        }
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    private static String load()
    {
        try
        {
            return Files.readString(Path.of("/proc/loadavg")).replaceFirst("^(\\S+ \\S+ \\S+).*\\s*$", "$1");
        }
        catch (final IOException ex)
        {
            return "unknown";
        }
    }
}
