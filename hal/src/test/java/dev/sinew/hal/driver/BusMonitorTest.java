package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a native system tells of its buses, and its shadow. */
class BusMonitorTest
{
    private static final long MS = 1_000_000L;
    private static final String CLOCK = "clock=caller watchdog_ms=1000 motors=";

    @TempDir
    private Path directory;

    private final RobotDescription plain = SyntheticRobots.withJoints(2);
    private final Column ageS = column(2);
    private final Column code = column(2);

    @BeforeEach
    void needLoopback()
    {
        NativeParts.library("loopback");
    }

    private static Column column(final int size)
    {
        final BlockLayout layout =
            new BlockLayout.Builder().column("x", java.util.Collections.nCopies(size, "x")).build();
        return new Column("x", new UnsafeBuffer(BufferUtil.allocateDirectAligned(layout.sizeBytes(), 64)),
            layout.entry("x").offset(), size);
    }

    private RobotDescription robot(final String more)
    {
        final List<String> names = new ArrayList<>();
        plain.motors().forEach(motor -> names.add(motor.name()));
        return plain.withBuses(List.of(
            new BusDescription("left", "loopback", CLOCK + String.join(",", names.subList(0, 2)), List.of()),
            new BusDescription("right", "loopback", CLOCK + String.join(",", names.subList(2, names.size())) + more,
                List.of())));
    }

