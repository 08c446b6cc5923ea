package dev.sinew.policy.bundle;

import dev.sinew.policy.onnx.OnnxModel;
import dev.sinew.policy.onnx.OnnxTensor;
import dev.sinew.policy.onnx.OnnxValueInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Checks a manifest against its robot and its model. */
final class BundleChecker
{
    private static final long OPSET_MIN = 7;
    private static final long OPSET_MAX = 24;
    private static final List<String> DOMAINS = List.of("", "ai.onnx.ml", "com.microsoft");
    /** Training code rounds its default pose; more than this is another robot. */
    private static final double LIMIT_SLACK_RAD = 1e-3;
    private static final double CYCLE_SLACK = 1e-6;

    private final String file;
    private final PolicyManifest manifest;
    private final Problems problems;

    BundleChecker(final String file, final PolicyManifest manifest, final Problems problems)
    {
        this.file = file;
        this.manifest = manifest;
        this.problems = problems;
    }

    void checkRobot(final RobotFit robot)
    {
        if (robot == null)
        {
            return;
        }
        if (manifest.robot() != null && !manifest.robot().equals(robot.name()))
        {
            problems.add(file + ": robot", "the policy was made for '" + manifest.robot() + "', this robot is '" +
                robot.name() + "'");
        }
        for (int i = 0; i < manifest.jointNames().size(); i++)
        {
            checkJoint(robot, i);
        }
        for (final ObservationSpec spec : manifest.observations())
        {
            for (final String joint : spec.joints())
            {
                if (!robot.jointNames().contains(joint) && !manifest.jointNames().contains(joint))
                {
                    problems.add(file + ": observations '" + spec.name() + "'", "joint '" + joint +
                        "' is no joint of robot '" + robot.name() + "'" +
                        Problems.suggestion(joint, robot.jointNames()));
                }
            }
        }
        checkPeriod(robot);
    }

    private void checkJoint(final RobotFit robot, final int index)
    {
        final String joint = manifest.jointNames().get(index);
        final int at = robot.jointNames().indexOf(joint);
        if (at < 0)
        {
            problems.add(file + ": joint_names[" + index + "]", "'" + joint + "' is no joint of robot '" +
                robot.name() + "'" + Problems.suggestion(joint, robot.jointNames()));
            return;
        }
        final double position = manifest.defaultJointPos()[index];
        if (position < robot.lowerRad()[at] - LIMIT_SLACK_RAD || position > robot.upperRad()[at] + LIMIT_SLACK_RAD)
        {
            problems.add(file + ": default_joint_pos[" + index + "]", position + " rad for joint '" + joint +
                "' is outside its limits " + robot.lowerRad()[at] + " to " + robot.upperRad()[at] +
                " rad; was the list written in the order of joint_names?");
        }
    }

    private void checkPeriod(final RobotFit robot)
    {
        final double cycles = manifest.periodS() * robot.baseHz();
        if (Math.abs(cycles - Math.rint(cycles)) > CYCLE_SLACK || Math.rint(cycles) < 1)
        {
            final double nearest = Math.max(1, Math.rint(cycles)) / robot.baseHz();
            problems.add(file + ": period_s", manifest.periodS() + " s is " + cycles + " control cycles at " +
                robot.baseHz() + " Hz; it must be a whole number of them, for example " + nearest + " s");
        }
    }

    void checkHashes(final String modelFile, final String sha256, final OnnxModel model, final Path directory)
    {
        if (manifest.modelSha256() != null && !manifest.modelSha256().equals(sha256))
        {
            problems.add(file + ": model_sha256", modelFile + " has the hash " + sha256 + ", not " +
                manifest.modelSha256() + "; export the bundle again, or restore the file that belongs to it");
        }
        final TreeSet<String> weights = new TreeSet<>();
        for (final OnnxTensor tensor : model.initializers().values())
        {
            if (tensor.external() != null && tensor.hasValues())
            {
                weights.add(tensor.external().location());
            }
        }
        for (final String location : weights)
        {
            checkWeightsHash(location, directory);
        }
    }

    private void checkWeightsHash(final String location, final Path directory)
    {
        final String expected = manifest.weightsSha256().get(location);
        try
        {
            final String actual = Sha256.of(Files.readAllBytes(directory.resolve(location)));
            if (expected == null)
            {
                problems.add(file + ": weights_sha256", "says nothing of '" + location + "'; write {\"" + location +
                    "\": \"" + actual + "\"} when that is the file you exported, or keep the weights in the model");
            }
            else if (!expected.equalsIgnoreCase(actual))
            {
                problems.add(file + ": weights_sha256", "'" + location + "' has the hash " + actual + ", not " +
                    expected + "; restore the file that belongs to the model");
            }
        }
        catch (final IOException unreadable)
        {
            problems.add(file + ": weights_sha256", "'" + location + "' cannot be read: " + unreadable.getMessage());
        }
    }

