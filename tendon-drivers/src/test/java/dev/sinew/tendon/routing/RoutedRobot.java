package dev.sinew.tendon.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;

/**
 * Robots whose cables run over points, cylinders and pulleys, as texts of robot files. Their tendons need not be able
 * to move them: only geometry is asked for.
 */
public final class RoutedRobot
{
    private static final String HEAD = """
        format: 1
        robot: routed
        rates: {base_hz: 1000}
        safety: {command_time_to_live_ms: 100, state_stale_ms: 5, effort_slew_per_s: 50, position_margin_rad: 0.01,
          lost_cycles_to_freeze: 20, base_tilt_max_rad: 1}
        simulation:
          base_height_m: 0.5
          friction: 0.9
          contact_stiffness_n_m: 30000
          contact_damping_s_m: 5
          contact_time_constant_s: 0.01
          sensor_delay_cycles: 0
          noise: {joint_position_rad: 0, joint_velocity_rad_s: 0, motor_position_rad: 0, motor_velocity_rad_s: 0,
            tendon_length_m: 0, tendon_velocity_m_s: 0, tendon_tension_n: 0, touch_n: 0, orientation_rad: 0,
            gyro_rad_s: 0, accelerometer_m_s2: 0, force_n: 0, torque_nm: 0}
        types:
          joints:
            j: {default_rad: 0, velocity_max_rad_s: 20, effort_max_nm: 1, damping_nms_rad: 0.01, armature_kgm2: 0.01,
              kp_nm_rad: 1, kd_nms_rad: 0.01, open_by_design: true}
          motors:
            m: {spool_radius_m: 0.01, rotor_inertia_kgm2: 3e-4, damping_nms_rad: 1e-4, effort_max_nm: 6,
              velocity_max_rad_s: 80, temperature_max_c: 80}
          tendons:
            t: {stiffness_n_m: 1e5, damping_ns_m: 10, tension_n: [3, 100], pretension_n: 5}
        """;

    private final StringBuilder links = new StringBuilder();
    private final StringBuilder joints = new StringBuilder();
    private final StringBuilder motors = new StringBuilder();
    private final StringBuilder tendons = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int tendonCount;

    /** A robot with a base and nothing else. */
    public RoutedRobot()
    {
        link("base");
    }

    private void link(final String name)
    {
        links.append("  - {name: ").append(name)
            .append(", mass_kg: 0.1, centre_m: [0, 0, 0], inertia_kgm2: [1e-4, 1e-4, 1e-4]}\n");
        names.add(name);
    }

    public RoutedRobot joint(final String child, final String parent, final String origin, final String axis,
        final String limits)
    {
        link(child);
        joints.append("  - {name: ").append(child).append(", type: j, parent: ").append(parent).append(", origin_m: ")
            .append(origin).append(", axis: ").append(axis).append(", limits_rad: ").append(limits).append("}\n");
        return this;
    }

    /** Adds a tendon; {@code route} is like {@code path: [...]}. */
    public RoutedRobot tendon(final String route)
    {
        final String name = "t" + tendonCount++;
        motors.append("  - {name: m").append(name).append(", type: m}\n");
        tendons.append("  - {name: ").append(name).append(", type: t, motor: m").append(name).append(", ")
            .append(route).append("}\n");
        return this;
    }

    public String yaml()
    {
        return HEAD + "links:\n" + links + "joints:\n" + joints + "motors:\n" + motors + "tendons:\n" + tendons;
    }

    public RobotDescription build()
    {
        return RobotFile.parse("routed.yaml", yaml()).robot();
    }

