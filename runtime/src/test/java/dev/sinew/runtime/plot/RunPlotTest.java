package dev.sinew.runtime.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import com.sun.management.ThreadMXBean;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import dev.sinew.runtime.frame.TestRobots;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class RunPlotTest
{
    @TempDir
    private Path directory;
    private int boxes;

    private RunHistory history(final int cycles, final int slots, final int drainEvery) throws Exception
    {
        try (MappedFrames frames = TestFrames.create(directory.resolve("box" + boxes++), slots))
        {
            final RunHistory history = new RunHistory(frames, PlotSelection.of(TestRobots.small()));
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(SyntheticRun.layout());
            final SyntheticRun run = new SyntheticRun(cycles);
            for (int cycle = 0; cycle < cycles; cycle++)
            {
                run.fill(hot, cycle);
                ring.publish(hot);
                if (cycle % drainEvery == drainEvery - 1)
                {
                    history.drain();
                }
            }
            history.close();
            return history;
        }
    }

    private static Histogram histogram(final long... values)
    {
        final Histogram histogram = new Histogram(100_000_000_000L, 3);
        for (final long value : values)
        {
            histogram.recordValue(value);
        }
        return histogram;
    }

    private static Document parse(final String svg) throws Exception
    {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static Set<String> texts(final String svg) throws Exception
    {
        final Document document = parse(svg);
        final Set<String> texts = new HashSet<>();
        for (int i = 0; i < document.getElementsByTagName("text").getLength(); i++)
        {
            texts.add(document.getElementsByTagName("text").item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void shouldSampleEveryTenMilliseconds() throws Exception
    {
        final RunHistory history = history(4000, 512, 100);
        assertEquals(400, history.count());
        assertEquals(0, history.missed());
        assertEquals(0.010, history.sampleS(), 1e-12);
        final double[] times = history.times();
        for (int i = 0; i < times.length; i++)
        {
            assertEquals(i * 0.01, times[i], 1e-9);
        }
        final double[] knee = history.series("target_position_rad.l_knee");
        assertEquals(0.4 + 0.3 * Math.sin(2 * 1.23), knee[123], 1e-12);
        final double[] tilt = history.series("base_tilt");
        assertEquals(0.03 * Math.sin(2 * 3.5), tilt[350], 1e-6);
    }

    @Test
    void shouldCountTheSamplesThatALapCost() throws Exception
    {
        final RunHistory history = history(4000, 512, 2000);
        assertEquals(400, history.count() + history.missed());
        assertTrue(history.missed() >= 2 * (2000 - 512) / 10 - 2, "missed=" + history.missed());
        final double[] gated = history.series("count_gated");
        assertEquals(history(4000, 512, 100).series("count_gated")[399], gated[gated.length - 1]);
    }

    @Test
    void shouldThinOutInsteadOfGrowingWithoutBound() throws Exception
    {
        final int cycles = 10 * RunHistory.SAMPLES_MAX + 40_000;
        final RunHistory history = history(cycles, 512, 100);
        assertTrue(history.count() <= RunHistory.SAMPLES_MAX);
        assertEquals(0.020, history.sampleS(), 1e-12);
        final double[] times = history.times();
        for (int i = 0; i < times.length; i++)
        {
            assertEquals(i * 0.02, times[i], 1e-9);
        }
        assertEquals((cycles - 20) * 1e-3, times[times.length - 1], 1e-9);
    }

    @Test
    void shouldLeaveNoGarbageInTheLoopsProcess() throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        try (MappedFrames frames = TestFrames.create(directory.resolve("garbage"), 512))
        {
            final RunHistory history = new RunHistory(frames, PlotSelection.of(TestRobots.small()));
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(SyntheticRun.layout());
            long bytes = Long.MAX_VALUE;
            for (int window = 0; window < 40 && bytes > 0; window++)
            {
                final long before = threads.getThreadAllocatedBytes(thread);
                for (int i = 0; i < 30_000; i++)
                {
                    ring.publish(hot);
                    history.drain();
                }
                bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
            }
            assertEquals(0, bytes);
            assertTrue(history.count() > 1000);
        }
    }

    @Test
    void shouldFollowALivingRunOnAThreadOfItsOwn() throws Exception
    {
        try (MappedFrames frames = TestFrames.create(directory.resolve("live"), 4096))
        {
            final RunHistory history = new RunHistory(frames, PlotSelection.of(TestRobots.small()));
            history.start();
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(SyntheticRun.layout());
            final SyntheticRun run = new SyntheticRun(3000);
            for (int cycle = 0; cycle < 3000; cycle++)
            {
                run.fill(hot, cycle);
                ring.publish(hot);
            }
            history.close();
            assertEquals(300, history.count());
            assertEquals(0, history.missed());
        }
    }

    @Test
    void shouldDrawEveryPanelWithItsUnits() throws Exception
    {
        final RunHistory history = history(4000, 512, 100);
        final String svg = RunPlot.render("neo <balance> & more", history, histogram(1000, 2000), histogram(9000));
        final Set<String> texts = texts(svg);
        for (final String text : new String[]{"neo <balance> & more", "Base height (truth)", "height, m", "Base tilt",
            "tilt, rad", "Joint l_knee", "l_knee_flex", "l_knee_ext", "tension, N", "Joint l_ff_mcp", "l_ff_mcp_flex",
            "Lateness", "Cycle time", "max 2.00 us", "2 samples, none left out", "ACTIVE", "bad verdicts"})
        {
            assertTrue(texts.contains(text), text + " not in " + texts);
        }
        assertTrue(texts.stream().anyMatch(text -> text.contains("400 samples, 0 missed")), texts.toString());
        assertFalse(texts.stream().anyMatch(text -> text.startsWith("p50")), "two samples have no p50");
    }

    @Test
    void shouldKeepEveryPointInsideThePicture() throws Exception
    {
        final String svg = RunPlot.render("t", history(4000, 512, 100), histogram(0, 1, 5, 99_000_000_000L),
            histogram(10));
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"));
        final Matcher points = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)").matcher(svg);
        int count = 0;
        while (points.find())
        {
            final double x = Double.parseDouble(points.group(1));
            final double y = Double.parseDouble(points.group(2));
            assertTrue(x >= 0 && x <= 1200 && y >= 0 && y <= 1480, points.group());
            count++;
        }
        assertTrue(count > 1000, "points=" + count);
    }

    @Test
    void shouldShowAGapWhereSamplesAreMissing()
    {
        final double[] times = {0, 0.01, 0.02, 0.5, 0.51};
        final double[] values = {1, 2, 1, 2, Double.NaN};
        final SvgCanvas canvas = new SvgCanvas(100, 100);
        new LineChart(new Frame2D(0, 0, 90, 90, "", "", ""), times, 0.01).curve("", values).draw(canvas);
        final Matcher path = Pattern.compile("stroke-linejoin=\"round\" d=\"([^\"]*)\"").matcher(canvas.finish());
        assertTrue(path.find());
        assertEquals(2, path.group(1).chars().filter(c -> c == 'M').count(), path.group(1));
    }

    @Test
    void shouldKeepASpikeOfOneSample()
    {
        final int count = 8000;
        final double[] times = new double[count];
        final double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = i * 0.01;
        }
        values[4001] = 1;
        final SvgCanvas canvas = new SvgCanvas(200, 200);
        new LineChart(new Frame2D(0, 0, 100, 100, "", "", ""), times, 0.01).curve("", values).draw(canvas);
        final String svg = canvas.finish();
        final Matcher path = Pattern.compile("stroke-linejoin=\"round\" d=\"([^\"]*)\"").matcher(svg);
        assertTrue(path.find());
        assertTrue(path.group(1).contains(" 0.0L") || path.group(1).contains(" 0.0h"), path.group(1));
        assertTrue(path.group(1).length() < 5000, "length=" + path.group(1).length());
    }

    @Test
    void shouldDrawARunWithoutAnything() throws Exception
    {
        try (MappedFrames frames = TestFrames.create(directory.resolve("empty"), 4))
        {
            final RunHistory history = new RunHistory(frames, new PlotSelection("", java.util.List.of(), "",
                java.util.List.of()));
            history.close();
            final String svg = RunPlot.render("t", history, histogram(), histogram(0));
            assertTrue(texts(svg).contains("no samples"));
            assertTrue(texts(svg).contains("all 1 samples are 0 ns"));
            assertFalse(svg.contains("NaN"));
        }
    }

    @Test
    void shouldChooseRoundTicks()
    {
        assertEquals("0.86 0.88 0.90 0.92 0.94", ticks(Ticks.of(0.861, 0.939)));
        assertEquals("0 5 10 15 20", ticks(Ticks.of(0, 20)));
        assertEquals("-100 0 100 200 300 400", ticks(Ticks.of(-40, 360)));
        assertEquals("0 5 10 15 20", ticks(Ticks.upTo(20.05)));
        assertEquals(1.0, Ticks.upTo(20.05).part(20.05));
        assertTrue(Ticks.of(3, 3).low() < 3 && Ticks.of(3, 3).high() > 3);
        assertEquals(6, Ticks.of(Double.NaN, Double.NaN).count());
    }

    private static String ticks(final Ticks ticks)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < ticks.count(); i++)
        {
            text.append(i == 0 ? "" : " ").append(ticks.text(i));
        }
        return text.toString();
    }

    @Test
    void shouldSayWhyItCannotWrite() throws Exception
    {
        final RunHistory history = history(100, 64, 10);
        final String message = assertThrows(IOException.class, () -> RunPlot.write(
            directory.resolve("no/plot.svg"), "t", history, histogram(), histogram())).getMessage();
        assertTrue(message.startsWith("cannot write the plot"), message);
        RunPlot.write(directory.resolve("plot.svg"), "t", history, histogram(), histogram());
        assertTrue(Files.size(directory.resolve("plot.svg")) > 1000);
    }
}
