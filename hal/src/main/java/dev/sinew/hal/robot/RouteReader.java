package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads how a tendon or spring runs over joints: one of {@code arms_m}, {@code arms_poly_m} and {@code path}.
 */
final class RouteReader
{
    private static final double ARM_MIN_M = 1e-5;
    private static final double ARM_MAX_M = 0.5;
    private static final Range ARM_M = Range.metres(-ARM_MAX_M, ARM_MAX_M);
    private static final Range COEFFICIENT = Range.of(-10, 10, "m/rad^k");
    private static final int COEFFICIENTS_MAX = 12;
    private static final Range PLACE_M = Range.metres(-5, 5);
    private static final Range RADIUS_M = Range.metres(1e-4, 0.5);
    private static final Range DIVISOR = Range.of(0.01, 100, "(a divisor)");
    private static final List<String> KINDS = List.of("arms_m", "arms_poly_m", "path");
    /** Positions of a joint at which a polynomial arm is looked at. */
    private static final int SAMPLES = 33;

    private final BodyReader body;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private boolean good;

    RouteReader(final BodyReader body)
    {
        this.body = body;
    }

    /** @return the route; empty after a mistake. */
    Optional<TendonRoute> read(final YamlMap entry)
    {
        final List<String> given = KINDS.stream().filter(entry::has).toList();
        if (given.size() > 1)
        {
            entry.mistake(given.get(1), "says how the cable runs a second time, after " + given.get(0) +
                "; keep one of the two");
        }
        good = given.size() == 1;
        TendonRoute route = null;
        if (given.isEmpty())
        {
            entry.mistake("name", "has no route; give arms_m (round pulleys), arms_poly_m (arms that depend on their " +
                "joint) or path (points and cylinders)");
        }
        else if ("arms_m".equals(given.get(0)))
        {
            route = pulleys(entry);
        }
        else if ("arms_poly_m".equals(given.get(0)))
        {
            route = polynomial(entry);
        }
        else
        {
            route = path(entry);
        }
        return good ? Optional.of(route) : Optional.empty();
    }

    /** @return line of each element of a path, by the keys that lead to it. */
    Map<String, Integer> lines()
    {
        return lines;
    }

    /** @return path length at joint positions 0, m; 0 for a path. */
    double restLength(final YamlMap entry, final Optional<TendonRoute> route)
    {
        if (entry.has("path"))
        {
            if (entry.has("rest_length_m"))
            {
                entry.mistake("rest_length_m", "is one too many: the length of a path follows from its points; " +
                    "remove it");
            }
            return 0;
        }
        return entry.number("rest_length_m", Range.metres(1e-3, 20));
    }

    private TendonRoute pulleys(final YamlMap entry)
    {
        final List<TendonDescription.MomentArm> arms = new ArrayList<>();
        entry.map("arms_m").ifPresent(map ->
        {
            for (final String jointName : map.keys())
            {
                final double arm = map.number(jointName, ARM_M);
                final int joint = joint(map, jointName);
                good &= !Double.isNaN(arm);
                if (Math.abs(arm) < ARM_MIN_M)
                {
                    map.mistake(jointName, "a moment arm of " + Range.show(arm) +
                        " m moves nothing; give the spool's distance from the joint in m, or remove the joint");
                    good = false;
                }
                arms.add(new TendonDescription.MomentArm(joint, arm));
            }
        });
        crossesSomething(entry, "arms_m", arms.isEmpty(), "{l_knee: 0.04}");
        return new TendonRoute.Pulleys(arms);
    }

