package dev.sinew.policy.bundle;

import dev.sinew.policy.onnx.OnnxModel;
import dev.sinew.policy.onnx.OnnxValueInfo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes a manifest of what exporters leave inside an ONNX file: our own key {@value #OWN_KEY}, which holds a whole
 * {@code policy.json}, or else the public keys of mjlab and BeyondMimic. The public keys state neither the period nor
 * the robot, print three decimals, and call relative joint positions {@code joint_pos}; all that is said in warnings.
 */
final class MetadataManifest
{
    static final String OWN_KEY = "sinew_policy";
    private static final double CUSTOMARY_PERIOD_S = 0.02;
    /** Their names to ours. */
    private static final Map<String, String> TERM_NAMES = Map.of(
        "joint_pos", "joint_pos_rel", "joint_vel", "joint_vel_rel", "actions", "last_action");

    private final String file;
    private final OnnxModel model;
    private final Problems problems;

    private MetadataManifest(final String file, final OnnxModel model, final Problems problems)
    {
        this.file = file;
        this.model = model;
        this.problems = problems;
    }

    /** @return the manifest, or null after reporting why there is none. */
    static PolicyManifest read(final String file, final OnnxModel model, final Problems problems)
    {
        final String own = model.metadata().get(OWN_KEY);
        if (own != null)
        {
            return ManifestReader.read(
                own.getBytes(StandardCharsets.UTF_8), file + " metadata '" + OWN_KEY + "'", true, problems);
        }
        if (!model.metadata().containsKey("joint_names"))
        {
            problems.add(file, "says nothing of joints and observations: it has no metadata '" + OWN_KEY +
                "' or 'joint_names'; put a policy.json beside it and name the directory");
            return null;
        }
        return new MetadataManifest(file, model, problems).readPublic();
    }

    private PolicyManifest readPublic()
    {
        final int before = problems.lines().size();
        final List<String> joints = split("joint_names");
        final int count = joints.size();
        final double[] defaults = numbers("default_joint_pos", count);
        final double[] stiffness = numbers("joint_stiffness", count);
        final double[] damping = numbers("joint_damping", count);
        final double[] scale = numbers("action_scale", count);
        requirePositive("joint_stiffness", stiffness, joints);
        requirePositive("action_scale", scale, joints);
        final List<String> terms = split("observation_names");
        final List<CommandSpec> commands = new ArrayList<>();
        final List<ObservationSpec> specs = terms(terms, joints, commands);
        final OnnxValueInfo input = single(model.inputs(), "obs", "inputs");
        final OnnxValueInfo output = model.outputs().isEmpty() ? null :
            model.output("actions") != null ? model.output("actions") : model.outputs().get(0);
        if (problems.lines().size() > before || input == null || output == null)
        {
            return null;
        }
        warnOfConventions(stiffness);
        final double[] low = new double[count];
        final double[] high = new double[count];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        return new PolicyManifest(model.metadata().getOrDefault("run_path", file), null, file, null, Map.of(),
            CUSTOMARY_PERIOD_S, input.name(), output.name(), joints, defaults, stiffness, damping, scale, low, high,
            specs, HistoryLayout.TERM, commands, null, Map.of("producer", model.producer()));
    }

    private void requirePositive(final String key, final double[] values, final List<String> joints)
    {
        for (int i = 0; i < values.length && problems.isEmpty(); i++)
        {
            if (!(values[i] > 0))
            {
                problems.add(file + " metadata " + key + "[" + i + "]", "is " + values[i] + " for joint '" +
                    joints.get(i) + "'; it must be above zero");
            }
        }
    }

    private void warnOfConventions(final double[] stiffness)
    {
        problems.warn(file, "the metadata states no period; 0.02 s (50 Hz) is assumed by custom");
        problems.warn(file, "the metadata prints numbers with three decimals; '" + OWN_KEY + "' would keep them all");
        if (Arrays.stream(stiffness).distinct().count() > 1)
        {
            problems.warn(file, "joint_stiffness and joint_damping are taken in the order of joint_names; exporters " +
                "of late 2025 wrote them in actuator order, so compare them with the training configuration");
        }
    }

    private OnnxValueInfo single(final List<OnnxValueInfo> values, final String preferred, final String what)
    {
        for (final OnnxValueInfo value : values)
        {
            if (value.name().equals(preferred))
            {
                return value;
            }
        }
        if (values.size() != 1)
        {
            problems.add(file, "has " + values.size() + " " + what + " and none is called '" + preferred + "'");
            return null;
        }
        return values.get(0);
    }

    private List<ObservationSpec> terms(
        final List<String> names, final List<String> joints, final List<CommandSpec> commands)
    {
        final List<String> histories = perTerm("observation_terms_history_length",
            perTerm("observation_history_lengths", null, names.size()), names.size());
        final List<String> scales = perTerm("observation_terms_scale", null, names.size());
        final List<String> clips = perTerm("observation_term_clip", null, names.size());
        final List<ObservationSpec> specs = new ArrayList<>();
        int commandAt = -1;
        for (int i = 0; i < names.size(); i++)
        {
            final String name = TERM_NAMES.getOrDefault(names.get(i), names.get(i));
            final boolean isCommand = isCommand(name);
            final TermKind kind = isCommand ? TermKind.COMMAND : TermKind.byId(name);
            if (kind == null || isCommand && commandAt >= 0)
            {
                problems.add(file + " metadata observation_names[" + i + "]", "'" + names.get(i) +
                    "' has no source; known are " + String.join(", ", TermKind.ids()));
                continue;
            }
            commandAt = isCommand ? i : commandAt;
            final int history = histories == null ? 1 : (int)Math.max(1, Math.rint(number(histories.get(i), 1)));
            final int width = isCommand ? 0 : kind.width(joints.size(), joints.size(), 0);
            final double[] clip = clip(clips == null ? "None" : clips.get(i));
            specs.add(new ObservationSpec(names.get(i), kind, isCommand ? 0 : -1,
                kind.isPerJoint() ? joints : List.of(), width, scale(scales, i, width), clip[0], clip[1], false,
                history, 0));
        }
        if (commandAt >= 0 && specs.size() == names.size())
        {
            specs.set(commandAt, withCommand(specs, commandAt, commands, scales));
        }
        return specs;
    }

    private boolean isCommand(final String name)
    {
        final String names = model.metadata().getOrDefault("command_names", "");
        return "command".equals(name) || "velocity_commands".equals(name) ||
            !name.isEmpty() && List.of(names.split(",")).contains(name);
    }

    /** The metadata does not say how wide the command is: it is what the other terms leave of the input. */
    private ObservationSpec withCommand(
        final List<ObservationSpec> specs, final int at, final List<CommandSpec> commands, final List<String> scales)
    {
        final ObservationSpec open = specs.get(at);
        long rest = model.inputs().isEmpty() ? 0 : model.inputs().get(0).width();
        for (final ObservationSpec spec : specs)
        {
            rest -= spec.size();
        }
        final int width = (int)(rest / open.historyLength());
        if (width < 1 || rest % open.historyLength() != 0)
        {
            problems.add(file + " metadata observation_names[" + at + "]", "'" + open.name() + "' would have " + rest +
                " numbers: the other terms do not fit the input of the model");
            return open;
        }
        commands.add(new CommandSpec(open.name(), width, new double[width]));
        return new ObservationSpec(open.name(), TermKind.COMMAND, 0, List.of(), width, scale(scales, at, width),
            open.clipLow(), open.clipHigh(), false, open.historyLength(), 0);
    }

    private double[] scale(final List<String> scales, final int term, final int width)
    {
        final double[] values = new double[width];
        Arrays.fill(values, 1.0);
        if (scales == null || scales.get(term).isEmpty() || "None".equals(scales.get(term)))
        {
            return values;
        }
        final List<String> parts = topLevel(inner(scales.get(term)));
        if (parts.size() != 1 && parts.size() != width && width > 0)
        {
            problems.add(file + " metadata observation_terms_scale[" + term + "]", "has " + parts.size() +
                " numbers for a term of " + width);
            return values;
        }
        for (int i = 0; i < width; i++)
        {
            values[i] = number(parts.get(parts.size() == 1 ? 0 : i), 1);
        }
        return values;
    }

    private double[] clip(final String text)
    {
        final List<String> parts = topLevel(inner(text));
        if (parts.size() != 2)
        {
            return new double[] { Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY };
        }
        return new double[] { number(parts.get(0), Double.NEGATIVE_INFINITY),
            number(parts.get(1), Double.POSITIVE_INFINITY) };
    }

    private List<String> split(final String key)
    {
        final String text = model.metadata().get(key);
        if (text == null)
        {
            problems.add(file + " metadata", "key '" + key + "' is missing");
            return List.of();
        }
        return topLevel(text);
    }

    private List<String> perTerm(final String key, final List<String> otherwise, final int count)
    {
        final String text = model.metadata().get(key);
        if (text == null)
        {
            return otherwise;
        }
        final List<String> parts = topLevel(text);
        if (parts.size() != count)
        {
            problems.add(file + " metadata " + key, "has " + parts.size() + " entries for " + count + " terms");
            return otherwise;
        }
        return parts;
    }

    private double[] numbers(final String key, final int count)
    {
        final List<String> parts = split(key);
        final double[] values = new double[count];
        if (!parts.isEmpty() && parts.size() != count && parts.size() != 1)
        {
            problems.add(file + " metadata " + key, "has " + parts.size() + " numbers for " + count + " joints");
            return values;
        }
        for (int i = 0; i < count && !parts.isEmpty(); i++)
        {
            values[i] = number(parts.get(parts.size() == 1 ? 0 : i), Double.NaN);
            if (!Double.isFinite(values[i]))
            {
                problems.add(file + " metadata " + key + "[" + i + "]", "'" + parts.get(parts.size() == 1 ? 0 : i) +
                    "' is not a finite number");
                return values;
            }
        }
        return values;
    }

    private static double number(final String text, final double otherwise)
    {
        return switch (text)
        {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> text.matches("[-+0-9.eE]+") ? parse(text, otherwise) : otherwise;
        };
    }

    private static double parse(final String text, final double otherwise)
    {
        try
        {
            return Double.parseDouble(text);
        }
        catch (final NumberFormatException notANumber)
        {
            return otherwise;
        }
    }

    private static String inner(final String text)
    {
        return text.startsWith("[") && text.endsWith("]") || text.startsWith("(") && text.endsWith(")") ?
            text.substring(1, text.length() - 1) : text;
    }

    /** Splits at the commas outside of brackets. */
    private static List<String> topLevel(final String text)
    {
        final List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++)
        {
            final char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.length()))
            {
                parts.add(text.substring(from, i).trim());
                from = i + 1;
            }
        }
        return parts;
    }
}
