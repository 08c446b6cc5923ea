package dev.sinew.policy.bundle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads one entry of {@code observations}. */
final class TermReader
{
    private static final int HISTORY_MAX = 1000;
    private static final String COMMAND_PREFIX = "command:";

    private final JsonSection json;
    private final List<String> policyJoints;
    private final List<CommandSpec> commands;

    TermReader(final JsonSection json, final List<String> policyJoints, final List<CommandSpec> commands)
    {
        this.json = json;
        this.policyJoints = policyJoints;
        this.commands = commands;
    }

    /** @return the term, or null when its width cannot be known. */
    ObservationSpec read()
    {
        final String name = json.text("name", true, null);
        final JsonValue clip = json.value("clip", false, "");
        final double[] bounds = clip == null ? null : json.bounds("clip", clip);
        final boolean scaleFirst = json.flag("scale_first", false);
        final int history = json.count("history_length", 1, HISTORY_MAX);
        final JsonSection params = json.section("params");
        if (name == null)
        {
            return null;
        }
        final int command = commandIndex(name);
        final TermKind kind = command >= 0 ? TermKind.COMMAND : TermKind.byId(name);
        if (kind == null)
        {
            json.value("scale", false, "");
            json.problem("name", unknown(name));
            return null;
        }
        final List<String> joints = readJoints(kind, params);
        final double period = readPeriod(kind, params);
        params.rejectUnknown();
        final int commandSize = command < 0 ? 0 : commands.get(command).size();
        final int width = kind.width(joints.size(), policyJoints.size(), commandSize);
        double[] scale = json.numbers("scale", false, width, true);
        if (scale == null)
        {
            scale = new double[width];
            java.util.Arrays.fill(scale, 1.0);
        }
        json.rejectUnknown();
        return new ObservationSpec(name, kind, command, joints, width, scale,
            bounds == null ? Double.NEGATIVE_INFINITY : bounds[0],
            bounds == null ? Double.POSITIVE_INFINITY : bounds[1], scaleFirst, history, period);
    }

    private int commandIndex(final String name)
    {
        final String wanted = name.startsWith(COMMAND_PREFIX) ? name.substring(COMMAND_PREFIX.length()) : name;
        for (int i = 0; i < commands.size(); i++)
        {
            if (commands.get(i).name().equals(wanted))
            {
                return i;
            }
        }
        return -1;
    }

    private String unknown(final String name)
    {
        final Set<String> known = new LinkedHashSet<>(TermKind.ids());
        commands.forEach(command -> known.add(command.name()));
        final String suggestion = Problems.suggestion(name, known);
        return "'" + name + "' has no source: it is neither a term nor a declared command" +
            (suggestion.isEmpty() ? "; known are " + String.join(", ", known) : suggestion);
    }

    private List<String> readJoints(final TermKind kind, final JsonSection params)
    {
        if (!kind.isPerJoint())
        {
            return List.of();
        }
        final List<String> joints = params.texts("joints", false);
        if (joints == null)
        {
            return policyJoints;
        }
        final Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < joints.size(); i++)
        {
            final String joint = joints.get(i);
            if (!seen.add(joint))
            {
                params.problem("joints[" + i + "]", "names joint '" + joint + "' again");
            }
            if (kind == TermKind.JOINT_POS_REL && !policyJoints.contains(joint))
            {
                params.problem("joints[" + i + "]", "joint '" + joint + "' has no default position, for it is not in " +
                    "joint_names; use the term joint_pos for it" + Problems.suggestion(joint, policyJoints));
            }
        }
        return new ArrayList<>(joints);
    }

    private double readPeriod(final TermKind kind, final JsonSection params)
    {
        if (kind != TermKind.GAIT_PHASE)
        {
            return 0;
        }
        final double period = params.number("period_s", true, 1.0);
        if (!(period > 0))
        {
            params.problem("period_s", "must be above 0 s, not " + period);
        }
        return period;
    }
}
