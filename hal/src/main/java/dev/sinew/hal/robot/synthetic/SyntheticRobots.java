package dev.sinew.hal.robot.synthetic;

import java.util.Locale;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;

/**
 * A floating base with as many fingers as fit: four joints and five tendons each, routed as neo's, and up to three
 * single joints with a pair of tendons for the rest. Each finger has a contact sphere and a touch cell at its tip.
 */
public final class SyntheticRobots
{
    /** Greatest number of joints. */
    public static final int JOINTS_MAX = 10_000;

    private static final String[] PARTS = {"abd", "mcp", "pip", "dip"};
    private static final String[] AXES = {"[0, 1, 0]", "[-1, 0, 0]", "[-1, 0, 0]", "[-1, 0, 0]"};
    private static final double[] LENGTH_M = {0.004, 0.042, 0.027, 0.022};
    private static final double[] MASS_KG = {0.004, 0.016, 0.01, 0.007};
    private static final String[] EFFORT_NM = {"0.57", "0.63", "0.38", "0.28"};
    private static final String[][] TENDONS = {
        {"ext_r", "9", "abd: 0.006", "mcp: -0.01", "pip: -0.005333333333", "dip: -0.002"},
        {"ext_l", "9", "abd: -0.006", "mcp: -0.01", "pip: -0.005333333333", "dip: -0.002"},
        {"fl1", "6", "mcp: 0.01"},
        {"fl2", "6", "mcp: 0.01", "pip: 0.008"},
        {"fl3", "6", "mcp: 0.01", "pip: 0.008", "dip: 0.006"}};

    private final StringBuilder links = new StringBuilder();
    private final StringBuilder joints = new StringBuilder();
    private final StringBuilder motors = new StringBuilder();
    private final StringBuilder tendons = new StringBuilder();
    private final StringBuilder contacts = new StringBuilder();
    private final StringBuilder touches = new StringBuilder();

    private SyntheticRobots()
    {
    }

    /**
     * @param jointCount number of joints, 1 to {@link #JOINTS_MAX}.
     * @return a robot with that many joints, checked like any other.
     */
    public static RobotDescription withJoints(final int jointCount)
    {
        return RobotFile.parse("synthetic-" + jointCount, yaml(jointCount)).robot();
    }

    /**
     * @param jointCount number of joints, 1 to {@link #JOINTS_MAX}.
     * @return its robot description as text.
     */
    public static String yaml(final int jointCount)
    {
        if (jointCount < 1 || jointCount > JOINTS_MAX)
        {
            throw new IllegalArgumentException("jointCount out of range: value=" + jointCount + ", min=1, max=" +
                JOINTS_MAX);
        }
        final SyntheticRobots robot = new SyntheticRobots();
        for (int finger = 0; finger < jointCount / PARTS.length; finger++)
        {
            robot.finger(finger);
        }
        for (int single = 0; single < jointCount % PARTS.length; single++)
        {
            robot.single(single);
        }
        return robot.text(jointCount);
    }

    private void finger(final int index)
    {
        final String prefix = "f" + index + "_";
        for (int i = 0; i < PARTS.length; i++)
        {
            final double inertia = MASS_KG[i] * LENGTH_M[i] * LENGTH_M[i] / 10 + MASS_KG[i] * 2e-5;
            links.append(String.format(Locale.ROOT,
                "  - {name: %s%s, mass_kg: %s, centre_m: [0, 0, %s], inertia_kgm2: [%.4g, %.4g, %.4g]}\n",
                prefix, PARTS[i], MASS_KG[i], -LENGTH_M[i] / 2, inertia, inertia, inertia));
            final String origin = i == 0 ?
                "[" + 0.03 * (index % 16 - 8) + ", " + 0.03 * (index / 16 % 16 - 8) + ", -0.1]" :
                "[0, 0, " + -LENGTH_M[i - 1] + "]";
            joints.append("  - {name: ").append(prefix).append(PARTS[i])
                .append(", type: finger, parent: ").append(i == 0 ? "base" : prefix + PARTS[i - 1])
                .append(", origin_m: ").append(origin).append(", axis: ").append(AXES[i])
                .append(", limits_rad: ").append(i == 0 ? "[-0.35, 0.35]" : "[-0.2, 1.6]")
                .append(", default_rad: ").append(i == 0 ? "0" : "0.2")
                .append(", effort_max_nm: ").append(EFFORT_NM[i]).append("}\n");
        }
        for (final String[] tendon : TENDONS)
        {
            final StringBuilder arms = new StringBuilder();
            for (int i = 2; i < tendon.length; i++)
            {
                arms.append(i > 2 ? ", " : "").append(prefix).append(tendon[i]);
            }
            tendon(prefix + tendon[0], tendon[1], arms.toString());
        }
        contacts.append("  - {name: ").append(prefix).append("tip, link: ").append(prefix)
            .append("dip, centre_m: [0, 0, -0.022], radius_m: 0.008}\n");
        touches.append("    - {name: ").append(prefix).append("touch, contacts: [").append(prefix).append("tip]}\n");
    }

