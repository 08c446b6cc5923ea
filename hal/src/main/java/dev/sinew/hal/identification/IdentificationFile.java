package dev.sinew.hal.identification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.WholeFile;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Writes and reads identifications. A file is replaced as a whole, see {@link WholeFile}. Each measured number is a
 * list of value and bound. The keys are explained in {@code docs/tendons.md}.
 */
public final class IdentificationFile
{
    private static final int FORMAT = 1;
    private static final Range RADIUS_M = Range.metres(1e-5, 1);
    private static final Range INERTIA_KG_M2 = new Range(1e-10, 1, "kg·m²", "g·cm²", 1e-7);
    private static final Range SCALE = Range.of(0.05, 20, "(part of the file's moment arm)");
    private static final Range STIFFNESS_N_M = new Range(1, 1e10, "N/m", "N/mm", 1e3);
    private static final Range FRICTION = Range.of(0, 20, "(Coulomb coefficient)");
    private static final Range WRAP_RAD = Range.radians(0, 60);
    private static final Range BACKLASH_M = Range.metres(0, 0.1);
    private static final Range CREEP = Range.of(0, 100, "(part of the elastic stretch)");
    private static final Range TIME_S = Range.of(1e-4, 1e9, "s");
    private static final Range RESIDUAL_RAD = Range.radians(0, 1e6);
    private static final Range BOUND = Range.of(0, 1e10, "(greatest deviation)");

    private IdentificationFile()
    {
    }

    /**
     * @param path           where it goes.
     * @param identification what to write.
     * @throws IOException when it cannot be written; then the old file is as it was. The message is one line.
     */
    public static void write(final Path path, final Identification identification) throws IOException
    {
        WholeFile.replace(path, text(identification), "identification");
    }

    /**
     * @param identification an identification.
     * @return its file's text; the same identification gives the same text.
     */
    public static String text(final Identification identification)
    {
        final StringBuilder out = new StringBuilder(4096);
        out.append("# What the tendons of ").append(identification.robot())
            .append(" are really like: [value, bound].\n")
            .append("# Written by sinew tendon identify, explained in docs/tendons.md.\n")
            .append("format: ").append(FORMAT).append('\n');
        line(out, "identification", identification.robot());
        line(out, "unit", identification.unit());
        line(out, "routing_sha256", identification.routingSha256());
        line(out, "made_utc", identification.dateUtc());
        line(out, "recording", identification.recording());
        out.append("tendons:").append(identification.tendons().isEmpty() ? " []\n" : "\n");
        identification.tendons().forEach(tendon -> append(out, tendon));
        return out.toString();
    }

    private static void line(final StringBuilder out, final String key, final String value)
    {
        if (value.isEmpty())
        {
            return;
        }
        out.append(key).append(": ").append(quoted(value)).append('\n');
    }

    private static void append(final StringBuilder out, final IdentifiedTendon tendon)
    {
        out.append("  - name: ").append(quoted(tendon.tendon())).append('\n');
        number(out, "spool_radius_m", tendon.spoolRadiusM());
        number(out, "rotor_inertia_kgm2", tendon.rotorInertiaKgM2());
        if (!tendon.armScale().isEmpty())
        {
            out.append("    arm_scale:\n");
            tendon.armScale().forEach((joint, scale) -> out.append("      ").append(quoted(joint)).append(": ")
                .append(pair(scale)).append('\n'));
        }
        number(out, "stiffness_n_m", tendon.stiffnessNM());
        number(out, "friction_coefficient", tendon.frictionCoefficient());
        out.append("    wrap_rad: ").append(tendon.wrapRad()).append('\n');
        number(out, "backlash_m", tendon.backlashM());
        number(out, "creep_ratio", tendon.creepRatio());
        number(out, "creep_time_constant_s", tendon.creepTimeConstantS());
        out.append("    residual_rad: ").append(tendon.residualRad()).append('\n');
        if (!tendon.missing().isEmpty())
        {
            out.append("    left_out:\n");
            tendon.missing().forEach((key, reason) -> out.append("      ").append(quoted(key)).append(": ")
                .append(quoted(reason)).append('\n'));
        }
    }

    private static void number(final StringBuilder out, final String key, final Measured measured)
    {
        if (measured != null)
        {
            out.append("    ").append(key).append(": ").append(pair(measured)).append('\n');
        }
    }

    private static String pair(final Measured measured)
    {
        return "[" + measured.value() + ", " + measured.bound() + "]";
    }

    private static String quoted(final String text)
    {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }

    /**
     * @param path  identification.
     * @param robot robot that it has to be of.
     * @return the identification.
     * @throws IdentificationFileException when the file cannot be read, has a mistake, or is of another robot or of an
     *                                     older routing; it holds all mistakes.
     */
    public static Identification read(final Path path, final RobotDescription robot)
    {
        return finish(YamlDocument.read(path, new Mistakes()), robot);
    }

