package dev.sinew.bench.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

import dev.sinew.hal.driver.Isolation;

/**
 * One driver and the devices that it is tried on.
 *
 * @param name        how tables call it.
 * @param library     name of the driver.
 * @param protocol    protocol of the emulated devices.
 * @param emulator    further keys of the emulator's bus, with a comma in front; may be empty.
 * @param config      keys of the driver's configuration, without port and motors.
 * @param isolation   where the driver runs; devices without a watchdog need a process.
 * @param effortNm    greatest effort of a motor in the campaign, N·m.
 * @param gainNms     effort per missing speed, N·m·s/rad.
 * @param soakDevices devices on the bus of the long run.
 * @param clear       request that clears a device's fault; empty where there is none.
 */
record BusCase(
    String name,
    String library,
    String protocol,
    String emulator,
    String config,
    Isolation isolation,
    double effortNm,
    double gainNms,
    int soakDevices,
    String clear)
{
    /** Silence after which each device stops by itself, ms. */
    static final int WATCHDOG_MS = 100;

    private static final int SERVOS = 22;
    private static final int DRIVES = 44;

    /** In the order of the tables. */
    static final List<BusCase> ALL = List.of(
        new BusCase("dynamixel", "dynamixel", "dynamixel", ", model: xm430-w350, baud: 3000000",
            "baud=3000000 effort_per_ampere=1.78", Isolation.NONE, 0.5, 0.1, SERVOS, "reboot"),
        new BusCase("feetech hls", "feetech", "feetech", ", model: hls3930m", "effort_per_ampere=1.09",
            Isolation.PROCESS, 0.5, 0.1, SERVOS, ""),
        new BusCase("feetech sts", "feetech", "feetech", ", model: sts3215",
            "effort_per_ampere=1.09 stall_nm=2.9 noload_rad_s=6", Isolation.PROCESS, 0.8, 0.2, SERVOS, ""),
        new BusCase("moteus", "moteus", "moteus", "", "", Isolation.NONE, 0.05, 0.004, SERVOS, "clear_faults"),
        new BusCase("mit", "mit", "mit", ", model: dm4310", "", Isolation.NONE, 0.5, 0.1, SERVOS, "clear_faults"),
        new BusCase("robstride", "mit", "robstride", ", model: rs-02", "model=rs-02", Isolation.NONE, 0.5, 0.1, SERVOS,
            "clear_faults"),
        new BusCase("ethercat", "ethercat", "ethercat", "", "temperature=2030:0:16 temperature_scale=0.1",
            Isolation.NONE, 0.5, 0.1, DRIVES, "reset_faults"));

    /** @return whether the devices are on a network and not on a terminal. */
    boolean onNetwork()
    {
        return "ethercat".equals(protocol);
    }

    /** @return whether the devices stop by themselves when nobody talks to them. */
    boolean hasWatchdog()
    {
        return !"feetech".equals(protocol);
    }

    /**
     * @param port     terminal or interface of the host's end.
     * @param devices  how many, numbered from 1.
     * @param priority SCHED_FIFO priority of the driver's thread; 0 for none.
     * @return the driver's configuration text.
     */
    String configText(final String port, final int devices, final int priority)
    {
        final StringJoiner motors = new StringJoiner(",");
        for (int id = 1; id <= devices; id++)
        {
            motors.add("m" + id + ":" + id);
        }
        return (onNetwork() ? "interface=" : "port=") + port + " motors=" + motors + " watchdog_ms=" + WATCHDOG_MS +
            (priority > 0 ? " realtime_priority=" + priority : "") + " " + config;
    }

    /**
     * @param home root of the project.
     * @return the driver's file.
     */
    Path file(final Path home)
    {
        return home.resolve("tendon-drivers/target/native/libsinew_" + library + ".so");
    }
}
