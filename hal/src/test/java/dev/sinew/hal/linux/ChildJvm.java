package dev.sinew.hal.linux;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts a small JVM that can run {@link SettingsProbeMain}. */
final class ChildJvm
{
    private static final String PACKAGE = LinuxSupport.class.getPackageName().replace('.', '/');

    private ChildJvm()
    {
    }

    /** Copies what the child needs, so that a user who may not read our home directory can run it. */
    static Process start(final List<String> prefix, final Path dir, final String... args) throws IOException
    {
        final Path classes = Files.createDirectories(dir.resolve("classes"));
        copyPackage(LinuxSupport.class, classes);
        copyPackage(SettingsProbeMain.class, classes);
        final Path jna = dir.resolve("jna.jar");
        if (!Files.exists(jna))
        {
            Files.copy(locationOf(Native.class), jna);
        }
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djna.tmpdir=" + dir,
            "--enable-native-access=ALL-UNNAMED",
            "-cp", classes + File.pathSeparator + jna, SettingsProbeMain.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void copyPackage(final Class<?> member, final Path classes) throws IOException
    {
        final Path from = locationOf(member).resolve(PACKAGE);
        final Path to = Files.createDirectories(classes.resolve(PACKAGE));
        try (Stream<Path> files = Files.list(from))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                if (!Files.exists(to.resolve(file.getFileName())))
                {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static Path locationOf(final Class<?> type)
    {
        try
        {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (final URISyntaxException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