    /** One joint about +y at the origin, a cable over a cylinder of 6 mm on its axis, on the +z side. */
    public static RoutedRobot oneJoint()
    {
        return new RoutedRobot().joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-1.2, 1.6]")
            .tendon("path: [{link: base, at_m: [-0.02, 0, 0.008]}, {cylinder: {link: base, centre_m: [0, 0, 0], " +
                "axis: [0, 1, 0], radius_m: 0.006, side_m: [0, 0, 0.02]}}, {link: tip, at_m: [0.02, 0, 0.007]}]");
    }

    /**
     * A palm on a wrist, a finger of three joints and a thumb of two, all axes at random, and cables of every kind.
     *
     * @param seed what is random.
     */
    public static RoutedRobot hand(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final RoutedRobot robot = new RoutedRobot();
        robot.joint("palm", "base", "[0.05, 0, 0.02]", axis(random), "[-0.5, 0.5]");
        robot.joint("ff0", "palm", "[0.08, 0.02, 0]", axis(random), "[-0.6, 0.6]");
        robot.joint("ff1", "ff0", "[0.045, 0, 0]", axis(random), "[-0.4, 0.9]");
        robot.joint("ff2", "ff1", "[0.04, 0, 0]", axis(random), "[-0.2, 0.8]");
        robot.joint("th0", "palm", "[0.03, -0.03, 0]", axis(random), "[-0.6, 0.6]");
        robot.joint("th1", "th0", "[0.04, 0, 0]", axis(random), "[-0.5, 0.7]");
        robot.tendon(robot.path(random, "base", "palm", "ff0", "ff1", "ff2"));
        robot.tendon(robot.path(random, "palm", "ff0", "ff1", "ff2"));
        robot.tendon(robot.path(random, "palm", "ff0", "ff1"));
        robot.tendon(robot.path(random, "palm", "th0", "th1"));
        robot.tendon(robot.path(random, "th0", "palm", "ff0"));
        robot.tendon("arms_m: {palm: 0.01, ff0: -0.004}, rest_length_m: 0.3");
        robot.tendon("arms_poly_m: {ff2: [0.005, 0.001, -0.002], th1: [-0.004, 0, 0.001]}, rest_length_m: 0.2");
        robot.tendon("path: [{link: base, at_m: [0, 0, 0.03]}, {link: palm, at_m: [0.01, 0.003, 0.015]}, " +
            "{pulley: 2}, {link: palm, at_m: [0.01, 0.003, 0.015]}, {link: ff0, at_m: [0.02, 0.001, 0.006]}, " +
            "{pulley: 2}, {link: palm, at_m: [0.01, 0.003, 0.015]}, {link: th0, at_m: [0.02, -0.001, 0.007]}]");
        return robot;
    }

    /** A point on each link, and between two of them, two times out of three, a cylinder near the joint. */
    private String path(final SplittableRandom random, final String... over)
    {
        final StringBuilder path = new StringBuilder("path: [");
        for (int i = 0; i < over.length; i++)
        {
            final double x = 0.015 + 0.01 * random.nextDouble();
            path.append(i == 0 ? "" : ", ").append("{link: ").append(over[i]).append(", at_m: ")
                .append(vector(x, 0.004 * centred(random), 0.012 + 0.003 * centred(random))).append("}");
            if (i + 1 < over.length && random.nextInt(3) > 0)
            {
                path.append(", {cylinder: {link: ").append(over[i + 1]).append(", centre_m: ")
                    .append(vector(0.003 * centred(random), 0.01 * centred(random), 0.003 * centred(random)))
                    .append(", axis: ").append(across(random)).append(", radius_m: ")
                    .append(number(0.004 + 0.004 * random.nextDouble())).append(", side_m: ")
                    .append(vector(0.002 * centred(random), 0, 0.03)).append("}}");
            }
        }
        return path.append("]").toString();
    }

    private static String axis(final SplittableRandom random)
    {
        return unit(0.4 * centred(random), 1, 0.4 * centred(random));
    }

    private static String across(final SplittableRandom random)
    {
        return unit(0.3 * centred(random), 1, 0.3 * centred(random));
    }

    private static double centred(final SplittableRandom random)
    {
        return 2 * random.nextDouble() - 1;
    }

    private static String unit(final double x, final double y, final double z)
    {
        final double length = Math.sqrt(x * x + y * y + z * z);
        return vector(x / length, y / length, z / length);
    }

    private static String vector(final double x, final double y, final double z)
    {
        return "[" + number(x) + ", " + number(y) + ", " + number(z) + "]";
    }

    private static String number(final double value)
    {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
