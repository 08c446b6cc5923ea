package dev.sinew.policy;

import dev.sinew.policy.bundle.BundleFixture;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PolicyCheckTest
{
    private static final int RUNS = 2000;

    @TempDir
    private Path directory;
    private long nowNs;

    private PolicyCheckReport check(final BundleFixture fixture)
    {
        return new PolicyCheck(() -> nowNs += 500, RUNS).run(fixture.write(), BundleFixture.ROBOT);
    }

    @Test
    void shouldPassAGoodPolicyOnEveryEngine()
    {
        final PolicyCheckReport report = check(new BundleFixture(directory));
        assertTrue(report.passed(), report.problems().toString());
        assertEquals(3, report.engines().size());
        for (final PolicyCheckReport.EngineRow row : report.engines())
        {
            assertTrue(row.available(), row.unavailable());
            assertEquals(500, row.p50Ns());
            assertEquals(500, row.p99Ns());
            assertTrue(row.largestError() < 1e-6);
            assertEquals("onnxruntime".equals(row.name()), row.bytesPerRun() > 0, row.toString());
        }
        final String text = PolicyCheckRenderer.text(report);
        assertTrue(text.contains("multilayer perceptron 14-2"), text);
        assertTrue(text.contains("50.0 Hz, every 20 control cycles at 1000 Hz"), text);
        assertTrue(text.endsWith("PASS: the policy may run\n"), text);
    }

    @Test
    void shouldFailWhenTestVectorsAreMissedAndNameEachEngine()
    {
        final String row = "0,0,0,0,0,0,0,0,0,0,0,0,0,0";
        final BundleFixture fixture = new BundleFixture(directory)
            .vectors("{\"observation\":[[" + row + "]],\"action\":[[0.1,0.201]]}");
        final PolicyCheckReport report = check(fixture);
        assertFalse(report.passed());
        assertEquals(3, report.problems().size());
        assertTrue(report.problems().get(0).startsWith("test vectors: the engine 'vector' misses them by 0.00"),
            report.problems().get(0));
        assertTrue(PolicyCheckRenderer.text(report).endsWith("FAIL: the policy is refused, 3 problems\n"));

        final PolicyBundle bundle = fixture.load();
        try (InferenceEngine engine = EngineSelector.open("scalar", bundle.model()))
        {
            assertThrows(PolicyRefusedException.class, () -> WarmUp.verify(engine, bundle, 10));
        }
    }

    @Test
    void shouldVerifyAGoodPolicyInWarmUp()
    {
        final PolicyBundle bundle = new BundleFixture(directory).load();
        try (InferenceEngine engine = EngineSelector.open("auto", bundle.model()))
        {
            assertTrue(WarmUp.verify(engine, bundle, 100) < 1e-6);
        }
    }

    @Test
    void shouldFailWhenASaturatedObservationGivesNaN()
    {
        final float[] weights = new float[2 * BundleFixture.INPUTS];
        java.util.Arrays.fill(weights, 3e38f);
        final OnnxWriter writer = new OnnxWriter().input("obs", 1, BundleFixture.INPUTS).output("actions", 1, 2)
            .initializer("w", weights, 2, BundleFixture.INPUTS)
            .initializer("b", new float[] { 0.1f, 0.2f }, 2)
            .node("Gemm", "obs,w,b", "actions", "transB", 1L);
        final PolicyCheckReport report = check(new BundleFixture(directory).model(writer.toBytes())
            .vectors("{\"observation\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0]],\"action\":[[0.1,0.2]]}"));
        assertTrue(report.problems().contains("engine 'scalar': action[0] is Infinity for a high saturated " +
            "observation; " +
            "a sensor at its limit would stop the robot, retrain or clip the observations"),
            report.problems().toString());
    }

    @Test
    void shouldReportARefusedPolicyWithoutAnException()
    {
        final PolicyCheckReport report = check(new BundleFixture(directory).with("\"knee\"", "\"nee\""));
        assertFalse(report.passed());
        assertEquals("policy.json: joint_names[0]: 'nee' is no joint of robot 'toy'; did you mean 'knee'?",
            report.problems().get(0));
        assertTrue(PolicyCheckRenderer.text(report).contains("  problem: policy.json: joint_names[0]"));
    }
}
