package dev.sinew.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.system.ReturnCode;

/**
 * A small control loop around a driver: receive, hold every motor's speed, send. Motors turn at different speeds, so
 * that no one's values pass for another's, and back again after {@link #TURN_NS}, as motors do that wind up tendons.
 * What is LOST, old or has a status is answered with no effort.
 */
final class HostSide implements AutoCloseable
{
    /** Counts of {@code statistics}: see {@code counters.h}; numbers are part of the driver's contract. */
    static final int COUNTS = 22;
    static final int CYCLES = 0;
    static final int GOOD = 1;
    static final int LATE = 2;
    static final int LOST = 3;
    static final int SHORT = 4;
    static final int BAD_CRC = 5;
    static final int WRONG_ID = 6;
    static final int BAD_VALUE = 7;
    static final int WATCHDOG = 9;
    static final int DROPPED_BYTES = 16;
    static final int CPU_NS = 19;
    static final int WIRE_NS = 20;
    static final int UNTAKEN = 21;

    private static final int POSITION = 10;
    private static final int VELOCITY = 11;
    private static final int EFFORT = 100;
    private static final double SPEED_RAD_S = 2;
    private static final double SPEED_STEP_RAD_S = 0.7;
    private static final int SPEEDS = 4;
    private static final long FRESH_NS = 30_000_000;
    private static final long TURN_NS = 15_000_000_000L;

    private final NativeDriver driver;
    private final long periodNs;
    private final double effortNm;
    private final double gainNms;
    private final int[] positionAt;
    private final int[] velocityAt;
    private final int[] effortAt;
    private final double[] positions;
    private HostTrace trace;
    private boolean seen;
    private boolean reviving;
    private final long beginNs;
    private long releaseNs;
    private int revived;

    /**
     * @param driver   an opened driver; closed with this.
     * @param bus      how hard it is driven.
     * @param periodNs period of the loop, ns.
     */
    HostSide(final NativeDriver driver, final BusCase bus, final long periodNs)
    {
        this.driver = driver;
        this.periodNs = periodNs;
        effortNm = bus.effortNm();
        gainNms = bus.gainNms();
        positionAt = offsets(POSITION);
        velocityAt = offsets(VELOCITY);
        effortAt = offsets(EFFORT);
        positions = new double[positionAt.length];
        trace = new HostTrace(0, positionAt.length);
        beginNs = System.nanoTime();
        releaseNs = beginNs;
    }

    private int[] offsets(final int kind)
    {
        final List<Integer> found = new ArrayList<>();
        for (final DriverChannel channel : driver.layout().channels())
        {
            if (channel.kindCode() == kind)
            {
                found.add(channel.offset());
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    NativeDriver driver()
    {
        return driver;
    }

    /** @param record where cycles are written down from now on. */
    void trace(final HostTrace record)
    {
        trace = record;
    }

    /** @param isReviving whether what has stopped is activated again at once, as an operator would. */
    void reviving(final boolean isReviving)
    {
        reviving = isReviving;
    }

    /** @return how often that was needed. */
    int revived()
    {
        return revived;
    }

    /** @return whether the driver was activated. */
    boolean activate()
    {
        final boolean isActive = driver.activate() == ReturnCode.OK;
        releaseNs = System.nanoTime();
        return isActive;
    }

    /** @param seconds how long to go on, s. */
    void run(final double seconds)
    {
        final long endNs = System.nanoTime() + Math.round(seconds * 1e9);
        while (System.nanoTime() - endNs < 0)
        {
            cycle();
        }
    }

    private void cycle()
    {
        long nowNs = System.nanoTime();
        while (nowNs - releaseNs < 0)
        {
            LockSupport.parkNanos(releaseNs - nowNs);
            nowNs = System.nanoTime();
        }
        releaseNs = Math.max(releaseNs + periodNs, nowNs); // what was missed is not made up for
        final ReturnCode code = driver.receive(nowNs);
        seen |= code == ReturnCode.OK;
        final boolean usable = seen && code != ReturnCode.LOST && driver.status() == 0 &&
            nowNs - driver.arrivalNs() < FRESH_NS;
        final int direction = (nowNs - beginNs) / TURN_NS % 2 == 0 ? 1 : -1;
        boolean isPulling = false;
        for (int i = 0; i < effortAt.length; i++)
        {
            positions[i] = driver.state().getDouble(positionAt[i]);
            final double wanted = direction * (SPEED_RAD_S + SPEED_STEP_RAD_S * (i % SPEEDS));
            final double missing = wanted - driver.state().getDouble(velocityAt[i]);
            final double effort = usable ? Math.max(-effortNm, Math.min(effortNm, gainNms * missing)) : 0;
            isPulling |= effort != 0;
            driver.command().putDouble(effortAt[i], effort);
        }
        driver.stamp(driver.sequence(), nowNs, true);
        final ReturnCode answer = driver.send(nowNs);
        trace.add(nowNs, code, seen ? driver.arrivalNs() : 0, driver.deviceTimeNs(), driver.status(), positions,
            isPulling, answer);
        if (reviving && answer == ReturnCode.ERROR)
        {
            revived++;
            driver.deactivate();
            activate(); // may be refused while the bus is ill; then the next cycle tries again
        }
    }

    /** @return the driver's counts. */
    double[] counts()
    {
        final double[] counts = new double[COUNTS];
        driver.request("statistics", counts);
        return counts;
    }

    @Override
    public void close()
    {
        driver.deactivate();
        driver.close();
    }
}
