package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes, spools, losses, springs: what the reader makes of them, and what it says when they are wrong. */
class TendonFileTest
{
    private static final String ELBOW = "arms_m: {elbow: 0.02}}";
    private static final String PATH = """
        tension_n: [10, 500],
          pretension_n: 20, stiffness_n_m: 3e5, damping_ns_m: 100, path: [{link: upper, at_m: [-0.02, 0, -0.1]},
          {cylinder: {link: upper, centre_m: [0, 0, -0.2], axis: [0, 1, 0], radius_m: 0.01, side_m: [-0.03, 0, -0.2]}},
          {link: lower, at_m: [-0.02, 0, -0.1]}]}""";

    /** The small robot with a path, a polynomial, a pair on one motor, losses, heat and a spring. */
    static String everything()
    {
        return path()
            .replace("arms_m: {shoulder: -0.025}", "arms_poly_m: {shoulder: [-0.025, 0.002]}, losses: " +
                "{friction_coefficient: 0.1, wrap_rad: 2, backlash_m: 0.001}, wound: with")
            .replace("contacts:\n", """
                springs:
                  - {name: back, arms_m: {elbow: -0.01}, rest_length_m: 0.1, free_length_m: 0.08, stiffness_n_m: 900}
                contacts:
                """)
            .replace("{name: m4, type: arm}", "{name: m4, type: arm, thermal: {loss_w_per_nm2: 3, winding_j_k: 20, " +
                "winding_to_case_k_w: 0.5, case_j_k: 300, case_to_air_k_w: 2, air_c: 30}}");
    }

    private static String path()
    {
        return SmallRobot.with("type: arm, motor: m3, " + ELBOW, "motor: m3, " + PATH);
    }

    @Test
    void shouldReadAPath()
    {
        final TendonDescription tendon = RobotFile.parse("r.yaml", path()).robot().tendons().get(2);
        assertEquals(new TendonRoute.Path(List.of(
            new TendonRoute.Via(1, new Vector3(-0.02, 0, -0.1)),
            new TendonRoute.Cylinder(1, new Vector3(0, 0, -0.2), new Vector3(0, 1, 0), 0.01,
                new Vector3(-0.03, 0, -0.2)),
            new TendonRoute.Via(2, new Vector3(-0.02, 0, -0.1))), List.of(1)), tendon.route());
        assertEquals(0, tendon.restLengthM());
    }

    @Test
    void shouldFindTheJointsBetweenTheLinksOfAPath()
    {
        final String text =
            path().replace("{link: upper, at_m: [-0.02, 0, -0.1]}", "{link: base, at_m: [-0.02, 0, 0]}");
        assertEquals(List.of(0, 1), RobotFile.parse("r.yaml", text).robot().tendons().get(2).route().joints());
        final String branches = path().replace("{link: lower, at_m: [-0.02, 0, -0.1]}]",
            "{link: lower, at_m: [-0.02, 0, -0.1]}, {pulley: 2}, {link: base, at_m: [0, 0, 0]}, " +
            "{link: base, at_m: [0, 0, 0.1]}]");
        assertEquals(List.of(1), RobotFile.parse("r.yaml", branches).robot().tendons().get(2).route().joints());
    }

    @Test
    void shouldReadPolynomialArms()
    {
        final TendonDescription tendon = RobotFile.parse("r.yaml", SmallRobot.with(ELBOW,
            "arms_poly_m: {elbow: [0.02, -0.003, 0.001]}}")).robot().tendons().get(2);
        final TendonRoute.Polynomial route = (TendonRoute.Polynomial)tendon.route();
        assertEquals(0.02 - 0.003 * 1.5 + 0.001 * 2.25, route.arms().get(0).at(1.5), 1e-15);
        assertEquals(List.of(1), route.joints());
    }

    @Test
    void shouldReadAPairOnOneMotor()
    {
        final RobotDescription robot = RobotFile.parse("r.yaml", SmallRobot.with("motor: m4", "wound: against, " +
            "spool_radius_m: 0.008, motor: m3").replace("  - {name: m4, type: arm}\n", "")
            .replace("m3, m4]", "m3]")).robot();
        assertEquals(List.of(2, 3), robot.motors().get(2).tendons());
        assertEquals(0.01, robot.spoolRadiusM(robot.tendons().get(2)));
        assertEquals(-0.008, robot.spoolRadiusM(robot.tendons().get(3)), 1e-15);
    }

