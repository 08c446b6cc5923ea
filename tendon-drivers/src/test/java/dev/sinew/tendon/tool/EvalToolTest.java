package dev.sinew.tendon.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalToolTest
{
    private static final String PATH_FINGER = "../hal/robots/finger-path/robot.yaml";
    private static final String SPRING_FINGER = "../hal/robots/finger-springs/robot.yaml";

    @TempDir
    private Path folder;

    private ToolReport eval(final String robot, final String... more) throws ToolException
    {
        final Map<String, String> written = new LinkedHashMap<>();
        written.put("--robot", robot);
        for (int k = 0; k < more.length; k += 2)
        {
            written.put(more[k], more[k + 1]);
        }
        final EvalTool tool = new EvalTool();
        return tool.run(new ToolArguments(tool.options(), written), ToolProgress.NONE);
    }

    private Path file(final String name, final String text) throws Exception
    {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<List<Object>> rows(final ToolReport report, final String table)
    {
        return report.tables().stream().filter(t -> t.name().equals(table)).findFirst().orElseThrow().rows();
    }

    private static double value(final ToolReport report, final String table, final int column, final String... keys)
    {
        return rows(report, table).stream().filter(row ->
        {
            boolean same = true;
            for (int k = 0; k < keys.length; k++)
            {
                same &= keys[k].equals(row.get(k));
            }
            return same;
        }).mapToDouble(row -> ((Number)row.get(column)).doubleValue()).findFirst().orElseThrow();
    }

    @Test
    void shouldGiveArmsThatAreTheSlopesOfTheLengths() throws Exception
    {
        final double h = 1e-6;
        final ToolReport report = eval(PATH_FINGER, "--q", file("q.csv", "pose,mcp,pip,dip\nat,0.5,0.7,0.4\nplus," +
            (0.5 + h) + ",0.7,0.4\nminus," + (0.5 - h) + ",0.7,0.4\n").toString());

        for (final String tendon : new String[] {"extensor", "flexor_mcp", "flexor_pip", "flexor_dip"})
        {
            final double slope = (value(report, "tendons", 2, "plus", tendon) -
                value(report, "tendons", 2, "minus", tendon)) / (2 * h);
            assertEquals(-slope, value(report, "moment_arms", 3, "at", tendon, "mcp"), 1e-8, tendon);
        }
        assertTrue(value(report, "tendons", 3, "at", "extensor") > 0.2, "the extensor runs over three cylinders");
    }

    @Test
    void shouldMakeTheWantedEffortsFromTensionsAndArms() throws Exception
    {
        final Path poses = file("q.json", "{\"poses\": [{\"name\": \"a\", \"q\": {\"mcp\": 0.4, \"pip\": 0.9}, " +
            "\"effort\": {\"mcp\": 0.05, \"dip\": -0.01}}]}");
        for (final String robot : new String[] {PATH_FINGER, SPRING_FINGER})
        {
            final ToolReport report = eval(robot, "--q", poses.toString());

            assertEquals(0, report.failures().size());
            for (final List<Object> joint : rows(report, "joints"))
            {
                double made = (Double)joint.get(5);
                for (final List<Object> arm : rows(report, "moment_arms"))
                {
                    made += arm.get(2).equals(joint.get(1)) ?
                        (Double)arm.get(3) * value(report, "tendons", 4, "a", (String)arm.get(1)) : 0;
                }
                assertEquals((Double)joint.get(4), made, 1e-12, robot + " " + joint.get(1));
                assertEquals((Double)joint.get(3), made, 1e-9, robot + " " + joint.get(1));
            }
        }
    }

    @Test
    void shouldTellWhatPartOfAnEffortCanBeHad() throws Exception
    {
        final Path poses = file("q.csv", "# two poses\nmcp,pip\n0.2,0.3\n0.6,0.9\n");
        final Path efforts = file("e.csv", "mcp,pip,dip\n30,0,0\n");

        final ToolReport report = eval(PATH_FINGER, "--q", poses.toString(), "--effort", efforts.toString());

        assertEquals(2, rows(report, "groups").size());
        for (final List<Object> group : rows(report, "groups"))
        {
            assertEquals(true, group.get(2));
            final double scale = (Double)group.get(3);
            assertTrue(scale > 0.005 && scale < 0.1, "scale " + scale);
            assertEquals(30 * scale, value(report, "joints", 4, (String)group.get(0), "mcp"), 1e-9);
        }
        assertTrue(rows(report, "tendons").stream().anyMatch(row -> "greatest".equals(row.get(5))));
    }

    @Test
    void shouldTakeTheStandingPoseAndOneHandOfAWholeRobot() throws Exception
    {
        final ToolReport report = eval("../hal/robots/neo/robot.yaml", "--joints", "l_ff");

        assertEquals(1, rows(report, "groups").size());
        assertEquals(5, rows(report, "tendons").size());
        assertEquals(4, rows(report, "joints").size());
    }

    @Test
    void shouldRefuseMistakesWithLineAndRemedy() throws Exception
    {
        refused("q.csv", "pose,mcp,pipp\na,0.1,0.2\n", ".csv:1: ", "pipp", "'pip'");
        refused("q.csv", "mcp,pip\n0.1,0.2\n0.1,12 deg\n", ".csv:3: ", "should be an angle in rad, is '12 deg'");
        refused("q.csv", "mcp,effort.pip\n0.1\n", ".csv:2: ", "1 values under 2 columns");
        refused("q.csv", "mcp\n", "there is no pose in it");
        refused("q.csv", "mcp\nNaN\n", "should be an angle in rad, is 'NaN'");
        refused("q.json", "{\"poses\": [{\"q\": {\"mpc\": 0.1}}]}", "mpc", "'mcp'");
        final String missing = assertThrows(ToolException.class, () -> eval(PATH_FINGER, "--q",
            folder.resolve("none.csv").toString())).getMessage();
        assertTrue(missing.contains("none.csv") && missing.contains("cannot be read"), missing);
        assertTrue(assertThrows(ToolException.class, () -> eval(PATH_FINGER, "--joints", "toe")).getMessage()
            .contains("no joint has that in its name"));
        assertTrue(assertThrows(ToolException.class, () -> eval("no/robot.yaml")).getMessage()
            .contains("no/robot.yaml"));
    }

    private void refused(final String name, final String text, final String... parts) throws Exception
    {
        final String path = file(name, text).toString();
        final String message = assertThrows(ToolException.class, () -> eval(PATH_FINGER, "--q", path)).getMessage();
        for (final String part : parts)
        {
            assertTrue(message.contains(part), part + " is not in: " + message);
        }
        assertTrue(message.contains(path), message);
    }
}
