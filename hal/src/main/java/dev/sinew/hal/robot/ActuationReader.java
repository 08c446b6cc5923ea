package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads motors, tendons and return springs and checks that they fit each other.
 */
final class ActuationReader
{
    private static final Range TENSION_N = new Range(0, 1e5, "N", "mN", 1e-3);
    private static final Range STIFFNESS_N_M = new Range(1, 1e9, "N/m", "N/mm", 1e3);
    private static final Range DAMPING_NS_M = Range.of(0, 1e6, "N·s/m");
    /** Part of its path by which a cable may stretch at its greatest tension; more is a unit that was mistaken. */
    private static final double STRAIN_MAX = 0.5;
    /** The least: steel of which a hundredth would do stretches as much. */
    private static final double STRAIN_MIN = 5e-5;

    final MotorReader motors;
    final NameTable tendonNames;
    final NameTable springNames;
    final List<TendonDescription> tendons = new ArrayList<>();
    final List<SpringDescription> springs = new ArrayList<>();
    private final BodyReader body;
    private final RouteReader routes;
    private boolean routesGood = true;

    ActuationReader(final Mistakes mistakes, final BodyReader body)
    {
        motors = new MotorReader(mistakes);
        tendonNames = new NameTable("tendon", mistakes);
        springNames = new NameTable("spring", mistakes);
        this.body = body;
        routes = new RouteReader(body);
    }

    void readTendons(final YamlMap root, final Types types)
    {
        for (final YamlMap raw : root.maps("tendons"))
        {
            final YamlMap entry = types.resolve(raw);
            final String name = tendonNames.define(entry, tendons.size());
            final int motor = motors.names.find(entry, "motor");
            final Optional<TendonRoute> route = routes.read(entry);
            routesGood &= route.isPresent();
            final double[] tension = entry.numbers("tension_n", 2, TENSION_N);
            final double pretension = entry.number("pretension_n", TENSION_N);
            checkTension(entry, tension, pretension);
            final TendonDescription tendon = new TendonDescription(
                name,
                tendons.size(),
                motor,
                winding(entry, motor),
                route.orElse(null),
                routes.restLength(entry, route),
                tension[0],
                tension[1],
                pretension,
                entry.number("stiffness_n_m", STIFFNESS_N_M),
                entry.number("damping_ns_m", DAMPING_NS_M),
                losses(entry));
            checkStrain(entry, tendon);
            tendons.add(tendon);
            if (motor < 0)
            {
                motors.unknown();
            }
            else
            {
                motors.wind(entry, tendon);
            }
            entry.close();
        }
        motors.finish();
    }

    private double winding(final YamlMap entry, final int motor)
    {
        double winding = 1;
        if (entry.has("wound"))
        {
            final String word = entry.string("wound");
            if (!"with".equals(word) && !"against".equals(word))
            {
                entry.mistake("wound", "should be 'with' (a positive turn of the motor winds it up) or 'against', " +
                    "is '" + word + "'");
            }
            winding = "against".equals(word) ? -1 : 1;
        }
        if (!entry.has("spool_radius_m"))
        {
            return winding;
        }
        final double radius = entry.number("spool_radius_m", Range.metres(1e-4, 0.5));
        return motor < 0 ? winding : winding * radius / motors.motors.get(motor).spoolRadiusM();
    }

    private static TendonLosses losses(final YamlMap entry)
    {
        if (!entry.has("losses"))
        {
            return TendonLosses.NONE;
        }
        return entry.map("losses").map(map ->
        {
            final boolean creeps = map.has("creep_ratio") || map.has("creep_time_constant_s");
            final TendonLosses losses = new TendonLosses(
                map.number("friction_coefficient", Range.of(0, 2, "(Coulomb coefficient)"), 0),
                map.number("wrap_rad", new Range(0, 60, "rad", "degrees", Math.PI / 180), 0),
                map.number("backlash_m", Range.metres(0, 0.05), 0),
                creeps ? map.number("creep_ratio", Range.of(0, 10, "(part of the elastic stretch)")) : 0,
                creeps ? map.number("creep_time_constant_s", new Range(1e-3, 1e8, "s", "ms", 1e-3)) :
                    TendonLosses.NONE.creepTimeConstantS());
            if (losses.frictionCoefficient() > 0 && losses.wrapRad() == 0 && !entry.has("path"))
            {
                map.mistake("friction_coefficient", "acts over a wrap angle, and this cable has none; give wrap_rad, " +
                    "the angle by which its guides turn it, or take the friction away");
            }
            if (losses.frictionCoefficient() == 0 && losses.wrapRad() > 0)
            {
                map.mistake("wrap_rad", "has no effect without friction; give friction_coefficient or remove it");
            }
            map.close();
            return losses;
        }).orElse(TendonLosses.NONE);
    }