    private void single(final int index)
    {
        final String name = "s" + index;
        links.append("  - {name: ").append(name)
            .append(", mass_kg: 0.02, centre_m: [0, 0, -0.03], inertia_kgm2: [6e-6, 6e-6, 2e-6]}\n");
        joints.append("  - {name: ").append(name).append(", type: finger, parent: base, origin_m: [0.3, ")
            .append(0.05 * index).append(", -0.1], axis: [0, 1, 0], limits_rad: [-1, 1], default_rad: 0, ")
            .append("effort_max_nm: 0.6}\n");
        tendon(name + "_p", "6", name + ": 0.006");
        tendon(name + "_n", "6", name + ": -0.006");
    }

    private void tendon(final String name, final String pretension, final String arms)
    {
        motors.append("  - {name: ").append(name).append("_motor, type: finger}\n");
        tendons.append("  - {name: ").append(name).append(", type: finger, motor: ").append(name)
            .append("_motor, pretension_n: ").append(pretension).append(", arms_m: {").append(arms).append("}}\n");
    }

    private String text(final int jointCount)
    {
        return """
            format: 1
            robot: synthetic-%d
            rates: {base_hz: 1000}
            safety: {command_time_to_live_ms: 100, state_stale_ms: 5, effort_slew_per_s: 50, position_margin_rad: 0.05,
              lost_cycles_to_freeze: 20, base_tilt_max_rad: 3}
            simulation:
              base_height_m: 1
              friction: 0.9
              contact_stiffness_n_m: 30000
              contact_damping_s_m: 5
              contact_time_constant_s: 0.01
              sensor_delay_cycles: 0
              noise: {joint_position_rad: 0.0005, joint_velocity_rad_s: 0.02, motor_position_rad: 0.001,
                motor_velocity_rad_s: 0.05, tendon_length_m: 0.00002, tendon_velocity_m_s: 0.001,
                tendon_tension_n: 0.3, touch_n: 0.02, orientation_rad: 0.003, gyro_rad_s: 0.01,
                accelerometer_m_s2: 0.05, force_n: 0.5, torque_nm: 0.05}
            types:
              joints:
                finger: {velocity_max_rad_s: 25, damping_nms_rad: 0.002, armature_kgm2: 3e-5, kp_nm_rad: 0.5,
                  kd_nms_rad: 0.01, hand: true}
              motors:
                finger: {spool_radius_m: 0.005, rotor_inertia_kgm2: 1.5e-5, damping_nms_rad: 2e-6,
                  effort_max_nm: 0.5775, velocity_max_rad_s: 150, temperature_max_c: 80}
              tendons:
                finger: {rest_length_m: 0.45, stiffness_n_m: 20000, damping_ns_m: 11, tension_n: [3, 110]}
            links:
              - {name: base, mass_kg: 5, centre_m: [0, 0, 0], inertia_kgm2: [0.1, 0.1, 0.1]}
            """.formatted(jointCount) + links + "joints:\n" + joints + "motors:\n" + motors + "tendons:\n" + tendons +
            "contacts:\n  - {name: base_left, link: base, centre_m: [0, 0.2, -0.2], radius_m: 0.02}\n" +
            "  - {name: base_right, link: base, centre_m: [0, -0.2, -0.2], radius_m: 0.02}\n" + contacts +
            "sensors:\n  imus:\n    - {name: imu_base, link: base, position_m: [0, 0, 0]}\n  touches:\n" +
            "    - {name: base_touch, contacts: [base_left, base_right]}\n" + touches;
    }
}
