package dev.sinew.policy.bundle;

import dev.sinew.policy.onnx.OnnxWriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small valid bundle for a robot of four joints: one linear layer with weights 0.01 and the bias (0.1, 0.2), so that
 * a zero observation gives exactly the bias. Observation: gyro 3, gravity 3, joints 2 x 2 steps, action 2, grip 2.
 */
public final class BundleFixture
{
    public static final RobotFit ROBOT = new RobotFit("toy", List.of("hip", "knee", "ankle", "neck"),
        new double[] { -1, 0, -1, -1 }, new double[] { 1, 2, 1, 1 }, 1000);
    public static final int INPUTS = 14;

    private final Path directory;
    private byte[] model = model(new OnnxWriter(), INPUTS, 2).toBytes();
    private String manifest;
    private String vectors = "{\"observation\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0],[1,1,1,1,1,1,1,1,1,1,1,1,1,1]]," +
        "\"action\":[[0.1,0.2],[0.24,0.34]]}";

    public BundleFixture(final Path directory)
    {
        this.directory = directory;
        manifest = """
            {
              "format": "sinew-policy", "version": 1, "name": "toy-walk", "robot": "toy",
              "model": "policy.onnx", "model_sha256": "HASH",
              "period_s": 0.02, "input": "obs", "output": "actions",
              "joint_names": ["knee", "hip"],
              "default_joint_pos": [0.5, -0.25],
              "joint_stiffness": [40, 30],
              "joint_damping": [1, 2],
              "action_scale": [0.25, 0.5],
              "action_clip": [[0, 2], [-1, 1]],
              "observations": [
                {"name": "base_ang_vel", "scale": 0.2, "clip": [-10, 10]},
                {"name": "projected_gravity"},
                {"name": "joint_pos_rel", "history_length": 2},
                {"name": "last_action"},
                {"name": "grip"}
              ],
              "history_layout": "term",
              "commands": [{"name": "grip", "size": 2, "default": [0, 1]}],
              "test_vectors": "vectors.json",
              "provenance": {"script": "toy.py", "seed": 7, "pushes": [1.5, {"front": 2}]}
            }
            """;
    }

    /** @return the linear model of this fixture; nodes and tensors may be added to it. */
    public static OnnxWriter model(final OnnxWriter writer, final int inputs, final int outputs)
    {
        final float[] weights = new float[inputs * outputs];
        java.util.Arrays.fill(weights, 0.01f);
        final float[] bias = new float[outputs];
        for (int i = 0; i < outputs; i++)
        {
            bias[i] = 0.1f * (i + 1);
        }
        return writer.input("obs", 1, inputs).output("actions", 1, outputs)
            .initializer("w", weights, outputs, inputs)
            .initializer("b", bias, outputs)
            .node("Gemm", "obs,w,b", "actions", "transB", 1L);
    }

    public BundleFixture model(final byte[] bytes)
    {
        model = bytes;
        return this;
    }

    public BundleFixture vectors(final String text)
    {
        vectors = text;
        return this;
    }

    /** Replaces a part of the manifest, which must be there. */
    public BundleFixture with(final String part, final String replacement)
    {
        if (!manifest.contains(part))
        {
            throw new AssertionError("the manifest of the test has no " + part);
        }
        manifest = manifest.replace(part, replacement);
        return this;
    }

    /** Replaces the list of observation terms. */
    public BundleFixture observations(final String terms)
    {
        final int from = manifest.indexOf("[\n");
        manifest = manifest.substring(0, from) + terms + manifest.substring(manifest.indexOf("],\n", from) + 1);
        return this;
    }

    public String manifest()
    {
        return manifest;
    }

    public Path write()
    {
        try
        {
            Files.write(directory.resolve("policy.onnx"), model);
            Files.writeString(directory.resolve("policy.json"), manifest.replace("HASH", Sha256.of(model)));
            if (vectors != null)
            {
                Files.write(directory.resolve("vectors.json"), vectors.getBytes(StandardCharsets.UTF_8));
            }
            return directory;
        }
        catch (final IOException failed)
        {
            throw new UncheckedIOException(failed);
        }
    }

    public PolicyBundle load()
    {
        return PolicyBundle.load(write(), ROBOT);
    }
}
