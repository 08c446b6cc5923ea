package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.system.ReturnCode;

/** A host's loop around the driver: receive and send each millisecond. */
final class HostLoop implements AutoCloseable
{
    static final int POSITION = 10;
    static final int VELOCITY = 11;
    static final int EFFORT = 12;
    static final int TEMPERATURE = 13;

    static final int GOOD = 1;
    static final int LATE = 2;
    static final int LOST = 3;
    static final int BAD_VALUE = 7;
    static final int WATCHDOG = 9;
    static final int UNTAKEN = 21;

    private static final int COMMAND_EFFORT = 100;
    private static final int COUNTS = 22;
    private static final double JUMP_RAD = 1;
    private static final long PERIOD_NS = 1_000_000;
    private static final int CYCLES_MAX = 10_000;

    private final NativeDriver driver;
    private double before = Double.NaN;
    private boolean smooth = true;
    private boolean reviving;

    HostLoop(final NativeDriver driver)
    {
        this.driver = driver;
    }

    static Path library()
    {
        final Path here = Path.of("").toAbsolutePath();
        final Path root = Files.isDirectory(here.resolve("build")) ? here : here.getParent();
        return root.resolve("tendon-drivers/target/native/libsinew_ethercat.so");
    }

    NativeDriver driver()
    {
        return driver;
    }

    void activate()
    {
        assertEquals(ReturnCode.OK, driver.activate(), () -> driver.lastError());
    }

    /** From now on activates again whatever has stopped, as an operator would. */
    void reviving()
    {
        reviving = true;
    }

    /** @param effortNm of every motor. */
    void run(final int cycles, final double effortNm)
    {
        for (int i = 0; i < cycles; i++)
        {
            cycle(effortNm);
        }
    }

    /** Cycles until something is so; fails when it does not become so for long. */
    void runUntil(final double effortNm, final BooleanSupplier isReached)
    {
        for (int i = 0; i < CYCLES_MAX && !isReached.getAsBoolean(); i++)
        {
            cycle(effortNm);
        }
        assertTrue(isReached.getAsBoolean(), this::counts);
    }

    private void cycle(final double effortNm)
    {
        LockSupport.parkNanos(PERIOD_NS);
        if (driver.receive(System.nanoTime()) == ReturnCode.OK)
        {
            final double now = motor("a", POSITION);
            smooth &= Double.isNaN(before) || Math.abs(now - before) < JUMP_RAD;
            before = now;
        }
        for (final DriverChannel channel : driver.layout().channels())
        {
            if (channel.kindCode() == COMMAND_EFFORT)
            {
                driver.command().putDouble(channel.offset(), effortNm);
            }
        }
        if (send() != ReturnCode.OK && reviving)
        {
            driver.deactivate();
            driver.activate(); // may be refused while the line is ill; then the next cycle tries again
        }
    }

    ReturnCode send()
    {
        driver.stamp(driver.sequence(), System.nanoTime(), true);
        return driver.send(System.nanoTime());
    }

    boolean positionsAreSmooth()
    {
        return smooth;
    }

    double motor(final String name, final int kind)
    {
        for (final DriverChannel channel : driver.layout().channels())
        {
            if (channel.kindCode() == kind && channel.name().equals(name))
            {
                return driver.state().getDouble(channel.offset());
            }
        }
        throw new IllegalArgumentException("no channel " + kind + " of motor " + name);
    }

    long status()
    {
        return driver.status();
    }

    double count(final int which)
    {
        return all()[which];
    }

    private double[] all()
    {
        final double[] counts = new double[COUNTS];
        assertEquals(ReturnCode.OK, driver.request("statistics", counts));
        return counts;
    }

    /** All counts, and what the driver said last. */
    String counts()
    {
        return Arrays.toString(all()) + " " + driver.lastError();
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