    @Test
    void shouldTellTheAgeAndTheStateOfEachBus() throws Exception
    {
        final NativeSystem system = new NativeSystem(robot(" silent_after_ms=3"));
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            assertEquals(List.of("left", "right"), system.busNames());
            system.busHealth(ageS, code, 0);
            assertEquals(-1.0, ageS.get(0));
            assertEquals(ReturnCode.NOT_ACTIVE.ordinal(), code.get(0));

            final StateBlock state = StateBlock.of(plain);
            managed.read(state, MS);
            managed.activate(MS);
            managed.read(state, 2 * MS);
            system.busHealth(ageS, code, 2 * MS);
            assertEquals(0.0, ageS.get(1));
            assertEquals(ReturnCode.OK.ordinal(), code.get(1));

            assertEquals(ReturnCode.LOST, managed.read(state, 9 * MS));
            system.busHealth(ageS, code, 9 * MS);
            assertEquals(ReturnCode.OK.ordinal(), code.get(0));
            assertEquals(ReturnCode.LOST.ordinal(), code.get(1));
            assertEquals(0.0, ageS.get(0));
            assertEquals(0.007, ageS.get(1), 1e-12);
        }
    }

    @Test
    void shouldTellWhichBusReadsAMotor() throws Exception
    {
        final NativeSystem system = new NativeSystem(robot(""));
        assertEquals(-1, system.busOf(ChannelGroup.MOTORS, 0), "nobody before configuration");
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();

            assertEquals(0, system.busOf(ChannelGroup.MOTORS, 1));
            assertEquals(1, system.busOf(ChannelGroup.MOTORS, 2));
            assertEquals(-1, system.busOf(ChannelGroup.JOINTS, 0), "the loopback has no joint encoders");
            assertThrows(IllegalArgumentException.class, () -> system.busOf(ChannelGroup.IMUS, 0));
        }
    }

    @Test
    void shouldKeepTheDriversReasonForOthers() throws Exception
    {
        final NativeSystem system = new NativeSystem(robot(""));
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            assertEquals("", system.busError(0));
            final StateBlock state = StateBlock.of(plain);
            final CommandBlock command = CommandBlock.of(plain);
            managed.activate(0);
            managed.read(state, MS);
            command.motorEffort.set(3, Double.NaN);
            command.stamp(1, MS, true);
            assertEquals(ReturnCode.ERROR, managed.write(command, MS));
            assertTrue(system.busError(1).startsWith("loopback: bad command: motor=1"), system.busError(1));
            assertEquals("", system.busError(0));
            assertEquals("", system.busError(7));
        }
    }

    @Test
    void shouldNotHoldAFiredWatchdogAgainstARobotThatNobodyDrives() throws Exception
    {
        // The device of the left bus keeps "fired" until the next activate, as sinew_driver.h states it.
        final Path keeps = DriverMutant.compile(directory, "keeps",
            "        limp(driver);\n        driver->active = 0;\n        driver->watchdog_fired = 0;",
            "        limp(driver);\n        driver->active = 0;");
        final RobotDescription robot = robot("").withBuses(List.of(
            new BusDescription("left", keeps.toString(), "clock=caller watchdog_ms=5 motors=" +
            String.join(",", plain.motors().stream().map(motor -> motor.name()).toList()), List.of())));
        try (ManagedSystem managed = new ManagedSystem(new NativeSystem(robot)))
        {
            managed.configure();
            final StateBlock state = StateBlock.of(plain);
            managed.read(state, MS);
            managed.activate(MS);
            managed.read(state, 20 * MS);
            assertEquals(NativeDriver.STATUS_WATCHDOG, state.deviceStatus());
            managed.deactivate();
            managed.read(state, 21 * MS);
            assertEquals(0, state.deviceStatus());
            managed.activate(21 * MS);
            managed.read(state, 22 * MS);
            assertEquals(0, state.deviceStatus(), "activate has cleared it");
        }
    }

    @Test
    void shouldSayWhatNoBusDelivers() throws Exception
    {
        try (NativeSystem system = new NativeSystem(robot("")))
        {
            system.onConfigure();
            assertEquals(List.of(), system.unserved(ChannelGroup.MOTORS.mask()));
            final List<String> missing = system.unserved(ChannelGroup.JOINTS.mask() | ChannelGroup.TENDONS.mask());
            assertEquals(5, missing.size(), missing::toString);
            assertTrue(missing.get(0).startsWith("JOINT_POSITION of 2 of 2 ("), missing.get(0));
            assertTrue(missing.get(4).startsWith("TENDON_TENSION of 4 of 4 ("), missing.get(4));
        }
    }

    @Test
    void shouldRefuseAnIsolationThatItDoesNotHave()
    {
        final BusDescription bus = new BusDescription("left", "loopback", CLOCK + "m", List.of(), "moon");
        try (NativeSystem system = new NativeSystem(plain.withBuses(List.of(bus))))
        {
            final SystemException refused = assertThrows(SystemException.class, system::onConfigure);
            assertTrue(refused.getMessage().contains("bus left: isolation: moon is not known"), refused.getMessage());
        }
    }

    @Test
    void shouldCastAShadowThatRunsWithoutTouchingTheDevice() throws Exception
    {
        final NativeSystem real = new NativeSystem(robot(""));
        assertThrows(SystemException.class, real::shadow);
        try (ManagedSystem managed = new ManagedSystem(real))
        {
            managed.configure();
            try (ManagedSystem shadow = new ManagedSystem(real.shadow()))
            {
                shadow.configure();
                assertEquals(real.traits(), shadow.traits());
                final StateBlock state = StateBlock.of(plain);
                final CommandBlock command = CommandBlock.of(plain);
                assertEquals(ReturnCode.OK, shadow.activate(0));
                for (int i = 1; i <= 100; i++)
                {
                    assertEquals(ReturnCode.OK, shadow.read(state, i * MS));
                    command.motorEffort.fill(0.1);
                    command.stamp(state.sequence(), i * MS, true);
                    assertEquals(ReturnCode.OK, shadow.write(command, i * MS));
                }
                assertEquals(100, state.sequence());
                assertEquals(25.0, state.motorTemperature.get(0));
                assertTrue((state.validGroups() & ChannelGroup.MOTORS.mask()) != 0);
            }
            final StateBlock state = StateBlock.of(plain);
            assertEquals(ReturnCode.OK, managed.read(state, 200 * MS));
            assertEquals(0.0, state.motorVelocity.get(0), "the device did not hear a word");
            assertEquals(0.0, state.motorEffort.get(0));
        }
    }

    @Test
    void shouldAllocateNothingWhenABusComesAndGoes() throws Exception
    {
        final NativeSystem system = new NativeSystem(robot(" silent_after_ms=3"));
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            final StateBlock state = StateBlock.of(plain);
            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            long nowNs = 0;
            long fewest = Long.MAX_VALUE;
            for (int window = 0; window < 40 && fewest > 0; window++)
            {
                long allocated = 0;
                for (int i = 0; i < 500; i++)
                {
                    managed.activate(nowNs); // several buses at once: on threads
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    for (int cycle = 0; cycle < 8; cycle++)
                    {
                        nowNs += MS;
                        managed.read(state, nowNs);
                        system.busHealth(ageS, code, nowNs);
                    }
                    managed.deactivate();
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                }
                fewest = Math.min(fewest, allocated);
            }
            assertEquals(0, fewest);
        }
    }
}