    private static void checkTension(final YamlMap entry, final double[] tension, final double pretension)
    {
        if (tension[0] >= tension[1])
        {
            entry.mistake("tension_n", "should be [least, greatest], least first and smaller; is [" +
                Range.show(tension[0]) + ", " + Range.show(tension[1]) + "]");
        }
        else if (pretension < tension[0] || pretension > tension[1])
        {
            entry.mistake("pretension_n", Range.show(pretension) + " lies outside tension_n [" +
                Range.show(tension[0]) + ", " + Range.show(tension[1]) + "]");
        }
    }

    private static void checkStrain(final YamlMap entry, final TendonDescription tendon)
    {
        final double stretch = tendon.tensionMaxN() / tendon.stiffnessNM();
        if (tendon.restLengthM() > 0 && stretch > STRAIN_MAX * tendon.restLengthM())
        {
            entry.mistake("stiffness_n_m", Range.show(tendon.stiffnessNM()) + " N/m lets the cable stretch by " +
                Range.show(stretch) + " m at its greatest tension, more than half of its rest_length_m " +
                Range.show(tendon.restLengthM()) + "; did you mean N/mm? " + Range.show(tendon.stiffnessNM()) +
                " N/mm is " + Range.show(1e3 * tendon.stiffnessNM()));
        }
        else if (stretch < STRAIN_MIN * tendon.restLengthM())
        {
            entry.mistake("stiffness_n_m", Range.show(tendon.stiffnessNM()) + " N/m lets the cable stretch by " +
                Range.show(stretch) + " m at its greatest tension, less than 1/20000 of its rest_length_m " +
                Range.show(tendon.restLengthM()) + "; no cable is so stiff: did you mean mN/m? " +
                Range.show(tendon.stiffnessNM()) + " mN/m is " + Range.show(1e-3 * tendon.stiffnessNM()));
        }
    }

    void readSprings(final YamlMap root, final Types types)
    {
        if (!root.has("springs"))
        {
            return;
        }
        for (final YamlMap raw : root.maps("springs"))
        {
            final YamlMap entry = types.resolve(raw);
            final String name = springNames.define(entry, springs.size());
            final Optional<TendonRoute> route = routes.read(entry);
            routesGood &= route.isPresent();
            springs.add(new SpringDescription(
                name,
                springs.size(),
                route.orElse(null),
                routes.restLength(entry, route),
                entry.number("free_length_m", Range.metres(0, 20)),
                entry.number("stiffness_n_m", STIFFNESS_N_M),
                entry.number("damping_ns_m", DAMPING_NS_M, 0)));
            entry.close();
        }
    }

    /** @return true when every route could be read. */
    boolean areRoutesGood()
    {
        return routesGood;
    }

    /** @return line of each element of a path, by the keys that lead to it. */
    Map<String, Integer> pathLines()
    {
        return routes.lines();
    }

    /** Needs every tendon's joints; after an unknown one, this would only repeat that mistake in other words. */
    void checkThatTendonsCrossEveryJoint(final Mistakes mistakes)
    {
        final boolean[] moved = new boolean[body.joints.size()];
        for (int t = 0; routesGood && t < tendons.size(); t++)
        {
            tendons.get(t).route().joints().forEach(joint -> moved[joint] = true);
        }
        for (int i = 0; routesGood && i < moved.length; i++)
        {
            if (!moved[i])
            {
                final String joint = body.joints.get(i).name();
                mistakes.add(body.jointNames.line(joint), "joints." + joint,
                    "is crossed by no tendon, so nothing moves it; add a pair of tendons with arms_m {" + joint +
                    ": 0.01} and {" + joint + ": -0.01}");
            }
        }
    }
}
