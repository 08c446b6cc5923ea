package dev.sinew.sim.emulator.process;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.hal.emulation.EmulatorRequest;

/** An emulator as a process of its own: {@code CONFIGURATION EVENTS CAPTURE}, the last two may be {@code -}. */
public final class EmulatorMain
{
    private static final double SECONDS_MAX = 300;

    private EmulatorMain()
    {
    }

    public static void main(final String[] arguments) throws Exception
    {
        final Path configuration = Path.of(arguments[0]);
        new SimEmulatorService().run(new EmulatorRequest("test", Files.readString(configuration),
            configuration.toAbsolutePath().getParent(), null, file(arguments[1]), null, SECONDS_MAX, 0, System.in,
            System.out, file(arguments[2])));
    }

    private static Path file(final String name)
    {
        return "-".equals(name) ? null : Path.of(name);
    }
}
