package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotFileTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldReadAValidRobot()
    {
        final RobotFile.Result result = RobotFile.parse("r.yaml", SmallRobot.TEXT);
        final RobotDescription robot = result.robot();
        assertEquals(List.of(), result.warnings());
        assertEquals(List.of("shoulder", "elbow"), robot.jointNames());
        assertEquals(new TendonDescription("t4", 3, 3, List.of(new TendonDescription.MomentArm(1, -0.02)), 0.3, 10,
            500, 20, 3e5, 100), robot.tendons().get(3));
        assertEquals(new MotorDescription("m4", 3, 3, 0.01, 3e-4, 1e-4, 6, 80, 80), robot.motors().get(3));
        assertEquals(100_000_000L, robot.safety().commandTimeToLiveNs());
        assertEquals(List.of(0, 1, 2, 3), robot.buses().get(0).motors());
        assertEquals(2, robot.sensors().wrenches().get(0).link());
    }

    @Test
    void shouldGiveTheSameRobotForTheSameBytes() throws Exception
    {
        final Path file = folder.resolve("r.yaml");
        Files.writeString(file, SmallRobot.TEXT);
        assertEquals(RobotFile.load(file), RobotFile.parse("other name", SmallRobot.TEXT).robot());
        assertEquals(64, RobotFile.load(file).sha256().length());
    }

    @Test
    void shouldPutLinksInTheOrderOfTheirJoints()
    {
        final String upper = "  - {name: upper, mass_kg: 1, centre_m: [0, 0, -0.1], inertia_kgm2: [0.01, 0.01, 0.001]}";
        final String moved = SmallRobot.with(upper + "\n", "").replace("joints:\n", upper + "\njoints:\n");
        final RobotDescription robot = RobotFile.parse("r.yaml", moved).robot();
        assertEquals(List.of("base", "upper", "lower"),
            robot.links().stream().map(LinkDescription::name).toList());
        assertEquals(2, robot.contacts().get(0).link());
    }

    @Test
    void shouldNormaliseAnAxisThatIsAlmostOfLengthOne()
    {
        final RobotDescription robot =
            RobotFile.parse("r.yaml", SmallRobot.with("axis: [0, 1, 0]", "axis: [0, 0.7071, 0.7071]")).robot();
        final Vector3 axis = robot.joints().get(0).axis();
        assertEquals(1, Math.hypot(axis.y(), axis.z()), 1e-15);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mass_kg: 5         | mas_kg: 5          | 23 links.base: lacks the key 'mass_kg'
        mass_kg: 5         | mass_kg: five      | 23 links.base.mass_kg: should be a finite number, is 'five'
        mass_kg: 5         | mass_kg: .nan      | 23 links.base.mass_kg: should be a finite number, is '.nan'
        mass_kg: 5         | mass_kg: 5000      | 23 links.base.mass_kg: should be from 1.0E-6 to 500 kg, is 5000; \
        did you mean g? 5000 g is 5
        {name: lower, mass_kg: 1, centre_m: [0, 0, -0.1], inertia_kgm2: [0.01, 0.01, 0.001]} | {name: lower, \
        mass_kg: 16, centre_m: [0, 0, -0.1], inertia_kgm2: [2.7e-6, 2.7e-6, 6e-7]} | 25 links.lower.mass_kg: 16 kg \
        with moments of inertia of at most 2.7E-6 kg·m² would lie within 0.410792 mm of its centre; did you mean g? \
        16 g is 0.016
        [0.1, 0.1, 0.1]    | [100, 100, 100]    | 23 links.base.inertia_kgm2: 100 kg·m² of a mass of 5 kg would put \
        it 4.47214 m from its centre; did you mean kg·mm²? 100 kg·mm² is 1.0E-4
        effort_max_nm: 6   | effort_max_nm: 6000 | 18 types.motors.arm.effort_max_nm: 6000 N·m bring the rotor of \
        3.0E-4 kg·m² to velocity_max_rad_s 80 within 4.0E-6 s; no motor starts so fast: did you mean N·mm? 6000 N·mm \
        is 6
        rotor_inertia_kgm2: 3e-4 | rotor_inertia_kgm2: 0.3 | 18 types.motors.arm.rotor_inertia_kgm2: 6 N·m bring the \
        rotor of 0.3 kg·m² to velocity_max_rad_s 80 within 4 s; no motor that winds tendons is so slow: did you mean \
        g·m²? 0.3 g·m² is 3.0E-4
        radius_m: 0.02     | radius_m: 20       | 44 contacts.tip.radius_m: should be from 1.0E-5 to 1 m, is 20; \
        did you mean mm? 20 mm is 0.02
        radius_m: 0.02     | radius_m: 0        | 44 contacts.tip.radius_m: should be from 1.0E-5 to 1 m, is 0
        radius_m: 0.02     | radius_m: -0.02    | 44 contacts.tip.radius_m: should be from 1.0E-5 to 1 m, is -0.02
        limits_rad: [0, 2] | limits_rad: [2, 0] | 30 joints.elbow.limits_rad: should be [lower, upper], lower first; \
        write [0, 2]
        limits_rad: [0, 2] | limits_rad: [0, 90] | 30 joints.elbow.limits_rad: should be from -12.6 to 12.6 rad, \
        is 90; did you mean degrees? 90 degrees is 1.5708
        default_rad: 0.3   | default_rad: 2.3   | 31 joints.elbow.default_rad: 2.3 lies outside the limits [0, 2]
        axis: [0, 1, 0]    | axis: [0, 0, 0]    | 27 joints.shoulder.axis: has no direction; write a unit vector such \
        as [0, 1, 0]
        axis: [0, 1, 0]    | axis: [0, 3, 4]    | 27 joints.shoulder.axis: should have length 1, has 5; write [0, \
        0.6, 0.8]
        axis: [0, 1, 0]    | axis: [0, 1]       | 27 joints.shoulder.axis: should be a list of 3 numbers, like [0.1, \
        0.2, 0.3]
        motor: m2          | motor: m5          | 40 tendons.t2.motor: no motor is named 'm5'; did you mean 'm1'?
        parent: upper      | parent: uper       | 30 joints.elbow.parent: no link is named 'uper'; did you mean \
        'upper'?
        {elbow: 0.02}      | {elbw: 0.02}       | 41 tendons.t3.arms_m: no joint is named 'elbw'; did you mean \
        'elbow'?
        {elbow: 0.02}      | {elbow: 0}         | 41 tendons.t3.arms_m.elbow: a moment arm of 0 m moves nothing; give \
        the spool's distance from the joint in m, or remove the joint
        {elbow: 0.02}      | {}                 | 41 tendons.t3.arms_m: crosses no joint; name at least one, like \
        {l_knee: 0.04}
        [10, 500]          | [500, 10]          | 21 types.tendons.arm.tension_n: should be [least, greatest], least \
        first and smaller; is [500, 10]
        pretension_n: 20   | pretension_n: 5    | 21 types.tendons.arm.pretension_n: 5 lies outside tension_n [10, 500]
        effort_max_nm: 6   | effort_max_nm: 4   | 18 types.motors.arm.effort_max_nm: 4 N·m is too little: tendon 't1' \
        wants 500 N on a spool of 0.01 m; give at least 5 or lower tension_n
        base_hz: 1000      | base_hz: 50        | 3 rates.base_hz: should be a whole number from 100 to 4000, is 50
        base_hz: 1000      | base_hz: 5000      | 3 rates.base_hz: should be a whole number from 100 to 4000, is 5000
        base_hz: 1000      | base_hz: 1000.5    | 3 rates.base_hz: should be a whole number from 100 to 4000, is 1000.5
        format: 1          | format: 2          | 1 format: should be a whole number from 1 to 1, is 2
        contacts: [tip]    | contacts: [top]    | 51 sensors.touches.pad.contacts: no contact sphere is named 'top'; \
        did you mean 'tip'?
        link: lower}       | link: base}        | 49 sensors.wrenches.grip.link: is the base, which hangs on no \
        joint; name a link that a joint carries
        [m1, m2, m3, m4]   | [m1, m2, m3, m1]   | 53 buses.left.motors: motor 'm1' is on bus 'left' already; a motor \
        is on one bus
        name: t2           | name: 2t           | 40 tendons.2t.name: '2t' should begin with a letter and hold only \
        letters, digits, '_', '-' and '.', at most 63
        [0.1, 0.1, 0.1]    | [0.1, 0.1, 0.3]    | 23 links.base.inertia_kgm2: no body has such moments: 0.3 is more \
        than the sum of the other two
        {name: m1, type: arm} | {name: m1, type: arn} | 34 motors.m1.type: no type is named 'arn'; did you mean 'arm'?
        """)
    void shouldSayWhatIsWrongAndWhatWouldBeRight(final String piece, final String other, final String message)
    {
        final List<String> mistakes = SmallRobot.mistakes(SmallRobot.with(piece, other));
        assertTrue(mistakes.contains(message), () -> String.join("\n", mistakes));
    }

    @Test
    void shouldSuggestTheKeyThatWasMeant()
    {
        assertEquals(List.of("23 links.base: lacks the key 'mass_kg'",
            "23 links.base.mas_kg: unknown key; did you mean 'mass_kg'?"),
            SmallRobot.mistakes(SmallRobot.with("mass_kg: 5", "mas_kg: 5")));
    }

    @Test
    void shouldNameBothPlacesOfADuplicate()
    {
        assertTrue(SmallRobot.mistakes(SmallRobot.with("name: t2", "name: t1")).contains(
            "40 tendons.t1.name: the tendon 't1' is defined already on line 39; names of tendons must differ"));
        assertEquals(List.of("8 simulation.base_height_m: is given twice, first on line 7; remove one of the two"),
            SmallRobot.mistakes(SmallRobot.with("  base_height_m: 0.5\n", "  base_height_m: 0.5\n" +
                "  base_height_m: 0.6\n")));
    }

    @Test
    void shouldWantOneMotorForEachTendonAndOneTendonForEachMotor()
    {
        assertEquals(List.of(
            "35 motors.m2.name: motor 'm2' winds no tendon; name it in one tendon's 'motor' or remove it",
            "40 tendons.t2.motor: motor 'm1' winds tendon 't1' already, the same way round; give each tendon a motor " +
            "of its own, or, for a pair of opposed tendons on one motor, say 'wound: against' of one of them"),
            SmallRobot.mistakes(SmallRobot.with("motor: m2", "motor: m1")));
    }

    @Test
    void shouldNameTheJointThatNoTendonCrosses()
    {
        assertEquals(List.of("30 joints.elbow: is crossed by no tendon, so nothing moves it; add a pair of tendons " +
            "with arms_m {elbow: 0.01} and {elbow: -0.01}"),
            SmallRobot.mistakes(SmallRobot.with("{elbow: 0.02}", "{shoulder: 0.02}")
                .replace("{elbow: -0.02}", "{shoulder: -0.03}")));
    }

    @Test
    void shouldWantATreeWithParentsFirstAndOneBase()
    {
        assertTrue(SmallRobot.mistakes(SmallRobot.with("child: lower", "child: upper")).contains(
            "30 joints.elbow.child: link 'upper' is moved by joint 'shoulder' already; a link hangs on one joint"));
        assertEquals(List.of("26 links.spare.name: no joint moves link 'spare'; only the base 'base' may hang on " +
            "nothing: add a joint or remove the link"), SmallRobot.mistakes(SmallRobot.with("joints:\n",
            "  - {name: spare, mass_kg: 1, centre_m: [0, 0, 0], inertia_kgm2: [1, 1, 1]}\njoints:\n")));
        final String text = SmallRobot.TEXT;
        final int shoulder = text.indexOf("  - {name: shoulder");
        final int elbow = text.indexOf("  - {name: elbow");
        final int end = text.indexOf("motors:\n  - {name: m1");
        assertEquals(List.of("27 joints.elbow.parent: joint 'elbow' stands before joint 'shoulder' that moves its " +
            "parent 'upper'; list parents before children"), SmallRobot.mistakes(text.substring(0, shoulder) +
            text.substring(elbow, end) + text.substring(shoulder, elbow) + text.substring(end)));
        assertEquals(List.of("23 links.base.name: every link hangs on a joint, so there is no base; joints form a " +
            "loop"), SmallRobot.mistakes(SmallRobot.with("motors:\n  - {name: m1", """
                  - {name: loop, parent: lower, child: base, origin_m: [0, 0, -0.2], axis: [0, 1, 0],
                     limits_rad: [0, 2], default_rad: 0.3, velocity_max_rad_s: 20, effort_max_nm: 8,
                     damping_nms_rad: 0.1, armature_kgm2: 0.01, kp_nm_rad: 40, kd_nms_rad: 1}
                motors:
                  - {name: m5, type: arm}
                  - {name: m6, type: arm}
                  - {name: m1""").replace("contacts:\n", """
                  - {name: t5, type: arm, motor: m5, arms_m: {loop: 0.02}}
                  - {name: t6, type: arm, motor: m6, arms_m: {loop: -0.02}}
                contacts:
                """)));
    }

    @Test
    void shouldReportMistakesOfEverySectionAtOnce()
    {
        final List<String> mistakes = SmallRobot.mistakes(SmallRobot.with("base_hz: 1000", "base_hz: 1")
            .replace("friction: 0.9", "friction: -1")
            .replace("inertia_kgm2: [0.1, 0.1, 0.1]", "inertia_kgm2: [0.1, 0.1]")
            .replace("limits_rad: [0, 2]", "limits_rad: [2, 0]")
            .replace("motor: m3", "motor: m9")
            .replace("radius_m: 0.02}", "radius_m: 0}"));
        assertEquals(List.of("3", "8", "23", "30", "41", "44"),
            mistakes.stream().map(text -> text.split(" ")[0]).toList(), () -> String.join("\n", mistakes));
    }

    @Test
    void shouldRefuseWhatIsNoPlainYamlFile() throws Exception
    {
        assertEquals(List.of("0 : no such file; check the path"), messages(folder.resolve("none.yaml")));
        assertEquals(List.of("0 : is a directory; name the file in it"), messages(folder));
        assertEquals(List.of("1 : is empty or not a mapping; it should begin with 'key: value' lines"),
            SmallRobot.mistakes("- 1\n"));
        assertEquals(List.of("2 : tags (!name) are not allowed; remove !!java.lang.Runtime"),
            SmallRobot.mistakes("format: 1\nrobot: !!java.lang.Runtime x\n")
                .stream().map(text -> text.replace("tag:yaml.org,2002:", "!!")).toList());
        assertEquals(List.of("1 : anchors (&name) are not allowed; write the value out or use a type",
            "2 : aliases (*name) are not allowed; write the value out or use a type"),
            SmallRobot.mistakes("a: &x 1\nb: *x\n"));
        assertEquals(List.of("1 : is nested deeper than 16 levels"),
            SmallRobot.mistakes("a: " + "[".repeat(100_000)));
        assertTrue(SmallRobot.mistakes("a: [1, 2\nb: 3\n").get(0).contains("is not valid YAML: "));
        final Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[(8 << 20) + 1]);
        assertEquals(List.of("0 : is too large: 8388609 bytes, at most 8388608"), messages(large));
    }

    private static List<String> messages(final Path path)
    {
        final RobotFileException e = assertThrows(RobotFileException.class, () -> RobotFile.load(path));
        return e.mistakes().stream().map(mistake -> mistake.line() + " " + mistake.path() + ": " + mistake.text())
            .toList();
    }
}
