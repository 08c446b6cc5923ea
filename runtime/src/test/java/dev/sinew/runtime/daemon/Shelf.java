package dev.sinew.runtime.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.wiring.TestRuns;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The device behind {@code shelf.c}, looked at from outside: it lies in a file and goes on by the rules of its watchdog
 * whether or not the process that drove it is still there.
 */
final class Shelf implements AutoCloseable
{
    private static final int ACTIVE = 16;
    private static final int WATCHDOG_NS = 24;
    private static final int LAST_SEND_NS = 32;
    private static final int ACTIVATIONS = 40;
    private static final int SENDS = 48;
    private static final int SILENT = 56;
    private static final int ENABLED = 64;
    private static final int STATE_NS = 72;
    private static final int FIRED = 80;
    private static final int BROKEN = 88;
    private static final int ROTORS = 128;
    private static final int ROTOR_BYTES = 32;
    private static final int FILE_BYTES = 8192;
    private static final double INERTIA = 1e-4;
    private static final double FRICTION = 2e-3;

    private final Path file;
    private final MappedByteBuffer device;

    /**
     * @param file where the device lives; made when it is missing.
     */
    Shelf(final Path file) throws IOException
    {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            if (channel.size() < FILE_BYTES)
            {
                channel.write(ByteBuffer.allocate(FILE_BYTES), 0);
            }
            device = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
            device.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static Path compile(final Path directory) throws IOException, InterruptedException
    {
        return compile(directory, "shelf");
    }

    /**
     * @param directory where the library goes.
     * @param driver    name of a driver among the native sources of the tests.
     * @return the compiled driver; the test is skipped, or fails where native parts are required, without a compiler.
     */
    static Path compile(final Path directory, final String driver) throws IOException, InterruptedException
    {
        final Path library = directory.resolve("libsinew_" + driver + ".so");
        final Process compiler;
        try
        {
            compiler = new ProcessBuilder(List.of("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-fPIC",
                "-shared", "-fvisibility=hidden", "-I" + TestRuns.HOME.resolve("hal/src/main/native/include"), "-o",
                library.toString(), TestRuns.HOME.resolve("runtime/src/test/native/" + driver + ".c").toString(),
                "-lm"))
                .redirectErrorStream(true).start();
        }
        catch (final IOException absent)
        {
            final String needed = "SKIPPED: needs a C compiler named cc; apt-get install gcc libc6-dev";
            if ("true".equals(System.getenv("SINEW_REQUIRE_NATIVE")))
            {
                return Assertions.fail(needed);
            }
            Assumptions.abort(needed);
            throw absent;
        }
        final String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assertions.assertTrue(compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0, output);
        return library;
    }

    Path file()
    {
        return file;
    }

    /** @return true while torque is on a motor, the device's watchdog taken into account. */
    boolean isEnergised()
    {
        final boolean commanded = device.getLong(ACTIVE) != 0 && device.getLong(ENABLED) != 0 &&
            device.getLong(FIRED) == 0 && System.nanoTime() - barkNs() <= 0;
        return commanded && torqueNm() > 0;
    }

    private long barkNs()
    {
        return device.getLong(LAST_SEND_NS) + device.getLong(WATCHDOG_NS);
    }

    /** @return greatest torque that was commanded last, N·m. */
    double torqueNm()
    {
        double most = 0;
        for (int at = ROTORS; at < FILE_BYTES; at += ROTOR_BYTES)
        {
            most = Math.max(most, Math.abs(device.getDouble(at)));
        }
        return most;
    }

    /** @return greatest speed of a rotor now, rad/s, for a device that nobody drives any more. */
    double speedRadS()
    {
        final long nowNs = System.nanoTime();
        final long restNs = device.getLong(ACTIVE) != 0 && device.getLong(ENABLED) != 0 && device.getLong(FIRED) == 0 ?
            Math.max(device.getLong(STATE_NS), barkNs()) : device.getLong(STATE_NS);
        double most = 0;
        for (int at = ROTORS; at < FILE_BYTES; at += ROTOR_BYTES)
        {
            double speed = device.getDouble(at + 16);
            if (restNs > device.getLong(STATE_NS))
            {
                final double friction = FRICTION + device.getDouble(at + 8);
                final double goal = device.getDouble(at) / friction;
                speed = goal + (speed - goal) *
                    Math.exp(-(restNs - device.getLong(STATE_NS)) * 1e-9 * friction / INERTIA);
            }
            most = Math.max(most, Math.abs(speed) * Math.exp(-Math.max(0, nowNs - restNs) * 1e-9 * FRICTION / INERTIA));
        }
        return most;
    }

    long activations()
    {
        return device.getLong(ACTIVATIONS);
    }

    long sends()
    {
        return device.getLong(SENDS);
    }

    /** Pulls or plugs the cable. */
    void silent(final boolean value)
    {
        device.putLong(SILENT, value ? 1 : 0);
    }

    /** Breaks or mends the device. */
    void broken(final boolean value)
    {
        device.putLong(BROKEN, value ? 1 : 0);
    }

    @Override
    public void close()
    {
        IoUtil.unmap(device);
    }

    /** Reads a file that may be made right now. */
    static String text(final Path path)
    {
        try
        {
            return Files.exists(path) ? Files.readString(path) : "";
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