    void checkModel(final String modelFile, final OnnxModel model)
    {
        checkOpsets(modelFile, model);
        checkWeights(modelFile, model);
        final OnnxValueInfo input = model.input(manifest.input());
        if (input == null)
        {
            problems.add(modelFile, "has no input '" + manifest.input() + "'; it has " + names(model.inputs()));
        }
        else if (checkShape(modelFile, "input", input) && input.width() != manifest.observationSize())
        {
            problems.add(modelFile, "input '" + input.name() + "' takes " + input.width() +
                " numbers, the observations give " + manifest.observationSize() + " (" + breakdown() + ")");
        }
        for (final OnnxValueInfo other : model.inputs())
        {
            if (!other.name().equals(manifest.input()))
            {
                problems.add(modelFile, "input '" + other.name() + "' " + other.shape() + " has no source: recurrent " +
                    "and multi-input models are not supported; export one that takes '" + manifest.input() + "' alone");
            }
        }
        final OnnxValueInfo output = model.output(manifest.output());
        if (output == null)
        {
            problems.add(modelFile, "has no output '" + manifest.output() + "'; it has " + names(model.outputs()));
        }
        else if (checkShape(modelFile, "output", output) && output.width() != manifest.actionSize())
        {
            problems.add(modelFile, "output '" + output.name() + "' gives " + output.width() + " actions for " +
                manifest.actionSize() + " joints in joint_names");
        }
    }

    private boolean checkShape(final String modelFile, final String what, final OnnxValueInfo value)
    {
        if (value.elementType() != OnnxTensor.FLOAT)
        {
            problems.add(modelFile, what + " '" + value.name() + "' must be of 32-bit floats (1), not of ONNX type " +
                value.elementType());
            return false;
        }
        final List<Long> dims = value.dims();
        boolean fits = !dims.isEmpty() && value.width() > 0;
        for (int i = 0; i + 1 < dims.size(); i++)
        {
            fits &= Math.abs(dims.get(i)) == 1;
        }
        if (!fits)
        {
            problems.add(modelFile, what + " '" + value.name() + "' has the shape " + value.shape() +
                "; it must be [1,N] with a fixed N");
        }
        return fits;
    }

    private void checkOpsets(final String modelFile, final OnnxModel model)
    {
        for (final Map.Entry<String, Long> opset : model.opsets().entrySet())
        {
            if (!DOMAINS.contains(opset.getKey()))
            {
                problems.add(modelFile, "uses operators of the domain '" + opset.getKey() +
                    "', which no engine here knows; export with standard operators");
            }
        }
        final long version = model.opsets().getOrDefault("", 0L);
        if (version < OPSET_MIN || version > OPSET_MAX)
        {
            problems.add(modelFile, "is written for opset " + version + "; export it with opset " + OPSET_MIN + " to " +
                OPSET_MAX);
        }
    }

    private void checkWeights(final String modelFile, final OnnxModel model)
    {
        model.initializers().values().forEach(tensor -> checkFinite(modelFile, tensor));
        model.nodes().forEach(node -> node.tensors().values().forEach(tensor -> checkFinite(modelFile, tensor)));
    }

    private void checkFinite(final String modelFile, final OnnxTensor tensor)
    {
        final int at = tensor.firstNonFinite();
        if (at >= 0)
        {
            problems.add(modelFile, "weight '" + tensor.name() + "' " + Arrays.toString(tensor.dims()) + " holds " +
                tensor.values()[at] + " at element " + at +
                "; the training run diverged, export an earlier checkpoint");
        }
    }

    private String breakdown()
    {
        final StringBuilder text = new StringBuilder();
        for (final ObservationSpec spec : manifest.observations())
        {
            text.append(text.isEmpty() ? "" : ", ").append(spec.name()).append(' ').append(spec.width());
            if (spec.historyLength() > 1)
            {
                text.append(" x ").append(spec.historyLength()).append(" steps");
            }
        }
        return text.toString();
    }

    private static String names(final List<OnnxValueInfo> values)
    {
        return values.isEmpty() ? "none" :
            String.join(", ", values.stream().map(value -> "'" + value.name() + "' " + value.shape()).toList());
    }
}