    private TendonRoute polynomial(final YamlMap entry)
    {
        final List<TendonRoute.PolynomialArm> arms = new ArrayList<>();
        entry.map("arms_poly_m").ifPresent(map ->
        {
            for (final String jointName : map.keys())
            {
                final double[] read = map.list(jointName, COEFFICIENTS_MAX, COEFFICIENT);
                final List<Double> coefficients = new ArrayList<>();
                for (final double coefficient : read)
                {
                    coefficients.add(coefficient);
                }
                final TendonRoute.PolynomialArm arm =
                    new TendonRoute.PolynomialArm(joint(map, jointName), coefficients);
                good &= !Double.isNaN(read[0]);
                if (good && body.joints.get(arm.joint()).lowerRad() < body.joints.get(arm.joint()).upperRad())
                {
                    judge(map, jointName, arm);
                }
                arms.add(arm);
            }
        });
        crossesSomething(entry, "arms_poly_m", arms.isEmpty(), "{l_knee: [0.04, 0.003]}");
        return new TendonRoute.Polynomial(arms);
    }

    /** Arms have to be believable in the joint's whole range, whatever the coefficients look like. */
    private void judge(final YamlMap map, final String jointName, final TendonRoute.PolynomialArm arm)
    {
        final JointDescription joint = body.joints.get(arm.joint());
        double most = 0;
        double at = 0;
        for (int i = 0; i < SAMPLES; i++)
        {
            final double q = joint.lowerRad() + (joint.upperRad() - joint.lowerRad()) * i / (SAMPLES - 1);
            if (Math.abs(arm.at(q)) > Math.abs(most))
            {
                most = arm.at(q);
                at = q;
            }
        }
        if (Math.abs(most) < ARM_MIN_M)
        {
            map.mistake(jointName, "a moment arm of at most " + Range.show(Math.abs(most)) +
                " m in the joint's range moves nothing; give coefficients in m/rad^k, the constant first, or remove " +
                "the joint");
            good = false;
        }
        else if (!ARM_M.objection(most).isEmpty())
        {
            map.mistake(jointName, "the moment arm " + ARM_M.objection(most) + ", at " + Range.show(at) +
                " rad; give coefficients in m/rad^k, the constant first");
            good = false;
        }
    }

    private int joint(final YamlMap map, final String jointName)
    {
        final int joint = body.jointNames.find(jointName, map.line(jointName), map.path());
        good &= joint >= 0;
        return joint;
    }

    private void crossesSomething(final YamlMap entry, final String key, final boolean empty, final String example)
    {
        if (empty)
        {
            entry.mistake(key, "crosses no joint; name at least one, like " + example);
            good = false;
        }
    }

    private TendonRoute path(final YamlMap entry)
    {
        final List<TendonRoute.Element> elements = new ArrayList<>();
        final List<YamlMap> items = entry.maps("path");
        for (final YamlMap item : items)
        {
            elements.add(element(item));
            lines.put(item.path(), item.line());
            item.close();
        }
        for (int i = 0; i < elements.size(); i++)
        {
            neighbours(items.get(i), elements, i);
        }
        if (elements.stream().filter(TendonRoute.Via.class::isInstance).count() < 2)
        {
            entry.mistake("path", "should have at least two points, like [{link: palm, at_m: [0, 0, 0.01]}, " +
                "{link: finger, at_m: [0.02, 0, 0.01]}]");
            good = false;
        }
        final List<Integer> joints = good ? joints(elements) : List.of();
        if (good && joints.isEmpty())
        {
            entry.mistake("path", "crosses no joint: all of it lies on link '" +
                body.links.get(firstLink(elements)).name() + "'; end it on a link that a joint moves against that one");
            good = false;
        }
        return new TendonRoute.Path(elements, joints);
    }

    private TendonRoute.Element element(final YamlMap item)
    {
        if (item.has("pulley"))
        {
            final double divisor = item.number("pulley", DIVISOR);
            good &= !Double.isNaN(divisor);
            return new TendonRoute.Pulley(divisor);
        }
        if (item.has("cylinder"))
        {
            final Optional<YamlMap> map = item.map("cylinder");
            good &= map.isPresent();
            return map.<TendonRoute.Element>map(this::cylinder).orElse(new TendonRoute.Pulley(1));
        }
        final int link = body.findLink(item);
        good &= body.isTree();
        final Vector3 at = BodyReader.vector(item, "at_m", PLACE_M);
        good &= link >= 0 && !Double.isNaN(at.x());
        return new TendonRoute.Via(link, at);
    }

