package dev.sinew.policy;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.term.ActionMapper;
import dev.sinew.policy.term.ObservationAssembler;
import dev.sinew.policy.term.ObservationSource;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShippedPolicyTest
{
    private static final long MODEL_BYTES_MAX = 5_000_000;
    private static final Path NEO = Path.of("../hal/robots/neo/robot.yaml");

    private static List<Path> bundles() throws IOException
    {
        try (Stream<Path> entries = Files.list(Path.of("policies")))
        {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Test
    void shouldPassTheCheckForNeoOnEveryEngineWithoutOwnGarbage() throws IOException
    {
        assertFalse(bundles().isEmpty());
        final RobotFit neo = RobotFit.of(RobotFile.load(NEO));
        for (final Path bundle : bundles())
        {
            final PolicyCheckReport report = new PolicyCheck(System::nanoTime, 10_000).run(bundle, neo);
            final String text = PolicyCheckRenderer.text(report);
            assertTrue(report.passed(), text);
            for (final PolicyCheckReport.EngineRow row : report.engines())
            {
                assertTrue(row.available(), text);
                assertTrue("onnxruntime".equals(row.name()) || row.bytesPerRun() == 0, text);
            }
            assertTrue(Files.size(bundle.resolve("policy.onnx")) < MODEL_BYTES_MAX);
        }
    }

    @Test
    void shouldStepNeosPolicyWithoutGarbageFromObservationToTargets()
    {
        final RobotDescription neo = RobotFile.load(NEO);
        final PolicyBundle bundle = PolicyBundle.load(Path.of("policies/neo-balance"), RobotFit.of(neo));
        final ObservationAssembler assembler = new ObservationAssembler(bundle.manifest(), neo.jointNames());
        final ActionMapper mapper = new ActionMapper(bundle.manifest(), neo.jointNames(),
            perJoint(neo, JointDescription::defaultPositionRad), perJoint(neo, JointDescription::kpNmRad),
            perJoint(neo, JointDescription::kdNmsRad));
        final float[] observation = new float[assembler.size()];
        final float[] action = new float[mapper.actionSize()];
        final double[] targets = new double[neo.jointCount()];
        final ObservationSource source = new StandingStill(perJoint(neo, JointDescription::defaultPositionRad));
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (InferenceEngine engine = EngineSelector.open("auto", bundle.model()))
        {
            assertFalse(engine.allocatesOnInference());
            long fewest = Long.MAX_VALUE;
            for (int window = 0; window < 40 && fewest > 0; window++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 2_000; i++)
                {
                    assembler.assemble(source, observation);
                    engine.infer(observation, action);
                    assembler.recordAction(action);
                    mapper.map(action, targets);
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, fewest);
        }
        for (final JointDescription joint : neo.joints())
        {
            final double target = targets[joint.index()];
            assertTrue(target >= joint.lowerRad() && target <= joint.upperRad(), joint.name() + " to " + target);
        }
    }

    private static double[] perJoint(
        final RobotDescription robot, final java.util.function.ToDoubleFunction<JointDescription> value)
    {
        return robot.joints().stream().mapToDouble(value).toArray();
    }

    /** Upright, at rest, in the default pose. */
    private static final class StandingStill implements ObservationSource
    {
        private final double[] positions;

        private StandingStill(final double[] positions)
        {
            this.positions = positions;
        }

        @Override
        public double jointPositionRad(final int joint)
        {
            return positions[joint];
        }

        @Override
        public double jointVelocityRadS(final int joint)
        {
            return 0;
        }

        @Override
        public double gyroRadS(final int axis)
        {
            return 0;
        }

        @Override
        public double projectedGravity(final int axis)
        {
            return 2 == axis ? -1 : 0;
        }

        @Override
        public double command(final int command, final int index)
        {
            return 0.5;
        }

        @Override
        public double footWrench(final int index)
        {
            return 0;
        }
    }
}
