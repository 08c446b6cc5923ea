package dev.sinew.policy.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code policy.json}, version 1. */
final class ManifestReader
{
    private static final int VERSION = 1;
    private static final int COMMAND_SIZE_MAX = 4096;
    private static final double PERIOD_S_MAX = 10.0;

    private final JsonSection json;
    private final boolean embedded;
    private final Problems problems;
    private List<String> joints;

    private ManifestReader(final JsonSection json, final boolean embedded, final Problems problems)
    {
        this.json = json;
        this.embedded = embedded;
        this.problems = problems;
    }

    /**
     * @param text     of the manifest.
     * @param file     how to name it in problems.
     * @param embedded true for a manifest inside its model file, which cannot hold that file's hash.
     * @param problems receives every mistake.
     * @return the manifest, or null when it has any mistake.
     */
    static PolicyManifest read(
        final byte[] text, final String file, final boolean embedded, final Problems problems)
    {
        final int before = problems.lines().size();
        final JsonValue root = JsonValue.parse(text, file, problems);
        if (root == null)
        {
            return null;
        }
        final PolicyManifest manifest =
            new ManifestReader(new JsonSection(file, "", root, problems), embedded, problems).manifest();
        return problems.lines().size() == before ? manifest : null;
    }

    private PolicyManifest manifest()
    {
        readHeader();
        final String name = json.text("name", true, "");
        final String robot = json.text("robot", true, null);
        final String model = json.text("model", false, "policy.onnx");
        final String sha256 = readHash("model_sha256");
        final Map<String, String> weights = readTexts("weights_sha256");
        final double periodS = json.number("period_s", true, 1.0);
        if (!(periodS > 0 && periodS <= PERIOD_S_MAX))
        {
            json.problem("period_s", "must be above 0 and at most " + PERIOD_S_MAX + " s, not " + periodS);
        }
        final String input = json.text("input", false, "obs");
        final String output = json.text("output", false, "actions");
        joints = readJointNames();
        final int count = joints == null ? 0 : joints.size();
        final double[] defaults = perJoint("default_joint_pos", true, false);
        final double[] stiffness = positive("joint_stiffness", false);
        final double[] damping = positive("joint_damping", true);
        final double[] scale = perJoint("action_scale", true, true);
        final double[][] clip = readActionClip(count);
        final List<CommandSpec> commands = readCommands();
        final HistoryLayout layout = readLayout();
        final List<ObservationSpec> observations = readObservations(commands, layout);
        final String vectors = json.text("test_vectors", false, "vectors.json");
        final Map<String, String> provenance = readProvenance();
        json.rejectUnknown();
        return new PolicyManifest(name, robot, model, sha256, weights, periodS, input, output, joints, defaults,
            stiffness, damping, nonZero(scale), clip[0], clip[1], observations, layout, commands, vectors, provenance);
    }

    private void readHeader()
    {
        final String format = json.text("format", true, "");
        if (!format.isEmpty() && !"sinew-policy".equals(format))
        {
            json.problem("format", "is '" + format + "'; this reader knows 'sinew-policy'");
        }
        final double version = json.number("version", true, VERSION);
        if (version != VERSION)
        {
            json.problem("version", "is " + version + "; this reader knows version " + VERSION);
        }
    }

    private String readHash(final String key)
    {
        final String hash = json.text(key, !embedded, null);
        if (hash != null && !hash.matches("[0-9a-fA-F]{64}"))
        {
            json.problem(key, "must be the SHA-256 of the file, 64 hexadecimal digits, not '" + hash + "'");
        }
        return hash == null ? null : hash.toLowerCase(java.util.Locale.ROOT);
    }

