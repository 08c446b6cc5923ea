package dev.sinew.tendon.examine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.RobotFileException;
import dev.sinew.hal.robot.RobotReport;
import dev.sinew.tendon.routing.RoutedRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of robot files is told of tendons that cannot do what the file wants of them. */
class ExaminedFileTest
{
    private static final Path ROBOTS = Path.of("../hal/robots");

    private static String text(final String robot) throws IOException
    {
        return Files.readString(ROBOTS.resolve(robot).resolve("robot.yaml"));
    }

    private static String with(final String robot, final String piece, final String other) throws IOException
    {
        final String text = text(robot);
        assertTrue(text.contains(piece), () -> robot + " lacks: " + piece);
        return text.replace(piece, other);
    }

    /** @return mistakes as {@code line path: text}. */
    private static List<String> mistakes(final String text)
    {
        final RobotFileException e = assertThrows(RobotFileException.class, () -> RobotFile.parse("r.yaml", text));
        return e.mistakes().stream().map(mistake -> mistake.line() + " " + mistake.path() + ": " + mistake.text())
            .toList();
    }

    private static int line(final String text, final String piece)
    {
        return text.substring(0, text.indexOf(piece)).split("\n", -1).length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"neo", "finger-path", "finger-coupled", "finger-springs", "finger-pairs",
        "finger-polynomial"})
    void shouldFindNothingWrongWithTheRobotsOfThisProject(final String robot) throws IOException
    {
        final RobotFile.Result result = RobotFile.parse(robot, text(robot));
        assertEquals(List.of(), result.warnings());
        assertEquals(result.robot().tendonGroups().size(), result.examination().groups().size());
        result.examination().groups().forEach(group -> assertEquals(0, group.openPoses()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        finger-path | radius_m: 0.012, | radius_m: 0.021, | tendons.extensor.path[2].cylinder: cannot be reached: the \
        point before it lies
        finger-path | side_m: [0.06, 0, 0.07] | side_m: [0.0404, 0, 0.0442] | does not say on which side the cable \
        passes: in the default pose
        finger-path | side_m: [0.06, 0, 0.07] | side_m: [0.02, 0, 0.04] | has the cable on the other side than side_m
        finger-path | stiffness_n_m: 2e4 | stiffness_n_m: 20 | m at its greatest tension, more than half of its path
        finger-path | stiffness_n_m: 2e4 | stiffness_n_m: 2e7 | m at its greatest tension, less than 1/20000 of its path
        finger-pairs | arms_m: {mcp: -0.008} | arms_m: {mcp: -0.012} | tendons.extensor_mcp: does not fit tendon \
        'flexor_mcp' on motor 'mcp_motor': at mcp
        finger-pairs | effort_max_nm: 0.8 | effort_max_nm: 800 | joints.mcp.effort_max_nm: 800 N·m is more than 100 \
        times the
        finger-pairs | effort_max_nm: 0.8 | effort_max_nm: 0.0008 | joints.mcp.effort_max_nm: 8.0E-4 N·m is less than \
        1/300 of the
        finger-pairs | spool_radius_m: 0.004 | spool_radius_m: 0.005 | their tensions at rest would be
        finger-springs | free_length_m: 0.025 | free_length_m: 0.2 | m is more than its path ever has (
        finger-springs | rest_length_m: 0.06 | rest_length_m: 0.0005 | springs.return_pip.rest_length_m: should be \
        from 0.001 to 20 m
        finger-coupled | rest_length_m: 0.3 | rest_length_m: 0.02 | tendons.flexor_dip.rest_length_m: 0.02 m is too \
        short: the moment arms take all of it away
        finger-coupled | {mcp: -0.009, pip: -0.007, dip: -0.006} | {mcp: -0.009, pip: -0.007, dip: 0.001} | \
        joints.dip: joint dip cannot be moved in its negative direction: no tendon pulls it that way; add one \
        with a moment arm < 0
        finger-springs | stiffness_n_m: 700 | stiffness_n_m: 20 | joint dip cannot be held without effort: the \
        tensions of tendons
        """)
    void shouldSayWhatIsWrongOverTheRangeOfMotion(final String robot, final String piece, final String other,
        final String message) throws IOException
    {
        final List<String> mistakes = mistakes(with(robot, piece, other));
        assertTrue(mistakes.stream().anyMatch(text -> text.contains(message)), () -> String.join("\n", mistakes));
        mistakes.forEach(text -> assertTrue(Integer.parseInt(text.split(" ")[0]) > 0, text));
    }

    @Test
    void shouldNameTheLineOfTheCylinderThatCannotBeReached() throws IOException
    {
        final String text = with("finger-path", "radius_m: 0.012,", "radius_m: 0.021,");
        assertEquals(List.of(line(text, "radius_m: 0.021,")),
            mistakes(text).stream().map(mistake -> Integer.parseInt(mistake.split(" ")[0])).toList());
    }

    @Test
    void shouldNamePoseAndDirectionOfAnOpenFingerUnlessItIsMeant() throws IOException
    {
        // A smaller pulley of the extensor: closed in the default pose, overpowered by the bent flexors elsewhere.
        final String text = with("finger-path", "radius_m: 0.012,", "radius_m: 0.006,")
            .replace("at_m: [0.016, 0, 0.0125]", "at_m: [0.016, 0, 0.0065]")
            .replace("at_m: [0.044, 0, 0.053]", "at_m: [0.044, 0, 0.047]")
            .replace("at_m: [0, 0, 0.054]", "at_m: [0, 0, 0.048]");
        final List<String> mistakes = mistakes(text);
        assertEquals(1, mistakes.size(), () -> String.join("\n", mistakes));
        assertTrue(mistakes.get(0).matches("(?s)\\d+ joints\\.mcp: joint mcp cannot be moved in its negative " +
            "direction: .* poses of those looked at, first at mcp [-0-9.]+, pip [-0-9.]+, dip [-0-9.]+ rad; or say " +
            "'open_by_design: true' of a joint of the group if that is meant"), mistakes.get(0));
        final String meant = text.replace("name: mcp, type: finger,", "name: mcp, type: finger, open_by_design: true,");
        final RobotFile.Result result = RobotFile.parse("r.yaml", meant);
        assertTrue(result.examination().groups().get(0).openPoses() > 0);
        assertTrue(RobotReport.render("r.yaml", result).contains("open by design in "));
    }

    @Test
    void shouldTellMistakesOfTendonsAndOfOtherSectionsAtOnce() throws IOException
    {
        final String text = with("finger-pairs", "arms_m: {mcp: -0.008}", "arms_m: {mcp: -0.012}")
            .replace("contacts: [tip]", "contacts: [top]");
        assertEquals(2, mistakes(text).size());
    }

    @Test
    void shouldRefuseACableThatMovesNothing()
    {
        final String text = new RoutedRobot().joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-1, 1]")
            .tendon("path: [{link: base, at_m: [0, 0, 0]}, {link: tip, at_m: [0.02, 0, 0]}]").yaml();
        assertTrue(mistakes(text).get(0).contains("tendons.t0: moves nothing: its moment arms are at most "));
    }

    @Test
    void shouldRefuseACableThatSlipsOffItsCylinder()
    {
        final String text = new RoutedRobot().joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-4, 1]")
            .tendon("path: [{link: base, at_m: [-0.02, 0, 0.008]}, {cylinder: {link: base, centre_m: [0, 0, 0], " +
                "axis: [0, 1, 0], radius_m: 0.006, side_m: [0, 0, 0.02]}}, {link: tip, at_m: [0.02, 0, 0.007]}]")
            .yaml();
        final List<String> mistakes = mistakes(text);
        assertTrue(mistakes.get(0).contains("tendons.t0: jumps by ") ||
            mistakes.get(0).contains("on the other side than side_m says"), () -> String.join("\n", mistakes));
    }

    @Test
    void shouldRefusePlacesInMillimetres()
    {
        final String text = new RoutedRobot().joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-1, 1]")
            .tendon("path: [{link: base, at_m: [-2, 0, 1.5]}, {link: tip, at_m: [2, 0, 1.5]}]").yaml();
        assertTrue(mistakes(text).get(0).contains("more than 0.5 m; are its places in mm?"));
    }

    @Test
    void shouldWarnOfEffortsAndTendonsThatCannotBeFollowed() throws IOException
    {
        final RobotFile.Result weak = RobotFile.parse("r.yaml",
            with("finger-path", "effort_max_nm: 0.09", "effort_max_nm: 0.4"));
        assertEquals(1, weak.warnings().size());
        assertTrue(weak.warnings().get(0).text().contains("the others of the group get none, in the worst pose "));
        final RobotFile.Result stiff = RobotFile.parse("r.yaml",
            with("finger-coupled", "stiffness_n_m: 2e4", "stiffness_n_m: 4e5"));
        assertTrue(stiff.warnings().stream().anyMatch(warning -> warning.path().equals("joints.mcp") &&
            warning.text().startsWith("too stiff to simulate at the loop's period: omega h = ")));
        assertTrue(stiff.warnings().stream().anyMatch(warning -> warning.path().equals("tendons.flexor_mcp")));
    }

    @Test
    void shouldReportWhatTheTendonsOfEachGroupGive() throws IOException
    {
        final String text = RobotReport.render("r.yaml", RobotFile.parse("r.yaml", text("finger-pairs")));
        assertTrue(text.contains("""

            mcp: 1 joint, 2 tendons, closed (balance 0.80), conditioning 1.00
              flexor_mcp           3 .. 110   N, rest    16 N,    20000 N/m, motor mcp_motor          mcp +10 mm
              extensor_mcp         3 .. 110   N, rest    20 N,    20000 N/m, motor mcp_motor          mcp -8 mm
              mcp              reach -0.850 .. 1.08 N·m, limit 0.8
            """), text);
        final String posed = RobotReport.render("r.yaml", RobotFile.parse("r.yaml", text("finger-path")));
        assertTrue(posed.contains("moment arms follow the pose: 311 poses looked at, worst conditioning "), posed);
        assertTrue(posed.contains("in every pose), limit 0.3"), posed);
    }
}
