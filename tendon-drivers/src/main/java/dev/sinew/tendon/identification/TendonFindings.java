package dev.sinew.tendon.identification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Turns what the fits say of one tendon into numbers with bounds, and leaves out what the recording did not excite. A
 * bound is three standard deviations and what the method leaves open: guides that are spread along a cable instead of
 * sitting in its middle, dampers, the lag of a sample.
 */
final class TendonFindings
{
    private static final double SIGMAS = 3;
    /** Parts of a value that the method itself leaves open. */
    private static final double SPOOL_OPEN = 0.001;
    private static final double INERTIA_OPEN = 0.06;
    private static final double ARM_OPEN = 0.002;
    private static final double STIFFNESS_OPEN = 0.01;
    private static final double FRICTION_OPEN = 0.03;
    private static final double FRICTION_SIGMAS = 5;
    /** The same of the exponent, where there is next to no friction. */
    private static final double EXPONENT_OPEN = 0.001;
    private static final double BACKLASH_OPEN = 0.03;
    /** Part by which the file's radius may be off where none was found. */
    private static final double RADIUS_IN_FILE = 0.05;
    private static final double CREEP_OPEN = 0.1;
    private static final double CREEP_TIME_OPEN = 0.25;
    /** Parts of a value beyond which a bound is of no use. */
    private static final double SPOOL_USEFUL = 0.03;
    private static final double INERTIA_USEFUL = 0.2;
    private static final double ARM_USEFUL = 0.05;
    private static final double STIFFNESS_USEFUL = 0.25;
    private static final double FRICTION_USEFUL = 0.5;
    private static final double EXPONENT_USEFUL = 0.02;
    private static final double BACKLASH_USEFUL = 0.8;
    private static final double CREEP_USEFUL = 0.8;
    /** Why little can be told of a cable. */
    private static final String NO_RADIUS = "its spool's radius is not known, of which it is found as a part";
    private static final String OPPOSED = "two opposed cables on one motor pull against each other alone, and their " +
        "tensions hardly change while the joint moves freely";
    private static final String SLIDE = "the two cables of its motor always slide against each other: what each of " +
        "them loses is not told apart";
    /** Least range of a joint from which a moment arm can be told, rad. */
    private static final double RANGE_RAD = 0.1;

    private final RobotDescription robot;
    private final TendonDescription tendon;
    private final GroupData data;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, Measured> scales = new LinkedHashMap<>();
    private Measured radius;
    private Measured inertia;
    private Measured stiffness;
    private Measured coefficient;
    private Measured backlash;
    private Measured creepRatio;
    private Measured creepTime;
    private double radiusPart;
    private double residualRad;

    TendonFindings(final RobotDescription robot, final TendonDescription tendon, final GroupData data)
    {
        this.robot = robot;
        this.tendon = tendon;
        this.data = data;
    }

    void rotor(final RotorFit fit)
    {
        if (fit == null || !isInertiaOfUse(fit))
        {
            missing.put("rotor_inertia_kgm2", fit == null ? "too few rows" :
                "its motor was hardly accelerated: swing its joints quickly, if only a little");
            return;
        }
        inertia = new Measured(fit.inertia(), inertiaPart(fit) * fit.inertia());
    }

    private static double inertiaPart(final RotorFit fit)
    {
        return SIGMAS * fit.deviation() / fit.inertia() + INERTIA_OPEN;
    }

    /**
     * @param fit a fit.
     * @return true when its inertia is known well enough to be used.
     */
    static boolean isInertiaOfUse(final RotorFit fit)
    {
        return fit.inertia() > 0 && inertiaPart(fit) <= INERTIA_USEFUL;
    }

    void spool(final SpoolFit fit, final int place, final boolean isPair)
    {
        radiusPart = Double.POSITIVE_INFINITY; // arms and stiffness are found as parts of the radius
        if (fit == null)
        {
            missing.put("spool_radius_m", "too few rows with a taut cable");
            return;
        }
        if (!isRadiusOfUse(fit, place))
        {
            missing.put("spool_radius_m", isPair ? OPPOSED :
                "the motor's torque hardly changed: pull with more and with less");
            return;
        }
        radiusPart = radiusPart(fit, place);
        radius = new Measured(Math.abs(fit.radius(place)), radiusPart * Math.abs(fit.radius(place)));
    }

    private static double radiusPart(final SpoolFit fit, final int place)
    {
        return SIGMAS * fit.deviation(place) / Math.abs(fit.radius(place)) + SPOOL_OPEN;
    }

    /**
     * @param fit   a fit.
     * @param place place of a tendon among those of its motor.
     * @return true when its radius is known well enough to be used.
     */
    static boolean isRadiusOfUse(final SpoolFit fit, final int place)
    {
        return radiusPart(fit, place) <= SPOOL_USEFUL;
    }

