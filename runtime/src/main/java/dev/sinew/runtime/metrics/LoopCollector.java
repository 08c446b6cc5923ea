package dev.sinew.runtime.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Turns counters into what Prometheus reads. Scrape's thread. Names and labels are part of the public contract: they
 * are listed in {@code docs/running-a-robot.md}, append only.
 */
final class LoopCollector implements MultiCollector, AutoCloseable
{
    private static final Labels[] MODES = labels("mode", Mode.values());
    private static final Labels[] VERDICTS = labels("verdict", Verdict.values());
    private static final Labels[] ACTIONS = labels("action", GateAction.values());
    private static final Labels[] FAULTS = labels("fault", FaultCode.values());

    private final FrameCounters counters;
    private final Labels run;
    private final Labels[] buses;
    private final ProcessMemory memory = new ProcessMemory();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    /**
     * @param counters what is told.
     * @param run      labels of the run: robot, policy, backend.
     */
    LoopCollector(final FrameCounters counters, final Labels run)
    {
        this.counters = counters;
        this.run = run;
        this.buses = counters.busNames().stream().map(name -> Labels.of("bus", name)).toArray(Labels[]::new);
    }

    private static Labels[] labels(final String name, final Enum<?>[] values)
    {
        final Labels[] labels = new Labels[values.length];
        for (final Enum<?> value : values)
        {
            labels[value.ordinal()] = Labels.of(name, value.name().toLowerCase(Locale.ROOT));
        }
        return labels;
    }

    @Override
    public MetricSnapshots collect()
    {
        final FrameCounters.Snapshot now = counters.snapshot();
        final MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(InfoSnapshot.builder().name("sinew_run").help("The run.")
            .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(run).build()).build());
        counter(all, "sinew_cycles", "Control cycles run, armed or not.", now.cycles());
        counter(all, "sinew_skipped_periods", "Whole periods without a cycle, because the one before ran over.",
            now.skipped());
        counter(all, "sinew_deadline_misses", "Writes that left later than one period after the release.",
            now.deadlineMisses());
        counter(all, "sinew_metrics_frames_lost", "Cycles that these metrics came too late for.", now.framesLost());
        counters(all, "sinew_verdicts", "Cycles by the verdict on their sample.", VERDICTS, now.verdicts(), 0);
        counters(all, "sinew_gate_actions", "Cycles in which the command gate changed something.", ACTIONS,
            now.gateActions(), 0);
        counters(all, "sinew_faults", "Faults that came up.", FAULTS, now.faults(), 1);
        gauge(all, "sinew_fault", "Number of the latched fault, 0 for none.", now.fault().number());
        final GaugeSnapshot.Builder modes = GaugeSnapshot.builder().name("sinew_mode").help("1 for the mode in force.");
        for (int i = 0; i < MODES.length; i++)
        {
            modes.dataPoint(point(now.mode().ordinal() == i ? 1 : 0, MODES[i]));
        }
        all.metricSnapshot(modes.build());
        histogram(all, "sinew_lateness_seconds", "Start of a cycle minus its release.", now.lateness(),
            now.latenessSumS());
        gauge(all, "sinew_lateness_max_seconds", "Greatest lateness since the start.", now.latenessMaxS());
        histogram(all, "sinew_cycle_seconds", "Start of a cycle until its frame was published.", now.cycle(),
            now.cycleSumS());
        gauge(all, "sinew_cycle_max_seconds", "Longest cycle since the start.", now.cycleMaxS());
        gauge(all, "sinew_motor_temperature_max_celsius", "Hottest motor in the newest cycle.", now.temperatureMaxC());
        addBuses(all, now);
        process(all);
        return all.build();
    }

    private void addBuses(final MetricSnapshots.Builder all, final FrameCounters.Snapshot now)
    {
        if (buses.length == 0)
        {
            return;
        }
        final GaugeSnapshot.Builder ages = GaugeSnapshot.builder().name("sinew_bus_age_seconds")
            .help("Age of the newest sample of a bus, -1 before its first.");
        final GaugeSnapshot.Builder up = GaugeSnapshot.builder().name("sinew_bus_up")
            .help("1 while a bus answers, 0 while it is lost or failed.");
        for (int i = 0; i < buses.length; i++)
        {
            final int code = now.busCode()[i];
            ages.dataPoint(point(now.busAgeS()[i], buses[i]));
            up.dataPoint(point(code == ReturnCode.OK.ordinal() || code == ReturnCode.NO_NEW_SAMPLE.ordinal() ? 1 : 0,
                buses[i]));
        }
        all.metricSnapshot(ages.build());
        all.metricSnapshot(up.build());
    }

    private void process(final MetricSnapshots.Builder all)
    {
        long collections = 0;
        long pausedMs = 0;
        for (final GarbageCollectorMXBean collector : collectors)
        {
            collections += Math.max(0, collector.getCollectionCount());
            pausedMs += Math.max(0, collector.getCollectionTime());
        }
        counter(all, "sinew_gc_collections", "Garbage collections of this process.", collections);
        counter(all, "sinew_gc_pause_seconds", "Time that they took.", pausedMs * 1e-3);
        final Runtime jvm = Runtime.getRuntime();
        gauge(all, "sinew_heap_used_bytes", "Heap in use, garbage included.", jvm.totalMemory() - jvm.freeMemory());
        gauge(all, "process_resident_memory_bytes", "Memory of this process in RAM.", memory.residentBytes());
    }

    private static void counter(
        final MetricSnapshots.Builder all,
        final String name,
        final String help,
        final double value)
    {
        all.metricSnapshot(CounterSnapshot.builder().name(name).help(help)
            .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build()).build());
    }

    private static void counters(
        final MetricSnapshots.Builder all,
        final String name,
        final String help,
        final Labels[] labels,
        final long[] values,
        final int first)
    {
        final CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (int i = first; i < labels.length; i++)
        {
            counter.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels[i]).value(values[i]).build());
        }
        all.metricSnapshot(counter.build());
    }

    private static void gauge(
        final MetricSnapshots.Builder all,
        final String name,
        final String help,
        final double value)
    {
        all.metricSnapshot(GaugeSnapshot.builder().name(name).help(help).dataPoint(point(value, Labels.EMPTY)).build());
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(final double value, final Labels labels)
    {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    private static void histogram(
        final MetricSnapshots.Builder all,
        final String name,
        final String help,
        final long[] counts,
        final double sum)
    {
        all.metricSnapshot(HistogramSnapshot.builder().name(name).help(help)
            .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(TimeBuckets.UPPER_S, counts)).sum(sum).build())
            .build());
    }

    @Override
    public void close()
    {
        memory.close();
    }
}
