package dev.sinew.policy.bundle;

import dev.sinew.policy.engine.PolicyModel;
import dev.sinew.policy.onnx.ExternalWeights;
import dev.sinew.policy.onnx.OnnxFormatException;
import dev.sinew.policy.onnx.OnnxModel;
import dev.sinew.policy.onnx.OnnxReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A policy that was read, understood and found to fit: its manifest, its model and its test vectors. */
public final class PolicyBundle
{
    private static final String MANIFEST = "policy.json";
    private static final String VECTORS = "vectors.json";
    private static final long FILE_BYTES_MAX = 256L << 20;

    private final PolicyManifest manifest;
    private final PolicyModel model;
    private final TestVectors vectors;
    private final String modelSha256;
    private final List<String> warnings;

    private PolicyBundle(
        final PolicyManifest manifest, final PolicyModel model, final TestVectors vectors, final String modelSha256,
        final List<String> warnings)
    {
        this.manifest = manifest;
        this.model = model;
        this.vectors = vectors;
        this.modelSha256 = modelSha256;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads a policy and checks everything that can be checked without running it.
     *
     * @param path  a directory with a {@code policy.json}, that file itself, or an {@code .onnx} file with metadata.
     * @param robot what the policy has to fit; null to leave that unchecked.
     * @return the policy.
     * @throws PolicyRefusedException with every mistake at once.
     */
    public static PolicyBundle load(final Path path, final RobotFit robot)
    {
        final Loader loader = new Loader(path);
        final PolicyBundle bundle = loader.load(robot);
        if (!loader.problems.isEmpty() || bundle == null)
        {
            throw new PolicyRefusedException(path.toString(), loader.problems.lines());
        }
        return bundle;
    }

    public PolicyManifest manifest()
    {
        return manifest;
    }

    /** @return what an engine needs to open the network. */
    public PolicyModel model()
    {
        return model;
    }

    public TestVectors vectors()
    {
        return vectors;
    }

    /** @return SHA-256 of the model file, lower-case hex. */
    public String modelSha256()
    {
        return modelSha256;
    }

    /** @return what a person should know but what is no reason to refuse; one line each. */
    public List<String> warnings()
    {
        return warnings;
    }

    /**
     * @param baseHz control cycles per second.
     * @return control cycles per step of the policy.
     */
    public int decimation(final int baseHz)
    {
        return (int)Math.rint(manifest.periodS() * baseHz);
    }

    /** One loading; keeps going after a mistake for as long as the next check still means something. */
    private static final class Loader
    {
        private final Path path;
        private final Problems problems = new Problems();

        private Loader(final Path path)
        {
            this.path = path;
        }

        private PolicyBundle load(final RobotFit robot)
        {
            if (!Files.exists(path))
            {
                problems.add(path.toString(), "there is no such file or directory; name a directory with a " +
                    "policy.json, or an .onnx file");
                return null;
            }
            if (!Files.isDirectory(path) && path.toString().endsWith(".onnx"))
            {
                return loadModelFile(robot);
            }
            return loadDirectory(Files.isDirectory(path) ? path.resolve(MANIFEST) : path, robot);
        }

        private PolicyBundle loadDirectory(final Path manifestFile, final RobotFit robot)
        {
            final Path directory = manifestFile.toAbsolutePath().getParent();
            final String label = String.valueOf(manifestFile.getFileName());
            final byte[] text = readFile(manifestFile, "write one, see docs/writing-a-policy.md");
            final PolicyManifest manifest = text == null ? null : ManifestReader.read(text, label, false, problems);
            if (manifest == null)
            {
                return null;
            }
            final Path modelFile = inside(directory, manifest.model(), "model");
            final byte[] bytes =
                modelFile == null ? null : readFile(modelFile, "it is the 'model' that " + label + " names");
            final OnnxModel graph = bytes == null ? null : parse(modelFile, bytes);
            return finish(label, manifest, modelFile, bytes, graph, robot);
        }

        private PolicyBundle loadModelFile(final RobotFit robot)
        {
            final byte[] bytes = readFile(path, "name an .onnx file that can be read");
            final OnnxModel graph = bytes == null ? null : parse(path, bytes);
            if (graph == null)
            {
                return null;
            }
            final String label = path.getFileName().toString();
            final PolicyManifest manifest = MetadataManifest.read(label, graph, problems);
            return manifest == null ? null : finish(label, manifest, path, bytes, graph, robot);
        }

        private PolicyBundle finish(
            final String label, final PolicyManifest manifest, final Path modelFile, final byte[] bytes,
            final OnnxModel graph, final RobotFit robot)
        {
            final BundleChecker checker = new BundleChecker(label, manifest, problems);
            checker.checkRobot(robot);
            final TestVectors vectors = modelFile == null ? null : readVectors(manifest, modelFile);
            if (graph == null)
            {
                return null;
            }
            final Path directory = modelFile.toAbsolutePath().getParent();
            final String name = modelFile.getFileName().toString();
            final List<String> missing = new ArrayList<>();
            final OnnxModel loaded = ExternalWeights.load(graph, directory, missing);
            missing.forEach(line -> problems.add(name, line));
            final String sha256 = Sha256.of(bytes);
            checker.checkHashes(name, sha256, loaded, directory);
            checker.checkModel(name, loaded);
            final PolicyModel model =
                new PolicyModel(modelFile, bytes, loaded, manifest.input(), manifest.output());
            return vectors == null ? null :
                new PolicyBundle(manifest, model, vectors, sha256, problems.warnings());
        }

        private TestVectors readVectors(final PolicyManifest manifest, final Path modelFile)
        {
            final String name = manifest.testVectors() == null ? VECTORS : manifest.testVectors();
            final Path file = inside(modelFile.toAbsolutePath().getParent(), name, "test_vectors");
            final byte[] text = file == null ? null : readFile(file, "write observations and the raw actions that " +
                "the training side computes for them, see docs/writing-a-policy.md");
            return text == null ? null :
                TestVectors.read(text, name, manifest.observationSize(), manifest.actionSize(), problems);
        }

        private OnnxModel parse(final Path file, final byte[] bytes)
        {
            try
            {
                return OnnxReader.read(bytes);
            }
            catch (final OnnxFormatException malformed)
            {
                problems.add(file.getFileName().toString(), "not a readable ONNX model: " + malformed.getMessage());
                return null;
            }
        }

        private Path inside(final Path directory, final String name, final String key)
        {
            final Path root = directory.normalize();
            final Path file = root.resolve(name).normalize();
            if (!file.startsWith(root))
            {
                problems.add(path.toString(),
                    key + " '" + name + "' lies outside the bundle; put it into the directory");
                return null;
            }
            return file;
        }

        private byte[] readFile(final Path file, final String remedy)
        {
            try
            {
                if (Files.size(file) > FILE_BYTES_MAX)
                {
                    problems.add(String.valueOf(file.getFileName()), "is larger than " + (FILE_BYTES_MAX >> 20) +
                        " MiB; a policy that runs in a control loop is smaller");
                    return null;
                }
                return Files.readAllBytes(file);
            }
            catch (final IOException unreadable)
            {
                problems.add(String.valueOf(file.getFileName()), "is missing or unreadable (" + file + "); " + remedy);
                return null;
            }
        }
    }
}
