package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads links, joints, shapes and contact spheres: what the robot's body is.
 */
final class BodyReader
{
    private static final Range PLACE_M = Range.metres(-5, 5);
    private static final Range RADIUS_M = Range.metres(1e-5, 1);
    private static final Range MASS_KG = new Range(1e-6, 500, "kg", "g", 1e-3);
    private static final Range INERTIA_KGM2 = new Range(1e-12, 1000, "kg·m²", "kg·mm²", 1e-6);
    private static final Range ANGLE_RAD = Range.radians(-12.6, 12.6);
    private static final double AXIS_TOLERANCE = 1e-3;
    /** Radii of gyration that a link of a robot may have, m. */
    private static final double SPREAD_M_LEAST = 1e-3;
    private static final double SPREAD_M_MOST = 2;

    final NameTable linkNames;
    final NameTable jointNames;
    final NameTable contactNames;
    final List<LinkDescription> links = new ArrayList<>();
    final List<JointDescription> joints = new ArrayList<>();
    final List<ContactSphere> contacts = new ArrayList<>();
    final List<Shape> shapes = new ArrayList<>();
    private final List<YamlMap> linkEntries = new ArrayList<>();
    private final LinkOrder order = new LinkOrder();
    private int[] place = new int[0];

    BodyReader(final Mistakes mistakes)
    {
        linkNames = new NameTable("link", mistakes);
        jointNames = new NameTable("joint", mistakes);
        contactNames = new NameTable("contact sphere", mistakes);
    }

    void readLinks(final YamlMap root)
    {
        for (final YamlMap entry : root.maps("links"))
        {
            final String name = linkNames.define(entry, links.size());
            final double mass = entry.number("mass_kg", MASS_KG);
            final Vector3 centre = vector(entry, "centre_m", PLACE_M);
            final double[] inertia = entry.numbers("inertia_kgm2", 3, INERTIA_KGM2);
            for (int i = 0; i < 3; i++)
            {
                if (inertia[i] > (inertia[(i + 1) % 3] + inertia[(i + 2) % 3]) * 1.001)
                {
                    entry.mistake("inertia_kgm2", "no body has such moments: " + Range.show(inertia[i]) +
                        " is more than the sum of the other two");
                }
            }
            checkSpread(entry, mass, Math.max(inertia[0], Math.max(inertia[1], inertia[2])));
            links.add(new LinkDescription(name, mass, centre, new Vector3(inertia[0], inertia[1], inertia[2])));
            linkEntries.add(entry);
        }
        if (links.isEmpty())
        {
            root.mistake("links", "should have at least the base and one link that a joint moves");
        }
    }

    /** A mass in grams, or moments of inertia in other units, make a body of a size that nothing has. */
    private static void checkSpread(final YamlMap entry, final double mass, final double inertia)
    {
        final double radius = Math.sqrt(inertia / mass);
        if (radius < SPREAD_M_LEAST)
        {
            entry.mistake("mass_kg", Range.show(mass) + " kg with moments of inertia of at most " +
                Range.show(inertia) + " kg·m² would lie within " + Range.show(1e3 * radius) +
                " mm of its centre; did you mean g? " + Range.show(mass) + " g is " + Range.show(1e-3 * mass));
        }
        else if (radius > SPREAD_M_MOST)
        {
            entry.mistake("inertia_kgm2", Range.show(inertia) + " kg·m² of a mass of " + Range.show(mass) +
                " kg would put it " + Range.show(radius) + " m from its centre; did you mean kg·mm²? " +
                Range.show(inertia) + " kg·mm² is " + Range.show(1e-6 * inertia));
        }
    }

    void readJoints(final YamlMap root, final Types types)
    {
        for (final YamlMap raw : root.maps("joints"))
        {
            final YamlMap entry = types.resolve(raw);
            final int index = joints.size();
            final String name = jointNames.define(entry, index);
            final int parent = linkNames.find(entry, "parent");
            final int child = entry.has("child") || name.isEmpty() ? linkNames.find(entry, "child") :
                ownLink(entry, name);
            order.add(entry, name, parent, child);
            joints.add(joint(entry, name, index, parent));
            entry.close();
        }
        place = order.places(linkEntries, links);
        final List<LinkDescription> sorted = new ArrayList<>(links);
        for (int i = 0; i < place.length; i++)
        {
            sorted.set(place[i], links.get(i));
        }
        for (int i = 0; i < joints.size() && place.length > 0; i++)
        {
            joints.set(i, withParent(joints.get(i), place[joints.get(i).parentLink()]));
        }
        links.clear();
        links.addAll(sorted);
    }

    private int ownLink(final YamlMap entry, final String name)
    {
        if (!linkNames.contains(name))
        {
            entry.mistake("child", "no link has the joint's name; say 'child: LINK'");
            return -1;
        }
        return linkNames.indexOf(name);
    }

