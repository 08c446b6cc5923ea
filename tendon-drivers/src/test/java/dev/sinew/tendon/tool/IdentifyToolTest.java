package dev.sinew.tendon.tool;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifyToolTest
{
    @TempDir
    private Path folder;

    private void refuses(final String part, final Path recording)
    {
        final IdentifyTool tool = new IdentifyTool();
        final Map<String, String> written = new HashMap<>();
        written.put("--robot", "../hal/robots/finger-coupled/robot.yaml");
        written.put("--recording", recording.toString());
        written.put("--out", folder.resolve("out.yaml").toString());
        final ToolException refused = assertThrows(ToolException.class,
            () -> tool.run(new ToolArguments(tool.options(), written), ToolProgress.NONE));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertTrue(Files.notExists(folder.resolve("out.yaml")));
    }

    private Path csv(final String heading, final int lines) throws Exception
    {
        final StringBuilder text = new StringBuilder(heading).append('\n');
        for (int n = 0; n < lines; n++)
        {
            text.append(n * 0.01).append(",0\n");
        }
        return Files.writeString(folder.resolve("run.csv"), text);
    }

    @Test
    void shouldRefuseWhatTellsNothingOfTheRobot() throws Exception
    {
        refuses("no such recording", folder.resolve("none.csv"));
        refuses("is too short: 20 rows", csv("time_s,joint_position_rad.mcp", 20));
        refuses("has no group of tendons of finger-coupled with all its columns, first missing",
            csv("time_s,joint_position_rad.mcp", 200));
        refuses(":1: has no column for the time", csv("when,joint_position_rad.mcp", 200));
    }
}