    @Test
    void shouldReadLossesSpringsHeatAndMissingEncoders()
    {
        final RobotDescription robot = RobotFile.parse("r.yaml", SmallRobot.with(ELBOW, "arms_m: {elbow: 0.02}, " +
            "losses: {friction_coefficient: 0.1, wrap_rad: 2, backlash_m: 0.001, creep_ratio: 0.2, " +
            "creep_time_constant_s: 60}}")
            .replace("{name: m4, type: arm}", "{name: m4, type: arm, thermal: {loss_w_per_nm2: 3, winding_j_k: 20, " +
                "winding_to_case_k_w: 0.5, case_j_k: 300, case_to_air_k_w: 2, air_c: 30}}")
            .replace("default_rad: 0.3,", "default_rad: 0.3, encoder: false, open_by_design: true,")
            .replace("contacts:\n", """
                springs:
                  - {name: back, arms_m: {elbow: -0.01}, rest_length_m: 0.1, free_length_m: 0.08, stiffness_n_m: 900}
                contacts:
                """)).robot();
        assertEquals(new TendonLosses(0.1, 2, 0.001, 0.2, 60), robot.tendons().get(2).losses());
        assertEquals(new MotorThermal(3, 20, 0.5, 300, 2, 30), robot.motors().get(3).thermal());
        assertEquals(new SpringDescription("back", 0, new TendonRoute.Pulleys(List.of(
            new TendonDescription.MomentArm(1, -0.01))), 0.1, 0.08, 900, 0), robot.springs().get(0));
        assertEquals(List.of(true, false), robot.joints().stream().map(JointDescription::encoder).toList());
        assertEquals(List.of(false, true), robot.joints().stream().map(JointDescription::openByDesign).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {elbow: 0.02}} | {elbow: 0.02}, arms_poly_m: {elbow: [0.02]}} | tendons.t3.arms_poly_m: says how the cable \
        runs a second time, after arms_m; keep one of the two
        arms_m: {elbow: 0.02}} | wound: with} | tendons.t3.name: has no route; give arms_m (round pulleys), \
        arms_poly_m (arms that depend on their joint) or path (points and cylinders)
        arms_m: {elbow: 0.02}} | arms_poly_m: {elbow: [20]}} | tendons.t3.arms_poly_m.elbow: should be from -10 to 10 \
        m/rad^k, is 20
        arms_m: {elbow: 0.02}} | arms_poly_m: {elbow: [2]}} | tendons.t3.arms_poly_m.elbow: the moment arm should be \
        from -0.5 to 0.5 m, is 2; did you mean mm? 2 mm is 0.002, at 0 rad; give coefficients in m/rad^k, the constant \
        first
        arms_m: {elbow: 0.02}} | arms_poly_m: {elbow: [0, 1e-6]}} | tendons.t3.arms_poly_m.elbow: a moment arm of at \
        most 2.0E-6 m in the joint's range moves nothing; give coefficients in m/rad^k, the constant first, or remove \
        the joint
        arms_m: {elbow: 0.02}} | arms_poly_m: {elbow: []}} | tendons.t3.arms_poly_m.elbow: should be a list of 1 to 12 \
        numbers, like [0.1, 0.2, 0.3]
        arms_m: {elbow: 0.02}} | arms_poly_m: {}} | tendons.t3.arms_poly_m: crosses no joint; name at least one, like \
        {l_knee: [0.04, 0.003]}
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 20}} | tendons.t3.arms_m.elbow: should be from -0.5 to 0.5 m, is 20; \
        did you mean mm? 20 mm is 0.02
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, wound: left} | tendons.t3.wound: should be 'with' (a positive \
        turn of the motor winds it up) or 'against', is 'left'
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, spool_radius_m: 8} | tendons.t3.spool_radius_m: should be from \
        1.0E-4 to 0.5 m, is 8; did you mean mm? 8 mm is 0.008
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, spool_radius_m: 0} | tendons.t3.spool_radius_m: should be from \
        1.0E-4 to 0.5 m, is 0
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, spool_radius_m: 0.02} | types.motors.arm.effort_max_nm: 6 N·m \
        is too little: tendon 't3' wants 500 N on a spool of 0.02 m; give at least 10 or lower tension_n
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, losses: {friction_coefficient: 0.1}} | \
        tendons.t3.losses.friction_coefficient: acts over a wrap angle, and this cable has none; give wrap_rad, the \
        angle by which its guides turn it, or take the friction away
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, losses: {wrap_rad: 90}} | tendons.t3.losses.wrap_rad: should \
        be from 0 to 60 rad, is 90; did you mean degrees? 90 degrees is 1.5708
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, losses: {wrap_rad: 3}} | tendons.t3.losses.wrap_rad: has no \
        effect without friction; give friction_coefficient or remove it
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, losses: {creep_ratio: 0.1}} | tendons.t3.losses: lacks the key \
        'creep_time_constant_s'
        arms_m: {elbow: 0.02}} | arms_m: {elbow: 0.02}, losses: {backlash_m: 1}} | tendons.t3.losses.backlash_m: \
        should be from 0 to 0.05 m, is 1; did you mean mm? 1 mm is 0.001
        stiffness_n_m: 3e5 | stiffness_n_m: 300 | types.tendons.arm.stiffness_n_m: 300 N/m lets the cable stretch by \
        1.66667 m at its greatest tension, more than half of its rest_length_m 0.3; did you mean N/mm? 300 N/mm is \
        300000
        stiffness_n_m: 3e5 | stiffness_n_m: 3e8 | types.tendons.arm.stiffness_n_m: 300000000 N/m lets the cable \
        stretch by 1.66667E-6 m at its greatest tension, less than 1/20000 of its rest_length_m 0.3; no cable is so \
        stiff: did you mean mN/m? 300000000 mN/m is 300000
        {name: m4, type: arm} | {name: m4, type: arm, thermal: {loss_w_per_nm2: 3, winding_j_k: 20, \
        winding_to_case_k_w: 0.5, case_j_k: 300, case_to_air_k_w: 2, air_c: 80}} | motors.m4.thermal.air_c: 80 °C is \
        not below temperature_max_c 80, so the motor could never run; lower the one or raise the other
        {name: m4, type: arm} | {name: m4, type: arm, thermal: {loss_w_per_nm2: 3}} | motors.m4.thermal: lacks the key \
        'winding_j_k'
        motor: m4, | motor: m3, wound: against, | motors.m4.name: motor 'm4' winds no tendon; name it in one tendon's \
        'motor' or remove it
        """)
    void shouldSayWhatIsWrongWithATendon(final String piece, final String other, final String message)
    {
        final List<String> mistakes = SmallRobot.mistakes(SmallRobot.with(piece, other));
        assertTrue(mistakes.stream().anyMatch(text -> text.endsWith(" " + message)), () -> String.join("\n", mistakes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        radius_m: 0.01, | radius_m: 0, | 43 tendons.t3.path[1].cylinder.radius_m: should be from 1.0E-4 to 0.5 m, is 0
        radius_m: 0.01, | radius_m: -0.01, | 43 tendons.t3.path[1].cylinder.radius_m: should be from 1.0E-4 to 0.5 m, \
        is -0.01
        radius_m: 0.01, | radius_m: 10, | 43 tendons.t3.path[1].cylinder.radius_m: should be from 1.0E-4 to 0.5 m, is \
        10; did you mean mm? 10 mm is 0.01
        side_m: [-0.03, 0, -0.2] | side_m: [-0.01, 0, -0.2] | 43 tendons.t3.path[1].cylinder.side_m: lies inside the \
        cylinder, 10 mm from its axis; give a point outside, on the side on which the cable passes
        {link: lower, at_m: [-0.02, 0, -0.1]} | {link: upper, at_m: [-0.02, 0, -0.3]} | 42 tendons.t3.path: crosses no \
        joint: all of it lies on link 'upper'; end it on a link that a joint moves against that one
        {link: lower, at_m: [-0.02, 0, -0.1]} | {pulley: 2} | 43 tendons.t3.path[1].cylinder: should stand between two \
        points; put {link: ..., at_m: [...]} before and after it
        {link: lower, at_m: [-0.02, 0, -0.1]} | {pulley: 2} | 44 tendons.t3.path[2].pulley: should be followed by a \
        point: a branch of the cable begins there
        {link: lower, at_m: [-0.02, 0, -0.1]} | {link: lower, at_m: [-0.02, 0, -100]} | 44 tendons.t3.path[2].at_m: \
        should be from -5 to 5 m, is -100; did you mean mm? -100 mm is -0.1
        {link: lower, at_m: [-0.02, 0, -0.1]} | {link: lower, at_m: [0, 0, 0]}, {pulley: 2}, {link: base, at_m: [0, 0, \
        0]} | 44 tendons.t3.path[4].link: is a branch of one point; a branch needs at least two, so name the point at \
        which it begins again after the pulley
        {link: lower, at_m: [-0.02, 0, -0.1]} | {link: lowr, at_m: [-0.02, 0, -0.1]} | 44 tendons.t3.path[2].link: no \
        link is named 'lowr'; did you mean 'lower'?
        axis: [0, 1, 0], radius | axis: [0, 3, 4], radius | 43 tendons.t3.path[1].cylinder.axis: should have length 1, \
        has 5; write [0, 0.6, 0.8]
        motor: m3, tension | motor: m3, rest_length_m: 0.3, tension | 41 tendons.t3.rest_length_m: is one too many: \
        the length of a path follows from its points; remove it
        """)
    void shouldSayWhatIsWrongWithAPath(final String piece, final String other, final String message)
    {
        assertTrue(path().contains(piece), piece);
        final List<String> mistakes = SmallRobot.mistakes(path().replace(piece, other));
        assertTrue(mistakes.contains(message), () -> String.join("\n", mistakes));
    }

    @Test
    void shouldWantARestLengthOfPulleys()
    {
        assertTrue(SmallRobot.mistakes(SmallRobot.with("rest_length_m: 0.3, ", "")).contains(
            "39 tendons.t1: lacks the key 'rest_length_m'"));
    }
}