    void cable(final CableFit fit, final List<Leg> legs, final Known known, final boolean isPair)
    {
        if (fit == null)
        {
            final String reason = legs.isEmpty() ?
                "its path runs through points, which a recording does not tell apart" :
                "too few rows with a taut cable";
            missing.put("arm_scale", reason);
            missing.put("stiffness_n_m", reason);
            missing.put("creep_ratio", reason);
            return;
        }
        residualRad = fit.rmsRad();
        for (int k = 0; k < legs.size(); k++)
        {
            arm(fit, legs.get(k), k, known);
        }
        final double compliance = fit.compliance() * known.radius;
        final double part = SIGMAS * Math.abs(fit.complianceDeviation() / fit.compliance()) + radiusPart +
            STIFFNESS_OPEN;
        if (!isPair && compliance > 0 && part <= STIFFNESS_USEFUL)
        {
            stiffness = new Measured(known.stiffness, part * known.stiffness);
        }
        else
        {
            missing.put("stiffness_n_m", radius == null ? NO_RADIUS : isPair ? OPPOSED : "its tension " +
                "hardly changed while the joints stood: let all tendons pull harder and let go again");
        }
        creep(fit, isPair);
    }

    private void arm(final CableFit fit, final Leg leg, final int k, final Known known)
    {
        final String joint = robot.joints().get(data.group.joints().get(leg.joint)).name();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (final double q : data.position[leg.joint])
        {
            least = Math.min(least, q);
            most = Math.max(most, q);
        }
        final double found = fit.scaleOverRadius(k) * known.radius;
        final double part = SIGMAS * fit.scaleOverRadiusDeviation(k) * Math.abs(known.radius) + radiusPart + ARM_OPEN;
        if (most - least < RANGE_RAD || !(part <= ARM_USEFUL) || !(found > 0))
        {
            missing.put("arm_scale." + joint, most - least < RANGE_RAD || radius != null ?
                "the joint hardly moved: move it over most of its range" : NO_RADIUS);
            return;
        }
        scales.put(joint, new Measured(found, part * found));
    }

    private void creep(final CableFit fit, final boolean isPair)
    {
        final double ratio = fit.creeps() ? fit.creepCompliance() / fit.compliance() : 0;
        final double part = fit.creeps() ? SIGMAS * fit.creepComplianceDeviation() /
            Math.abs(fit.compliance()) / ratio + CREEP_OPEN : 1;
        if (!fit.creeps() || !(ratio > 0) || !(part <= CREEP_USEFUL))
        {
            missing.put("creep_ratio", isPair ? OPPOSED : "none was seen: hold a high and then a low tension " +
                "for a minute each, or there is none");
            return;
        }
        creepRatio = new Measured(ratio, part * ratio);
        creepTime = new Measured(fit.creepTimeS(), CREEP_TIME_OPEN * fit.creepTimeS());
    }

    void friction(final FrictionFit fit, final int i, final boolean isPath, final boolean isPair)
    {
        final double wrap = wrapRad();
        if (isPath || isPair || !isFrictionOfUse(fit, i))
        {
            missing.put("friction_coefficient", isPath ? "its arms are not known well enough" : isPair ? SLIDE :
                "its cable did not slide both ways beside others that did: move each joint back and forth at two " +
                "levels of tension");
            return;
        }
        coefficient = new Measured(Math.max(0, fit.exponent(i)) / wrap, exponentBound(fit, i) / wrap);
    }

    private static double exponentBound(final FrictionFit fit, final int i)
    {
        return fit == null ? Double.POSITIVE_INFINITY :
            FRICTION_SIGMAS * fit.deviation(i) + FRICTION_OPEN * Math.max(0, fit.exponent(i)) + EXPONENT_OPEN;
    }

    /**
     * @param fit a fit, or null.
     * @param i   place of a tendon in its group.
     * @return true when its exponent is known well enough to be used.
     */
    static boolean isFrictionOfUse(final FrictionFit fit, final int i)
    {
        return exponentBound(fit, i) <= (fit == null ? 0 :
            Math.max(FRICTION_USEFUL * Math.max(0, fit.exponent(i)), EXPONENT_USEFUL));
    }

    void backlash(final CableFit fit, final boolean isLoose, final SpoolFit spool, final Known known)
    {
        if (!isLoose)
        {
            missing.put("backlash_m",
                "a spool that winds one way stays at one flank while a cable pulls: none is felt");
            return;
        }
        if (fit == null || spool == null || !spool.sawBothFlanks())
        {
            missing.put("backlash_m", "its torque never changed its sign: drive its joint both ways");
            return;
        }
        final double size = Math.abs(known.radius);
        final double value = Math.max(0, 2 * fit.halfGap() * size);
        final double bound = SIGMAS * 2 * fit.halfGapDeviation() * size + 1e-5 +
            (BACKLASH_OPEN + (radius == null ? RADIUS_IN_FILE : radiusPart)) * value;
        if (!(bound <= Math.max(BACKLASH_USEFUL * value, 1e-4)))
        {
            missing.put("backlash_m", "it cannot be told from noise: drive its joint both ways more often");
            return;
        }
        backlash = new Measured(value, bound);
    }

    private double wrapRad()
    {
        return tendon.losses().wrapRad() > 0 ? tendon.losses().wrapRad() : 1;
    }

    IdentifiedTendon result()
    {
        return new IdentifiedTendon(tendon.name(), radius, inertia, scales, stiffness, coefficient, wrapRad(), backlash,
            creepRatio, creepTime, residualRad, missing);
    }
}