    private Map<String, String> readTexts(final String key)
    {
        final JsonSection section = json.section(key);
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final String file : section.keys())
        {
            texts.put(file, section.text(file, false, ""));
        }
        return texts;
    }

    private Map<String, String> readProvenance()
    {
        final Map<String, String> facts = new LinkedHashMap<>();
        final JsonSection section = json.section("provenance");
        for (final String key : section.keys())
        {
            final JsonValue value = section.value(key, false, "");
            facts.put(key, value == null ? "" : value.plainText());
        }
        return facts;
    }

    private List<String> readJointNames()
    {
        final List<String> names = json.texts("joint_names", true);
        if (names == null)
        {
            return null;
        }
        if (names.isEmpty())
        {
            json.problem("joint_names", "is empty; name the joints that the actions drive");
        }
        final Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++)
        {
            if (!seen.add(names.get(i)))
            {
                json.problem("joint_names[" + i + "]",
                    "names joint '" + names.get(i) + "' again; each joint has one place");
            }
        }
        return names;
    }

    private double[] perJoint(final String key, final boolean required, final boolean one)
    {
        if (joints == null)
        {
            json.value(key, false, "");
            return null;
        }
        return json.numbers(key, required, joints.size(), one);
    }

    private double[] positive(final String key, final boolean zeroToo)
    {
        final double[] values = perJoint(key, true, true);
        for (int i = 0; values != null && i < values.length; i++)
        {
            if (values[i] < 0 || values[i] == 0 && !zeroToo)
            {
                json.problem(key + "[" + i + "]", "is " + values[i] + " for joint '" + joints.get(i) +
                    "'; it must be " + (zeroToo ? "zero or above" : "above zero"));
            }
        }
        return values;
    }

    private double[] nonZero(final double[] scale)
    {
        for (int i = 0; scale != null && i < scale.length; i++)
        {
            if (!(scale[i] > 0))
            {
                json.problem("action_scale[" + i + "]", "is " + scale[i] + " for joint '" + joints.get(i) +
                    "'; it must be above zero");
            }
        }
        return scale;
    }

    private double[][] readActionClip(final int count)
    {
        final double[] low = new double[count];
        final double[] high = new double[count];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        final JsonValue clip = json.value("action_clip", false, "");
        final List<JsonValue> items = clip == null ? null : clip.items();
        if (clip != null && (items == null || items.isEmpty()))
        {
            json.problem("action_clip",
                "must be null, [low, high] or one [low, high] per joint, not " + clip.describe());
        }
        else if (clip != null && items.get(0).items() == null)
        {
            final double[] bounds = json.bounds("action_clip", clip);
            if (bounds != null)
            {
                Arrays.fill(low, bounds[0]);
                Arrays.fill(high, bounds[1]);
            }
        }
        else if (clip != null && joints != null && items.size() != count)
        {
            json.problem("action_clip", "has " + items.size() + " entries for " + count + " joints");
        }
        else if (clip != null && joints != null)
        {
            for (int i = 0; i < count; i++)
            {
                final double[] bounds = json.bounds("action_clip[" + i + "]", items.get(i));
                low[i] = bounds == null ? 0 : bounds[0];
                high[i] = bounds == null ? 0 : bounds[1];
            }
        }
        return new double[][] { low, high };
    }

    private HistoryLayout readLayout()
    {
        final String layout = json.text("history_layout", false, "term");
        if (!"term".equals(layout) && !"time".equals(layout))
        {
            json.problem("history_layout", "must be 'term' or 'time', not '" + layout + "'");
        }
        return "time".equals(layout) ? HistoryLayout.TIME : HistoryLayout.TERM;
    }

    private List<CommandSpec> readCommands()
    {
        final List<CommandSpec> commands = new ArrayList<>();
        final Set<String> names = new LinkedHashSet<>();
        for (final JsonSection section : json.sections("commands", false))
        {
            final String name = section.text("name", true, "");
            if (!names.add(name))
            {
                section.problem("name", "'" + name + "' is used twice; give each command its own name");
            }
            if (TermKind.byId(name) != null)
            {
                section.problem("name", "'" + name + "' is the name of an observation term; choose another");
            }
            section.value("size", true, "how many numbers the command has");
            final int size = section.count("size", 1, COMMAND_SIZE_MAX);
            final double[] defaults = section.numbers("default", false, size, true);
            section.rejectUnknown();
            commands.add(new CommandSpec(name, size, defaults == null ? new double[size] : defaults));
        }
        return commands;
    }

    private List<ObservationSpec> readObservations(final List<CommandSpec> commands, final HistoryLayout layout)
    {
        final List<ObservationSpec> specs = new ArrayList<>();
        for (final JsonSection section : json.sections("observations", true))
        {
            final ObservationSpec spec = new TermReader(section, joints == null ? List.of() : joints, commands).read();
            if (spec == null)
            {
                continue;
            }
            if (layout == HistoryLayout.TIME && !specs.isEmpty() &&
                spec.historyLength() != specs.get(0).historyLength())
            {
                section.problem("history_length", "is " + spec.historyLength() + " but the first term has " +
                    specs.get(0).historyLength() + "; history_layout 'time' needs one length for all terms");
            }
            specs.add(spec);
        }
        if (specs.isEmpty() && problems.isEmpty())
        {
            json.problem("observations", "is empty; list the terms of the observation in order");
        }
        return specs;
    }
}
