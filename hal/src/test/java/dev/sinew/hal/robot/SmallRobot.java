package dev.sinew.hal.robot;

import java.util.List;

import dev.sinew.hal.yaml.Mistake;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A text of a valid robot with two joints, and what the reader says when a piece of it is replaced.
 */
final class SmallRobot
{
    static final String TEXT = """
        format: 1
        robot: small
        rates: {base_hz: 1000}
        safety: {command_time_to_live_ms: 100, state_stale_ms: 5, effort_slew_per_s: 50, position_margin_rad: 0.05,
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
          motors:
            arm: {spool_radius_m: 0.01, rotor_inertia_kgm2: 3e-4, damping_nms_rad: 1e-4, effort_max_nm: 6,
              velocity_max_rad_s: 80, temperature_max_c: 80}
          tendons:
            arm: {rest_length_m: 0.3, stiffness_n_m: 3e5, damping_ns_m: 100, tension_n: [10, 500], pretension_n: 20}
        links:
          - {name: base, mass_kg: 5, centre_m: [0, 0, 0], inertia_kgm2: [0.1, 0.1, 0.1]}
          - {name: upper, mass_kg: 1, centre_m: [0, 0, -0.1], inertia_kgm2: [0.01, 0.01, 0.001]}
          - {name: lower, mass_kg: 1, centre_m: [0, 0, -0.1], inertia_kgm2: [0.01, 0.01, 0.001]}
        joints:
          - {name: shoulder, parent: base, child: upper, origin_m: [0, 0, 0.2], axis: [0, 1, 0], limits_rad: [-1, 1],
             default_rad: 0.1, velocity_max_rad_s: 20, effort_max_nm: 10, damping_nms_rad: 0.1,
             armature_kgm2: 0.01, kp_nm_rad: 40, kd_nms_rad: 1}
          - {name: elbow, parent: upper, child: lower, origin_m: [0, 0, -0.2], axis: [0, 1, 0], limits_rad: [0, 2],
             default_rad: 0.3, velocity_max_rad_s: 20, effort_max_nm: 8, damping_nms_rad: 0.1,
             armature_kgm2: 0.01, kp_nm_rad: 40, kd_nms_rad: 1}
        motors:
          - {name: m1, type: arm}
          - {name: m2, type: arm}
          - {name: m3, type: arm}
          - {name: m4, type: arm}
        tendons:
          - {name: t1, type: arm, motor: m1, arms_m: {shoulder: 0.025}}
          - {name: t2, type: arm, motor: m2, arms_m: {shoulder: -0.025}}
          - {name: t3, type: arm, motor: m3, arms_m: {elbow: 0.02}}
          - {name: t4, type: arm, motor: m4, arms_m: {elbow: -0.02}}
        contacts:
          - {name: tip, link: lower, centre_m: [0, 0, -0.2], radius_m: 0.02}
        sensors:
          imus:
            - {name: imu, link: base, position_m: [0, 0, 0]}
          wrenches:
            - {name: grip, link: lower}
          touches:
            - {name: pad, contacts: [tip]}
        buses:
          - {name: left, library: libarm.so, config: "port=1", motors: [m1, m2, m3, m4]}
        """;

    private SmallRobot()
    {
    }

    /** @return text with one piece replaced; the piece has to be there. */
    static String with(final String piece, final String other)
    {
        assertTrue(TEXT.contains(piece), () -> "the fixture lacks: " + piece);
        return TEXT.replaceFirst(java.util.regex.Pattern.quote(piece),
            java.util.regex.Matcher.quoteReplacement(other));
    }

    /** @return what the reader says, one {@code line path: text} a mistake. */
    static List<String> mistakes(final String text)
    {
        final RobotFileException e = assertThrows(RobotFileException.class, () -> RobotFile.parse("r.yaml", text));
        return e.mistakes().stream().map(SmallRobot::show).toList();
    }

    private static String show(final Mistake mistake)
    {
        return mistake.line() + " " + mistake.path() + ": " + mistake.text();
    }
}