    private static JointDescription joint(final YamlMap entry, final String name, final int index, final int parent)
    {
        final double[] limits = entry.numbers("limits_rad", 2, ANGLE_RAD);
        if (limits[0] >= limits[1])
        {
            entry.mistake("limits_rad", "should be [lower, upper], lower first; write [" + Range.show(limits[1]) +
                ", " + Range.show(limits[0]) + "]");
        }
        final double start = entry.number("default_rad", ANGLE_RAD);
        if (limits[0] < limits[1] && (start < limits[0] || start > limits[1]))
        {
            entry.mistake("default_rad", Range.show(start) + " lies outside the limits [" + Range.show(limits[0]) +
                ", " + Range.show(limits[1]) + "]");
        }
        return new JointDescription(
            name,
            index,
            parent,
            vector(entry, "origin_m", PLACE_M),
            axis(entry),
            limits[0],
            limits[1],
            entry.number("velocity_max_rad_s", new Range(1e-3, 200, "rad/s", "degrees/s", Math.PI / 180)),
            entry.number("effort_max_nm", new Range(1e-4, 5000, "N·m", "N·mm", 1e-3)),
            entry.number("damping_nms_rad", Range.of(0, 1000, "N·m·s/rad")),
            entry.number("armature_kgm2", new Range(0, 10, "kg·m²", "kg·mm²", 1e-6)),
            start,
            entry.number("kp_nm_rad", Range.of(0, 1e5, "N·m/rad")),
            entry.number("kd_nms_rad", Range.of(0, 1e4, "N·m·s/rad")),
            entry.flag("hand", false),
            entry.flag("encoder", true),
            entry.flag("open_by_design", false),
            entry.number("co_contraction", Range.of(0, 1, "(0 the pretension, 1 the middle of the bounds)"), 0));
    }

    static Vector3 axis(final YamlMap entry)
    {
        final double[] axis = entry.numbers("axis", 3, Range.of(-1e3, 1e3, "(a direction)"));
        final double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        if (length < 1e-6)
        {
            entry.mistake("axis", "has no direction; write a unit vector such as [0, 1, 0]");
        }
        else if (Math.abs(length - 1) > AXIS_TOLERANCE)
        {
            entry.mistake("axis", "should have length 1, has " + Range.show(length) + "; write [" +
                Range.show(axis[0] / length) + ", " + Range.show(axis[1] / length) + ", " +
                Range.show(axis[2] / length) + "]");
        }
        return new Vector3(axis[0] / length, axis[1] / length, axis[2] / length);
    }

    private static JointDescription withParent(final JointDescription joint, final int parentLink)
    {
        return new JointDescription(joint.name(), joint.index(), parentLink, joint.originM(), joint.axis(),
            joint.lowerRad(), joint.upperRad(), joint.velocityMaxRadS(), joint.effortMaxNm(), joint.dampingNmsRad(),
            joint.armatureKgM2(), joint.defaultPositionRad(), joint.kpNmRad(), joint.kdNmsRad(), joint.hand(),
            joint.encoder(), joint.openByDesign(), joint.coContraction());
    }

    /** After the joints: the places of the links are known only then. */
    void readShapes()
    {
        for (int i = 0; i < linkEntries.size(); i++)
        {
            final YamlMap link = linkEntries.get(i);
            if (link.has("shapes"))
            {
                for (final YamlMap entry : link.maps("shapes"))
                {
                    shapes.add(shape(entry, placeOf(i)));
                    entry.close();
                }
            }
            link.close();
        }
    }

    private static Shape shape(final YamlMap entry, final int link)
    {
        if (entry.has("capsule_radius_m"))
        {
            final double radius = entry.number("capsule_radius_m", RADIUS_M);
            return new Shape(link, Shape.Kind.CAPSULE, vector(entry, "from_m", PLACE_M),
                vector(entry, "to_m", PLACE_M), new Vector3(radius, 0, 0));
        }
        final Vector3 centre = vector(entry, "at_m", PLACE_M);
        return new Shape(link, Shape.Kind.BOX, centre, centre, vector(entry, "box_half_m", RADIUS_M));
    }

    void readContacts(final YamlMap root)
    {
        if (!root.has("contacts"))
        {
            return;
        }
        for (final YamlMap entry : root.maps("contacts"))
        {
            contacts.add(new ContactSphere(
                contactNames.define(entry, contacts.size()),
                findLink(entry),
                vector(entry, "centre_m", PLACE_M),
                entry.number("radius_m", RADIUS_M)));
            entry.close();
        }
    }

    /** @return true when links and joints form a tree, so that indices of links are final ones. */
    boolean isTree()
    {
        return place.length > 0;
    }

    /** Reads the key {@code link}; the result is a final index. */
    int findLink(final YamlMap entry)
    {
        return placeOf(linkNames.find(entry, "link"));
    }

    private int placeOf(final int link)
    {
        return link >= 0 && link < place.length ? place[link] : link;
    }

    static Vector3 vector(final YamlMap entry, final String key, final Range range)
    {
        final double[] values = entry.numbers(key, 3, range);
        return new Vector3(values[0], values[1], values[2]);
    }
}
