package dev.sinew.policy.term;

import com.sun.management.ThreadMXBean;
import dev.sinew.policy.bundle.BundleFixture;
import dev.sinew.policy.bundle.PolicyManifest;
import dev.sinew.policy.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ObservationAssemblerTest
{
    private static final String TERMS = """
        [
                {"name": "base_ang_vel", "scale": 0.2, "clip": [-10, 10]},
                {"name": "projected_gravity"},
                {"name": "joint_pos_rel", "history_length": 2},
                {"name": "last_action"},
                {"name": "grip"}
              ]""";

    @TempDir
    private Path directory;
    private final FakeSource source = new FakeSource();

    private PolicyManifest manifest(final String terms, final int size)
    {
        final BundleFixture fixture = new BundleFixture(directory);
        final StringBuilder zeros = new StringBuilder("0");
        zeros.append(",0".repeat(size - 1));
        return fixture.model(BundleFixture.model(new OnnxWriter(), size, 2).toBytes()).observations(terms)
            .vectors("{\"observation\":[[" + zeros + "]],\"action\":[[0.1,0.2]]}").load().manifest();
    }

    private ObservationAssembler assembler(final String terms, final int size)
    {
        return new ObservationAssembler(manifest(terms, size), BundleFixture.ROBOT.jointNames());
    }

    private float[] assemble(final ObservationAssembler assembler)
    {
        final float[] out = new float[assembler.size()];
        assembler.assemble(source, out);
        return out;
    }

    @Test
    void shouldWriteTermsInOrderClippedThenScaled()
    {
        final ObservationAssembler assembler = assembler(TERMS, 14);
        // Gyro 20, 21, 22 clipped at 10, then times 0.2; knee 0.2 - 0.5, hip 0.1 + 0.25, twice; no action yet.
        assertArrayEquals(new float[] { 2, 2, 2, 0, 0, -1, -0.3f, 0.35f, -0.3f, 0.35f, 0, 0, 100, 101 },
            assemble(assembler), 1e-6f);
    }

    @Test
    void shouldKeepHistoryOldestFirstAndRefillItOnReset()
    {
        final ObservationAssembler assembler = assembler(TERMS, 14);
        assemble(assembler);
        assembler.recordAction(new float[] { 7, 8 });
        source.shift = 1;
        assertArrayEquals(new float[] { 2, 2, 2, 0, 0, -1, -0.3f, 0.35f, 0.7f, 1.35f, 7, 8, 100, 101 },
            assemble(assembler), 1e-6f);
        source.shift = 2;
        assertArrayEquals(new float[] { 2, 2, 2, 0, 0, -1, 0.7f, 1.35f, 1.7f, 2.35f, 7, 8, 100, 101 },
            assemble(assembler), 1e-6f);
        assembler.reset();
        assertArrayEquals(new float[] { 2, 2, 2, 0, 0, -1, 1.7f, 2.35f, 1.7f, 2.35f, 0, 0, 100, 101 },
            assemble(assembler), 1e-6f);
    }

    @Test
    void shouldScaleFirstWhereAsked()
    {
        final ObservationAssembler assembler =
            assembler("[{\"name\": \"base_ang_vel\", \"scale\": 0.2, \"clip\": [-4.3, 4.3], \"scale_first\": " +
                "true}]", 3);
        assertArrayEquals(new float[] { 4f, 4.2f, 4.3f }, assemble(assembler), 1e-6f);
    }

    @Test
    void shouldLayHistoryOutByTimeWhereAsked()
    {
        final BundleFixture fixture = new BundleFixture(directory).with("\"term\"", "\"time\"");
        final String terms = "[{\"name\":\"joint_vel_rel\",\"history_length\":2}," +
            "{\"name\":\"joint_pos\",\"history_length\":2,\"params\":{\"joints\":[\"neck\"]}}]";
        fixture.observations(terms)
            .model(BundleFixture.model(new OnnxWriter(), 6, 2).toBytes())
            .vectors("{\"observation\":[[0,0,0,0,0,0]],\"action\":[[0.1,0.2]]}");
        final ObservationAssembler assembler =
            new ObservationAssembler(fixture.load().manifest(), BundleFixture.ROBOT.jointNames());
        assemble(assembler);
        source.shift = 1;
        assertArrayEquals(new float[] { 11, 10, 0.4f, 12, 11, 1.4f }, assemble(assembler), 1e-6f);
    }

    @Test
    void shouldRunTheGaitClockFromReset()
    {
        final ObservationAssembler assembler =
            assembler("[{\"name\": \"gait_phase\", \"params\": {\"period_s\": 0.08}}, {\"name\": " +
                "\"foot_wrench\"}]", 14);
        final double[][] expected = { { 0, 1 }, { 1, 0 }, { 0, -1 }, { -1, 0 }, { 0, 1 } };
        for (final double[] phase : expected)
        {
            final float[] out = assemble(assembler);
            assertArrayEquals(new float[] { (float)phase[0], (float)phase[1] },
                new float[] { out[0], out[1] }, 1e-9f);
            assertEquals(1011, out[13]);
        }
        assembler.reset();
        assertEquals(1f, assemble(assembler)[1]);
    }

    @Test
    void shouldMatchTheLibrarySine()
    {
        for (double turns = 0; turns < 1; turns += 1e-4)
        {
            assertEquals(Math.sin(2 * Math.PI * turns), PhaseMath.sinTurns(turns), 1e-10);
            assertEquals(Math.cos(2 * Math.PI * turns), PhaseMath.cosTurns(turns), 1e-10);
        }
    }

    @Test
    void shouldPassNaNOnInsteadOfHidingIt()
    {
        source.position[1] = Double.NaN;
        assertTrue(Float.isNaN(assemble(assembler(TERMS, 14))[6]));
    }

    @Test
    void shouldAllocateNothingPerStep()
    {
        final PolicyManifest manifest = manifest(TERMS, 14);
        final ObservationAssembler assembler = new ObservationAssembler(manifest, BundleFixture.ROBOT.jointNames());
        final ActionMapper mapper = mapper(manifest);
        final float[] out = new float[14];
        final float[] action = new float[2];
        final double[] targets = new double[4];
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 40 && fewest > 0; window++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++)
            {
                source.shift = i;
                assembler.assemble(source, out);
                mapper.map(action, targets);
                assembler.recordAction(action);
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, fewest);
    }

    private static ActionMapper mapper(final PolicyManifest manifest)
    {
        return new ActionMapper(manifest, BundleFixture.ROBOT.jointNames(), new double[] { 0.01, 0.02, 0.03, 0.04 },
            new double[] { 1, 2, 3, 4 }, new double[] { 5, 6, 7, 8 });
    }

    @Test
    void shouldMapActionsToTheRobotsOrderScaledOffsetAndClipped()
    {
        final ActionMapper mapper = mapper(manifest(TERMS, 14));
        final double[] targets = new double[4];
        assertTrue(mapper.map(new float[] { 2, -1 }, targets));
        assertArrayEquals(new double[] { -0.25 - 0.5, 0.5 + 2 * 0.25, 0.03, 0.04 }, targets);
        assertTrue(mapper.map(new float[] { 100, -100 }, targets));
        assertArrayEquals(new double[] { -1, 2, 0.03, 0.04 }, targets);
        mapper.mapDefault(targets);
        assertArrayEquals(new double[] { -0.25, 0.5, 0.03, 0.04 }, targets);
        assertEquals(30, mapper.kp(0));
        assertEquals(1, mapper.kd(1));
        assertEquals(4, mapper.kp(3));
        assertEquals(8, mapper.kd(3));
    }

    @Test
    void shouldRefuseAnActionThatIsNotFinite()
    {
        final double[] targets = { 9, 9, 9, 9 };
        for (final float bad : new float[] { Float.NaN, Float.POSITIVE_INFINITY })
        {
            assertEquals(false, mapper(manifest(TERMS, 14)).map(new float[] { 0, bad }, targets));
        }
        assertArrayEquals(new double[] { 9, 9, 9, 9 }, targets);
    }

    @Test
    void shouldRefuseARobotWithoutThePolicysJoints()
    {
        final PolicyManifest manifest = manifest(TERMS, 14);
        final String message = assertThrows(IllegalArgumentException.class,
            () -> new ObservationAssembler(manifest, java.util.List.of("hip"))).getMessage();
        assertTrue(message.startsWith("joint 'knee' of the policy is no joint of the robot"), message);
    }
}