    /**
     * @param name  name for messages.
     * @param text  text of an identification.
     * @param robot robot that it has to be of.
     * @return the identification.
     * @throws IdentificationFileException as {@link #read} does.
     */
    public static Identification parse(final String name, final String text, final RobotDescription robot)
    {
        return finish(YamlDocument.of(name, text, new Mistakes()), robot);
    }

    private static Identification finish(final YamlDocument document, final RobotDescription robot)
    {
        final Identification found = document.root().map(root -> read(root, robot)).orElse(null);
        if (found == null || !document.mistakes().isEmpty())
        {
            throw new IdentificationFileException(document.file(), document.mistakes().list());
        }
        return found;
    }

    private static Identification read(final YamlMap root, final RobotDescription robot)
    {
        root.integer("format", FORMAT, FORMAT);
        final String name = root.string("identification");
        final String routing = root.string("routing_sha256");
        final String made = root.string("made_utc");
        if (!name.isEmpty() && !name.equals(robot.name()))
        {
            root.mistake("identification", "is one of robot " + name + ", this is robot " + robot.name() +
                "; give the file of this robot, or run sinew tendon identify");
            return null; // whatever else is wrong in it says nothing of this robot
        }
        if (!routing.isEmpty() && !routing.equals(RoutingHash.of(robot)))
        {
            root.mistake("routing_sha256", "belongs to another routing: spools, tendons or places of joints in the " +
                "robot file have changed since " + made + "; run sinew tendon identify again");
        }
        final List<IdentifiedTendon> tendons = new ArrayList<>();
        final Set<String> seen = new LinkedHashSet<>();
        for (final YamlMap entry : root.maps("tendons"))
        {
            tendons.add(tendon(entry, robot, seen));
        }
        final Identification found = new Identification(name, optional(root, "unit"), routing, made,
            optional(root, "recording"), tendons);
        root.close();
        return found;
    }

    private static String optional(final YamlMap map, final String key)
    {
        return map.has(key) ? map.string(key) : "";
    }

    private static IdentifiedTendon tendon(final YamlMap entry, final RobotDescription robot, final Set<String> seen)
    {
        final String name = entry.string("name");
        final int index = robot.tendonIndex(name);
        if (!name.isEmpty() && index < 0)
        {
            entry.mistake("name", "the robot has no tendon of that name");
        }
        else if (!seen.add(name))
        {
            entry.mistake("name", "is there twice; remove one entry");
        }
        final Map<String, Measured> scales = new LinkedHashMap<>();
        if (entry.has("arm_scale"))
        {
            entry.map("arm_scale").ifPresent(map -> scales(map, index < 0 ? null : robot.tendons().get(index), robot,
                scales));
        }
        final Map<String, String> missing = new LinkedHashMap<>();
        if (entry.has("left_out"))
        {
            entry.map("left_out").ifPresent(map ->
            {
                map.keys().forEach(key -> missing.put(key, map.string(key)));
                map.close();
            });
        }
        final IdentifiedTendon found = new IdentifiedTendon(name, measured(entry, "spool_radius_m", RADIUS_M),
            measured(entry, "rotor_inertia_kgm2", INERTIA_KG_M2), scales,
            measured(entry, "stiffness_n_m", STIFFNESS_N_M), measured(entry, "friction_coefficient", FRICTION),
            entry.number("wrap_rad", WRAP_RAD), measured(entry, "backlash_m", BACKLASH_M),
            measured(entry, "creep_ratio", CREEP), measured(entry, "creep_time_constant_s", TIME_S),
            entry.number("residual_rad", RESIDUAL_RAD), missing);
        entry.close();
        return found;
    }

    private static void scales(
        final YamlMap map,
        final TendonDescription tendon,
        final RobotDescription robot,
        final Map<String, Measured> scales)
    {
        for (final String joint : map.keys())
        {
            if (tendon != null && !tendon.route().joints().contains(robot.jointIndex(joint)))
            {
                map.mistake(joint, "tendon " + tendon.name() + " crosses no joint of that name");
            }
            scales.put(joint, measured(map, joint, SCALE));
        }
        map.close();
    }

    private static Measured measured(final YamlMap entry, final String key, final Range range)
    {
        if (!entry.has(key))
        {
            return null;
        }
        final double[] pair = entry.numbers(key, 2, Range.of(-1e10, 1e10, ""));
        final String objection = range.objection(pair[0]);
        final String ofBound = BOUND.objection(pair[1]);
        if (!objection.isEmpty() || !ofBound.isEmpty())
        {
            entry.mistake(key, objection.isEmpty() ? "its bound " + ofBound : objection);
        }
        return new Measured(pair[0], pair[1]);
    }
}
