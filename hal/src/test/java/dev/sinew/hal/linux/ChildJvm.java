package dev.sinew.hal.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a small JVM with the class path of this one. */
final class ChildJvm
{
    private ChildJvm()
    {
    }

    static Process start(final List<String> prefix, final Path tmp, final String... args) throws IOException
    {
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djna.tmpdir=" + tmp,
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SettingsProbeMain.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
