package dev.sinew.policy.bundle;

import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PolicyBundleTest
{
    @TempDir
    private Path directory;

    private BundleFixture fixture()
    {
        return new BundleFixture(directory);
    }

    private static List<String> refusal(final BundleFixture fixture)
    {
        return assertThrows(PolicyRefusedException.class, fixture::load).problems();
    }

    private static void assertRefused(final BundleFixture fixture, final String expected)
    {
        assertEquals(List.of(expected), refusal(fixture));
    }

    @Test
    void shouldLoadAValidBundle()
    {
        final PolicyBundle bundle = fixture().load();
        final PolicyManifest manifest = bundle.manifest();
        assertEquals("toy-walk", manifest.name());
        assertEquals(List.of("knee", "hip"), manifest.jointNames());
        assertEquals(BundleFixture.INPUTS, manifest.observationSize());
        assertEquals(20, bundle.decimation(1000));
        assertEquals(List.of(), bundle.warnings());
        assertArrayEquals(new double[] { 0.2, 0.2, 0.2 }, manifest.observations().get(0).scale());
        assertEquals(java.util.Map.of("script", "toy.py", "seed", "7", "pushes", "[1.5, {front: 2}]"),
            manifest.provenance());
        assertEquals(64, bundle.modelSha256().length());
        try (InferenceEngine engine = EngineSelector.open("auto", bundle.model()))
        {
            assertTrue(bundle.vectors().reproducedBy(engine));
        }
    }

    @Test
    void shouldTakeACommandByItsPrefixedNameToo()
    {
        final PolicyManifest manifest = fixture().with("{\"name\": \"grip\"}", "{\"name\": \"command:grip\"}")
            .load().manifest();
        assertEquals(TermKind.COMMAND, manifest.observations().get(4).kind());
        assertEquals(0, manifest.observations().get(4).command());
    }

    @Test
    void shouldReportEveryMistakeAtOnce()
    {
        final List<String> problems = refusal(fixture()
            .model(BundleFixture.model(new OnnxWriter().opset(3), 13, 3).toBytes())
            .with("\"knee\", \"hip\"", "\"kneee\", \"hip\"")
            .with("[0.5, -0.25]", "[0.5, -1.25]")
            .with("0.02", "0.0155")
            .with("\"robot\": \"toy\"", "\"robot\": \"neo\"")
            .vectors("{}"));
        assertEquals(List.of(
            "policy.json: robot: the policy was made for 'neo', this robot is 'toy'",
            "policy.json: joint_names[0]: 'kneee' is no joint of robot 'toy'; did you mean 'knee'?",
            "policy.json: default_joint_pos[1]: -1.25 rad for joint 'hip' is outside its limits -1.0 to 1.0 rad; was " +
                "the list written in the order of joint_names?",
            "policy.json: period_s: 0.0155 s is 15.5 control cycles at 1000 Hz; it must be a whole number of them, " +
                "for example 0.016 s",
            "vectors.json:1: observation: is missing; write a list of rows of 14 numbers",
            "vectors.json:1: action: is missing; write a list of rows of 2 numbers",
            "policy.onnx: is written for opset 3; export it with opset 7 to 24",
            "policy.onnx: input 'obs' takes 13 numbers, the observations give 14 (base_ang_vel 3, " +
                "projected_gravity 3, " +
                "joint_pos_rel 2 x 2 steps, last_action 2, grip 2)",
            "policy.onnx: output 'actions' gives 3 actions for 2 joints in joint_names"), problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"format\": \"sinew-policy\"|\"format\": \"x\"|policy.json:2: format: is 'x'; this reader knows " +
        "'sinew-policy'",
        "\"version\": 1|\"version\": 2|policy.json:2: version: is 2.0; this reader knows version 1",
        "\"period_s\": 0.02|\"period_s\": 0|policy.json:4: period_s: must be above 0 and at most 10.0 s, not 0.0",
        "\"period_s\": 0.02, |``|policy.json:1: period_s: is missing; write a number",
        "\"knee\", \"hip\"|\"hip\", \"hip\"|policy.json:5: joint_names[1]: names joint 'hip' again; each joint has " +
        "one place",
        "[0.5, -0.25]|[0.5]|policy.json:6: default_joint_pos: has 1 numbers, 2 belong there",
        "[0.5, -0.25]|[0.5, null]|policy.json:6: default_joint_pos[1]: must be a finite number, not null",
        "[40, 30]|[40, 0]|policy.json:7: joint_stiffness[1]: is 0.0 for joint 'hip'; it must be above zero",
        "[1, 2]|[1, -2]|policy.json:8: joint_damping[1]: is -2.0 for joint 'hip'; it must be zero or above",
        "[0.25, 0.5]|[0.25, -0.5]|policy.json:9: action_scale[1]: is -0.5 for joint 'hip'; it must be above zero",
        "[0, 2], [-1, 1]|[2, 0], [-1, 1]|policy.json:10: action_clip[0]: low bound 2.0 is not below high bound 0.0",
        "[[0, 2], [-1, 1]]|[[0, 2]]|policy.json:10: action_clip: has 1 entries for 2 joints",
        "base_ang_vel|base_ang_val|policy.json:12: observations[0].name: 'base_ang_val' has no source: it is " +
        "neither a " +
            "term nor a declared command; did you mean 'base_ang_vel'?",
        "\"scale\": 0.2|\"scale\": [1, 2]|policy.json:12: observations[0].scale: has 2 numbers, 3 belong there",
        "\"clip\": [-10, 10]|\"clip\": [10]|policy.json:12: observations[0].clip: must be [low, high], not a list of 1",
        "\"history_length\": 2|\"history_length\": 0|policy.json:14: observations[2].history_length: must be a whole " +
            "number from 1 to 1000, not 0.0",
        "\"history_length\": 2|\"history\": 2|policy.json:14: observations[2].history: is not a key of this format; " +
            "did you mean 'history_length'?",
        "\"history_layout\": \"term\"|\"history_layout\": \"time\"|policy.json:14: observations[2].history_length: " +
        "is 2 " +
            "but the first term has 1; history_layout 'time' needs one length for all terms",
        "\"history_layout\": \"term\"|\"history_layout\": \"x\"|policy.json:18: history_layout: must be 'term' or " +
            "'time', not 'x'",
        "\"default\": [0, 1]|\"default\": [0]|policy.json:19: commands[0].default: has 1 numbers, 2 belong there",
        "{\"name\": \"last_action\"}|{\"name\": \"gait_phase\"}|policy.json:15: observations[3].params.period_s: is " +
            "missing; write a number",
        "\"model_sha256\": \"HASH\",|``|policy.json:1: model_sha256: is missing; write a text",
        "\"model_sha256\": \"HASH\"|\"model_sha256\": \"12\"|policy.json:3: model_sha256: must be the SHA-256 of the " +
            "file, 64 hexadecimal digits, not '12'",
        "\"model\": \"policy.onnx\"|\"model\": \"other.onnx\"|*",
        "\"model\": \"policy.onnx\"|\"model\": \"../policy.onnx\"|*",
    })
    void shouldNameFileLineAndKeyOfAMistake(final String part, final String replacement, final String expected)
    {
        final List<String> problems = refusal(fixture().with(part, replacement));
        if ("*".equals(expected))
        {
            assertTrue(problems.get(0).contains("other.onnx: is missing") ||
                problems.get(0).contains("'../policy.onnx' lies outside the bundle"), problems.toString());
        }
        else
        {
            assertTrue(problems.contains(expected), problems.toString());
        }
    }

    @Test
    void shouldRefuseAHashThatIsNotTheModels()
    {
        final String wrong = "0".repeat(64);
        final List<String> problems = refusal(fixture().with("HASH", wrong));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).matches("policy.json: model_sha256: policy.onnx has the hash [0-9a-f]{64}, not " +
            wrong + "; export the bundle again, or restore the file that belongs to it"), problems.get(0));
    }

    @Test
    void shouldRefuseWeightsThatAreNotFinite()
    {
        final OnnxWriter writer = BundleFixture.model(new OnnxWriter(), BundleFixture.INPUTS, 2)
            .initializer("actor.bias", new float[] { 1, Float.NaN }, 2);
        assertRefused(fixture().model(writer.toBytes()), "policy.onnx: weight 'actor.bias' [2] holds NaN at element " +
            "1; " +
            "the training run diverged, export an earlier checkpoint");
    }

    @Test
    void shouldRefuseRecurrentInputsAndWrongNames()
    {
        final OnnxWriter writer = new OnnxWriter().input("observation", 1, BundleFixture.INPUTS).input("h_in", 1, 1, 8)
            .output("act", 1, 2)
            .node("Identity", "observation", "act");
        final List<String> problems = refusal(fixture().model(writer.toBytes()));
        assertEquals(List.of(
            "policy.onnx: has no input 'obs'; it has 'observation' [1,14], 'h_in' [1,1,8]",
            "policy.onnx: input 'observation' [1,14] has no source: recurrent and multi-input models are not " +
            "supported; " +
                "export one that takes 'obs' alone",
            "policy.onnx: input 'h_in' [1,1,8] has no source: recurrent and multi-input models are not supported; " +
                "export one that takes 'obs' alone",
            "policy.onnx: has no output 'actions'; it has 'act' [1,2]"), problems);
    }

    @Test
    void shouldRefuseOpenShapesAndForeignOperators()
    {
        final OnnxWriter writer = new OnnxWriter().domain("vendor.ops").input("obs", -1, -1).output("actions", 1, 2)
            .node("Identity", "obs", "actions");
        assertEquals(List.of(
            "policy.onnx: uses operators of the domain 'vendor.ops', which no engine here knows; export with " +
            "standard " +
                "operators",
            "policy.onnx: input 'obs' has the shape [?,?]; it must be [1,N] with a fixed N"),
            refusal(fixture().model(writer.toBytes())));
    }

    @Test
    void shouldSayThatATruncatedModelIsTruncated()
    {
        final byte[] whole = BundleFixture.model(new OnnxWriter(), BundleFixture.INPUTS, 2).toBytes();
        final List<String> problems = refusal(fixture().model(Arrays.copyOf(whole, whole.length / 2)));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("policy.onnx: not a readable ONNX model: byte ") &&
            problems.get(0).endsWith("it is truncated"), problems.get(0));
        assertRefused(fixture().model(new byte[] { 8, 1 }),
            "policy.onnx: not a readable ONNX model: no graph inside; this is not an ONNX model");
    }

    @Test
    void shouldRefuseMissingTestVectors() throws IOException
    {
        final List<String> problems = refusal(fixture().vectors(null));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("vectors.json: is missing or unreadable") &&
            problems.get(0).endsWith("write observations and the raw actions that the training side computes for " +
            "them, see docs/writing-a-policy.md"), problems.get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"observation\":[[0]],\"action\":[[0,0]]}|vectors.json:1: observation[0]: must have 14 numbers, not a " +
        "list of 1",
        "{\"observation\":[],\"action\":[[0,0]]}|vectors.json:1: observation: must be a list of at least one row of " +
        "14 " +
            "numbers",
        "{\"observation\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0]],\"action\":[[0,0],[1,1]]}|vectors.json:1: action: has 2 " +
        "rows " +
            "for 1 observations",
        "{\"observation\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0]],\"action\":[[0,0]],\"tolerance\":1}|vectors.json:1: " +
            "tolerance: must be above 0 and at most 0.01, not 1.0",
    })
    void shouldRefuseWrongTestVectors(final String vectors, final String expected)
    {
        assertRefused(fixture().vectors(vectors), expected);
    }

    @Test
    void shouldRefuseASyntaxErrorWithItsLine()
    {
        final List<String> problems = refusal(fixture().with("\"joint_damping\": [1, 2]", "\"joint_damping\": [1, " +
            "NaN]"));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("policy.json:8: not valid JSON: Non-standard token 'NaN'"),
            problems.get(0));
    }

    @Test
    void shouldRefuseAPathThatIsNotThere()
    {
        final Path missing = directory.resolve("nothing");
        assertEquals(List.of(missing + ": there is no such file or directory; name a directory with a policy.json, " +
            "or " +
            "an .onnx file"), assertThrows(PolicyRefusedException.class,
            () -> PolicyBundle.load(missing, null)).problems());
    }

    @Test
    void shouldLoadExternalWeightsOnlyWithTheirHash() throws IOException
    {
        final float[] weights = new float[2 * BundleFixture.INPUTS];
        Arrays.fill(weights, 0.01f);
        final byte[] data = OnnxWriter.littleEndian(weights);
        final byte[] model = new OnnxWriter().input("obs", 1, BundleFixture.INPUTS).output("actions", 1, 2)
            .externalInitializer("w", "policy.onnx.data", 0, data.length, 2, BundleFixture.INPUTS)
            .initializer("b", new float[] { 0.1f, 0.2f }, 2)
            .node("Gemm", "obs,w,b", "actions", "transB", 1L).toBytes();
        assertRefused(fixture().model(model), "policy.onnx: weights file 'policy.onnx.data' is missing or " +
            "unreadable; " +
            "it was exported together with the model and belongs beside it");

        Files.write(directory.resolve("policy.onnx.data"), data);
        final String hash = Sha256.of(data);
        assertRefused(fixture().model(model), "policy.json: weights_sha256: says nothing of 'policy.onnx.data'; " +
            "write " +
            "{\"policy.onnx.data\": \"" + hash + "\"} when that is the file you exported, or keep the weights in " +
            "the model");

        final PolicyBundle bundle = fixture().model(model)
            .with("\"period_s\"", "\"weights_sha256\": {\"policy.onnx.data\": \"" + hash + "\"}, \"period_s\"").load();
        for (final String name : List.of("scalar", "onnxruntime"))
        {
            try (InferenceEngine engine = EngineSelector.open(name, bundle.model()))
            {
                assertTrue(bundle.vectors().reproducedBy(engine), name);
            }
        }

        Files.write(directory.resolve("policy.onnx.data"), Arrays.copyOf(data, 8));
        assertTrue(refusal(fixture().model(model)).get(0).startsWith(
            "policy.onnx: weights file 'policy.onnx.data' has 8 bytes, tensor 'w' asks for 112 at 0"));
    }
}