    private TendonRoute.Cylinder cylinder(final YamlMap map)
    {
        final TendonRoute.Cylinder cylinder = new TendonRoute.Cylinder(
            body.findLink(map),
            BodyReader.vector(map, "centre_m", PLACE_M),
            BodyReader.axis(map),
            map.number("radius_m", RADIUS_M),
            BodyReader.vector(map, "side_m", PLACE_M));
        map.close();
        final double distance = cylinder.distanceOfAxisTo(cylinder.sideM());
        good &= cylinder.link() >= 0 && distance * cylinder.radiusM() * 0 == 0;
        if (distance <= cylinder.radiusM() * (1 + 1e-6))
        {
            map.mistake("side_m", "lies inside the cylinder, " + Range.show(distance * 1000) + " mm from its axis; " +
                "give a point outside, on the side on which the cable passes");
            good = false;
        }
        return cylinder;
    }

    private void neighbours(final YamlMap item, final List<TendonRoute.Element> elements, final int i)
    {
        final TendonRoute.Element before = i > 0 ? elements.get(i - 1) : null;
        final TendonRoute.Element after = i + 1 < elements.size() ? elements.get(i + 1) : null;
        if (elements.get(i) instanceof TendonRoute.Cylinder &&
            !(before instanceof TendonRoute.Via && after instanceof TendonRoute.Via))
        {
            item.mistake("cylinder", "should stand between two points; put {link: ..., at_m: [...]} before and after " +
                "it");
            good = false;
        }
        if (elements.get(i) instanceof TendonRoute.Pulley &&
            (before instanceof TendonRoute.Pulley || !(after instanceof TendonRoute.Via)))
        {
            item.mistake("pulley", "should be followed by a point: a branch of the cable begins there");
            good = false;
        }
        if (elements.get(i) instanceof TendonRoute.Via && isEnd(before) && isEnd(after))
        {
            item.mistake("link", "is a branch of one point; a branch needs at least two, so name the point at which " +
                "it begins again after the pulley");
            good = false;
        }
    }

    private static boolean isEnd(final TendonRoute.Element element)
    {
        return element == null || element instanceof TendonRoute.Pulley;
    }

    private static int firstLink(final List<TendonRoute.Element> elements)
    {
        return elements.stream().filter(TendonRoute.Via.class::isInstance)
            .mapToInt(element -> ((TendonRoute.Via)element).link()).findFirst().orElse(0);
    }

    /** @return joints between the links of neighbouring elements, ascending; nothing runs across a pulley. */
    private List<Integer> joints(final List<TendonRoute.Element> elements)
    {
        final TreeSet<Integer> joints = new TreeSet<>();
        for (int i = 1; i < elements.size(); i++)
        {
            final int from = linkOf(elements.get(i - 1));
            final int to = linkOf(elements.get(i));
            if (from >= 0 && to >= 0)
            {
                between(from, to, joints);
            }
        }
        return List.copyOf(joints);
    }

    private static int linkOf(final TendonRoute.Element element)
    {
        if (element instanceof TendonRoute.Via via)
        {
            return via.link();
        }
        return element instanceof TendonRoute.Cylinder cylinder ? cylinder.link() : -1;
    }

    /** Links are numbered parents first: the one with the higher number hangs on the joint to take next. */
    private void between(final int from, final int to, final TreeSet<Integer> joints)
    {
        int a = from;
        int b = to;
        while (a != b)
        {
            final int joint = Math.max(a, b) - 1;
            final int parent = body.joints.get(joint).parentLink();
            joints.add(joint);
            b = a > b ? b : parent;
            a = a == joint + 1 ? parent : a;
        }
    }
}
