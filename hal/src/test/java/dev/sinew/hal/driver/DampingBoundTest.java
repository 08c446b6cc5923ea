package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DampingBoundTest
{
    private static final String CONFIG = "watchdog_ms=100 motors=m0";
    private static final double INERTIA = 2e-4;
    private static final RobotDescription ROBOT = new RobotDescription("bench", "0".repeat(64), List.of(), List.of(),
        List.of(new MotorDescription("m0", 0, 0, 0.01, INERTIA, 1e-3, 1, 100, 80)), List.of(), List.of(), List.of(),
        new SensorDescriptions(List.of(), List.of(), List.of()), null, null, null, List.of());

    @TempDir
    private Path directory;

    private double reaching(final Path library, final double rateHz, final double wish) throws Exception
    {
        try (NativeDriver driver = NativeDriver.open(library, CONFIG))
        {
            final int offset = driver.layout().channels().stream()
                .filter(channel -> channel.kind() == ChannelKind.CMD_MOTOR_DAMPING).findFirst().orElseThrow().offset();
            driver.command().putDouble(offset, wish);
            DampingBound.of(new BusDescription("bus", "loopback", CONFIG, List.of(), "none", rateHz), driver, ROBOT)
                .apply(driver.command());
            return driver.command().getDouble(offset);
        }
    }

    @Test
    void shouldAskASlowBusForHalfOfWhatWouldMakeARotorSwing() throws Exception
    {
        final Path loopback = NativeParts.library("loopback");

        assertEquals(0.5 * INERTIA * 40, reaching(loopback, 40, 1), 1e-15);
        assertEquals(1e-6, reaching(loopback, 40, 1e-6));
        assertEquals(Double.NaN, reaching(loopback, 40, Double.NaN));
    }

    @Test
    void shouldAskABusAsFastAsTheLoopForAllOfIt() throws Exception
    {
        assertEquals(1, reaching(NativeParts.library("loopback"), BusDescription.EVERY_CYCLE, 1));
    }

    @Test
    void shouldAskDrivesThatDampThemselvesForAllOfIt() throws Exception
    {
        NativeParts.library("loopback");
        final Path damping = DriverMutant.compile(directory, "damping",
            "return SINEW_CAP_DEVICE_WATCHDOG;", "return SINEW_CAP_DEVICE_WATCHDOG | SINEW_CAP_DRIVE_DAMPS;");

        assertEquals(1, reaching(damping, 40, 1));
    }
}
