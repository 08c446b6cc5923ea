package dev.sinew.runtime.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonExamination;
import dev.sinew.hal.robot.TendonExaminer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TendonPictureTest
{
    private static final Path ROBOTS = Path.of("../hal/robots");

    @TempDir
    private Path folder;

    private static String picture(final Path file, final String joint)
    {
        final RobotFile.Result result = RobotFile.read(file);
        final TendonExamination.Group found = result.examination().groups().stream()
            .filter(group -> group.group().joints().stream()
                .anyMatch(index -> result.robot().joints().get(index).name().equals(joint))).findFirst().orElseThrow();
        return new TendonPicture(result.robot(), found,
            TendonExaminer.find().orElseThrow().chart(result.robot(), found.group())).svg();
    }

    private static void parse(final String svg) throws Exception
    {
        assertEquals("svg", DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getDocumentElement().getTagName());
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"), "a number that is none");
    }

    @Test
    void shouldDrawEveryShippedFingerAndAPair() throws Exception
    {
        for (final String robot : new String[] {"finger-path", "finger-polynomial", "finger-coupled", "finger-springs",
            "finger-pairs"})
        {
            final String svg = picture(ROBOTS.resolve(robot).resolve("robot.yaml"), "mcp");
            parse(svg);
            assertTrue(svg.contains(">mcp, rad<") && svg.contains("effort, N·m"), robot);
        }
        parse(picture(ROBOTS.resolve("neo/robot.yaml"), "l_knee"));
    }

    @Test
    void shouldMapClosureWhereArmsFollowThePose() throws Exception
    {
        assertTrue(picture(ROBOTS.resolve("finger-path/robot.yaml"), "mcp").contains("balance (1 even, 0 open)"));
        final String constant = picture(ROBOTS.resolve("neo/robot.yaml"), "l_ff_mcp");
        assertFalse(constant.contains("balance (1 even, 0 open)"));
        assertTrue(constant.contains("moment arms are the same in every pose"));
    }

    @Test
    void shouldShowAChangedMomentArmInThatFingersPictureAlone() throws Exception
    {
        final Path file = ROBOTS.resolve("neo/robot.yaml");
        final String text = Files.readString(file);
        final int at = text.indexOf("{name: l_ff_fl3,");
        final int arm = text.indexOf("l_ff_dip: 0.006", at);
        assertTrue(at > 0 && arm > at, "the robot's file has changed; choose another moment arm");
        final Path changed = Files.writeString(folder.resolve("robot.yaml"),
            text.substring(0, arm) + "l_ff_dip: 0.0055" + text.substring(arm + "l_ff_dip: 0.006".length()));

        assertEquals(picture(file, "l_ff_mcp"), picture(file, "l_ff_mcp"), "the same robot gives the same picture");
        assertNotEquals(picture(file, "l_ff_mcp"), picture(changed, "l_ff_mcp"));
        assertEquals(picture(file, "l_mf_mcp"), picture(changed, "l_mf_mcp"), "another finger is as it was");
        assertTrue(picture(changed, "l_ff_mcp").contains("+5.50"));
    }
}
