package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.LoopRates;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SafetyLimits;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemRequest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSystemTest
{
    private static final long MS = 1_000_000L;
    private static final String ONE = "clock=caller watchdog_ms=1000 motors=";

    @TempDir
    private Path directory;

    @Test
    void shouldServeARobotThroughTwoBusesByName() throws Exception
    {
        // The buses' order is not the robot's: m2 and m0 on the first, m1 on the second.
        final RobotDescription robot = robot(ONE + "m2,m0", ONE + "m1");
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            final CommandBlock command = CommandBlock.of(robot);
            assertEquals(ReturnCode.OK, system.activate(0));
            for (int m = 0; m < 3; m++)
            {
                command.motorEffort.set(m, 0.01 * (m + 1));
                command.motorDamping.set(m, 0.001 * m);
            }
            for (int i = 1; i <= 3000; i++)
            {
                assertEquals(ReturnCode.OK, system.read(state, i * MS));
                command.stamp(state.sequence(), i * MS, true);
                assertEquals(ReturnCode.OK, system.write(command, i * MS));
            }
            assertEquals(3000, state.sequence());
            assertEquals(3000 * MS, state.deviceTimeNs());
            assertEquals(ChannelGroup.MOTORS.mask(), state.validGroups() & ChannelGroup.MOTORS.mask());
            assertEquals(0, state.validGroups() & ChannelGroup.JOINTS.mask(), "nobody serves the joints");
            for (int m = 0; m < 3; m++)
            {
                // Settled: torque = (friction + damping) x velocity.
                assertEquals(0.01 * (m + 1) / (0.001 + 0.001 * m), state.motorVelocity.get(m), 1e-6, "motor " + m);
                assertTrue(state.motorTemperature.get(m) > 24);
            }
        }
    }

    @Test
    void shouldMarkTheGroupsOfASilentBusInvalid() throws Exception
    {
        final RobotDescription robot = robot(ONE + "m0,m1", ONE + "m2 sample_us=5000");
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            system.activate(0);
            int valid = 0;
            for (int i = 1; i <= 50; i++)
            {
                assertEquals(ReturnCode.OK, system.read(state, i * MS));
                valid += (state.validGroups() & ChannelGroup.MOTORS.mask()) != 0 ? 1 : 0;
            }
            assertEquals(10, valid, "every fifth sample is whole");
            assertEquals(ReturnCode.NO_NEW_SAMPLE, system.read(state, 50 * MS), "no bus has anything new");
        }
    }

    @Test
    void shouldJudgeSlowBusesByTheAgeOfTheirSamples() throws Exception
    {
        // One sample in three cycles and one in five; whole in one cycle of fifteen, if freshness were asked for.
        final RobotDescription robot = rated(robot(ONE + "m0,m1 sample_us=3000", ONE + "m2 sample_us=5000"), 333, 200);
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            system.activate(0);
            for (int i = 1; i <= 300; i++)
            {
                final ReturnCode code = system.read(state, i * MS);
                if (i > 5)
                {
                    assertEquals(ReturnCode.OK, code, "cycle " + i);
                    assertEquals(i * MS, state.deviceTimeNs());
                    assertEquals(0, state.arrivalNs(), "each bus has an age of its own");
                    assertTrue((state.validGroups() & ChannelGroup.MOTORS.mask()) != 0, "cycle " + i);
                }
            }
        }
    }

    @Test
    void shouldCallASlowBusLostOnceItsSampleIsTooOldForItsRate() throws Exception
    {
        final RobotDescription robot =
            rated(robot(ONE + "m0,m1", ONE + "m2 sample_us=5000 silent_after_ms=20"), 0, 200);
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            system.activate(0);
            int last = 0;
            for (int i = 1; i <= 100; i++)
            {
                final ReturnCode code = system.read(state, i * MS);
                last = code == ReturnCode.OK ? i : last;
                assertEquals(i <= 32 ? ReturnCode.OK : ReturnCode.LOST, code, "cycle " + i);
                assertEquals(i >= 5, (state.validGroups() & ChannelGroup.MOTORS.mask()) != 0, "cycle " + i);
            }
            assertEquals(32, last, "the sample of 20 ms, good for 2.5 periods of 5 ms");
        }
    }

    @Test
    void shouldActivateAllBusesBeforeTheWatchdogOfTheFirstOneFires() throws Exception
    {
        // The second bus takes 400 ms to activate; without commands the first one's watchdog fires after 100.
        final Path slow = DriverMutant.compile(directory, "slow",
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{",
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{\n" +
            "    nanosleep(&(struct timespec){.tv_nsec = 400000000}, NULL);");
        NativeParts.library("loopback");
        final RobotDescription robot =
            robot(List.of("loopback", slow.toString()), "watchdog_ms=100 motors=m0,m1", "watchdog_ms=1000 motors=m2");
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            assertEquals(ReturnCode.OK, system.activate(System.nanoTime()));
            assertEquals(ReturnCode.OK, system.read(state, System.nanoTime()));
            assertEquals(0, state.deviceStatus(), "a watchdog has fired");
            for (int m = 0; m < 3; m++)
            {
                assertEquals(0, state.motorVelocity.get(m), "nothing may move before the first command");
            }
        }
    }

    @Test
    void shouldActivateEachBusInTheClassOfTheLoopsThread() throws Exception
    {
        final Path picky = DriverMutant.compile(directory, "picky",
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{",
            "int32_t sched_getscheduler(int32_t);\n" +
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{\n" +
            "    if (driver != NULL && (sched_getscheduler(0) & 0xff) != 1) return fail(driver->error, \"not FIFO\");");
        NativeParts.library("loopback");
        final NativeSystem system = new NativeSystem(
            robot(List.of("loopback", picky.toString()), ONE + "m0,m1", ONE + "m2"));
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            assertEquals(ReturnCode.ERROR, managed.activate(0), "this thread is none of a real-time class");
            Assumptions.assumeTrue(ThreadScheduling.set(0, SchedulingClass.FIFO, 5).isDone(),
                "real-time priorities are not allowed here");
            assertEquals(ReturnCode.OK, managed.activate(0), system.lastError());
        }
        finally
        {
            ThreadScheduling.set(0, SchedulingClass.OTHER, 0);
        }
    }

    @Test
    void shouldNameTheBusThatCannotBeActivated() throws Exception
    {
        final Path broken = DriverMutant.compile(directory, "broken",
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{",
            "int32_t sinew_driver_activate(sinew_driver *driver)\n{\n" +
            "    if (driver != NULL) return fail(driver->error, \"loopback: no power; switch it on\");");
        NativeParts.library("loopback");
        final NativeSystem system = new NativeSystem(
            robot(List.of("loopback", broken.toString()), ONE + "m0,m1", ONE + "m2"));
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            assertEquals(ReturnCode.ERROR, managed.activate(0));
            assertEquals("bus bus1: loopback: no power; switch it on", system.lastError());
        }
    }

    @Test
    void shouldBeLostWhenABusIsLost() throws Exception
    {
        final RobotDescription robot = robot(ONE + "m0,m1", ONE + "m2 silent_after_ms=3");
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            system.read(state, MS);
            system.activate(MS);
            assertEquals(ReturnCode.OK, system.read(state, 2 * MS));
            final long before = state.sequence();
            assertEquals(ReturnCode.LOST, system.read(state, 9 * MS));
            assertEquals(before, state.sequence());
        }
    }

    @Test
    void shouldBecomeAnErrorAndDeactivateWhenAWatchdogFired() throws Exception
    {
        final RobotDescription robot = robot("clock=caller watchdog_ms=5 motors=m0,m1", ONE + "m2");
        final NativeSystem system = new NativeSystem(robot);
        try (ManagedSystem managed = new ManagedSystem(system))
        {
            managed.configure();
            final StateBlock state = StateBlock.of(robot);
            final CommandBlock command = CommandBlock.of(robot);
            managed.activate(0);
            managed.read(state, 50 * MS);
            assertEquals(NativeDriver.STATUS_WATCHDOG, state.deviceStatus());
            command.stamp(1, 50 * MS, true);
            assertEquals(ReturnCode.ERROR, managed.write(command, 50 * MS));
            assertTrue(system.lastError().startsWith("bus bus0: loopback: the watchdog fired"), system.lastError());
            assertEquals(ReturnCode.NOT_ACTIVE, managed.write(command, 51 * MS));
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheRobotInOneLine() throws Exception
    {
        assertRefused(robot(ONE + "m0,m1", ONE + "m7"), "nothing named 'm7'");
        assertRefused(robot(ONE + "m0,m1", ONE + "m1,m2"), "already served by bus bus0");
        assertRefused(robot(ONE + "m0", ONE + "m1"), "no driver takes CMD_MOTOR_EFFORT for motor 'm2'");
        assertRefused(robot(ONE + "m0", "speed=9"), "cannot use speed=9");
        assertRefused(robot(List.of("absent"), ONE + "m0"), "no such driver library: name=absent");
        assertRefused(robot(List.of("/nowhere/lib.so"), ONE + "m0"), "no such driver library: path=/nowhere/lib.so");
        assertRefused(robot(List.of()), "has no buses");
    }

    @Test
    void shouldRefuseDevicesThatNothingWouldStop() throws Exception
    {
        final Path unwatched = DriverMutant.compile(directory, "unwatched", "return SINEW_CAP_DEVICE_WATCHDOG;",
            "return 0;");
        final RobotDescription robot = robot(List.of(unwatched.toString()), ONE + "m0,m1,m2");
        assertRefused(robot, "has no watchdog of its own");
        System.setProperty(NativeSystem.ALLOW_UNWATCHED_PROPERTY, "true");
        try (ManagedSystem system = configured(robot))
        {
            assertFalse(system.traits().deviceWatchdog());
        }
        finally
        {
            System.clearProperty(NativeSystem.ALLOW_UNWATCHED_PROPERTY);
        }
        final Path simulator = DriverMutant.compile(directory, "simulator", "return SINEW_CAP_DEVICE_WATCHDOG;",
            "return SINEW_CAP_SIMULATED;");
        assertRefused(robot(List.of(simulator.toString()), ONE + "m0,m1,m2"), "is a simulator");
    }

    @Test
    void shouldRefuseALibraryThatIsNoDriverOrOfAnotherAbi() throws Exception
    {
        final Path other = DriverMutant.compile(directory, "otherabi", "return SINEW_ABI_VERSION;",
            "return 0x00020003u;");
        assertRefused(robot(List.of(other.toString()), ONE + "m0,m1,m2"), "driver=2.3, host=1.0");
        final Path verbless = DriverMutant.compile(directory, "verbless", "#include \"sinew_driver.h\"",
            "#include \"sinew_driver.h\"\n#define sinew_driver_receive other_receive");
        assertRefused(robot(List.of(verbless.toString()), ONE + "m0,m1,m2"), "missing=sinew_driver_receive;");
        final Path text = directory.resolve("text.so");
        java.nio.file.Files.writeString(text, "not a library");
        assertRefused(robot(List.of(text.toString()), ONE + "m0,m1,m2"), "file too short");
    }

    @Test
    void shouldAllocateNothingInACycle() throws Exception
    {
        final RobotDescription robot = robot(ONE + "m2,m0", ONE + "m1");
        try (ManagedSystem system = configured(robot))
        {
            final StateBlock state = StateBlock.of(robot);
            final CommandBlock command = CommandBlock.of(robot);
            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            system.activate(0);
            long nowNs = 0;
            long fewest = Long.MAX_VALUE;
            for (int window = 0; window < 40 && fewest > 0; window++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 10_000; i++)
                {
                    nowNs += MS;
                    system.read(state, nowNs);
                    command.stamp(state.sequence(), nowNs, true);
                    system.write(command, nowNs);
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, fewest);
        }
    }

    @Test
    void shouldBeFoundByItsName() throws Exception
    {
        NativeParts.library("loopback");
        SystemFactory found = null;
        for (final SystemFactory factory : ServiceLoader.load(SystemFactory.class))
        {
            found = "native".equals(factory.name()) ? factory : found;
        }
        assertEquals(null, found.unavailableBecause());
        final SystemFactory factory = found;
        final SystemRequest none = new SystemRequest(robot(List.of()), Scenario.NONE, 1, false);
        assertThrows(SystemException.class, () -> factory.create(none));
        try (ManagedSystem system =
            new ManagedSystem(factory.create(new SystemRequest(robot(ONE + "m0,m1,m2"), Scenario.NONE, 1, false))))
        {
            system.configure();
            assertEquals("loopback 1.0", system.traits().version());
            assertTrue(system.traits().deviceWatchdog());
        }
    }

    private static ManagedSystem configured(final RobotDescription robot) throws SystemException
    {
        final ManagedSystem system = new ManagedSystem(new NativeSystem(robot));
        system.configure();
        return system;
    }

    private static void assertRefused(final RobotDescription robot, final String part)
    {
        final SystemException refused = assertThrows(SystemException.class,
            () -> new NativeSystem(robot).onConfigure());
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }

    private static RobotDescription rated(final RobotDescription robot, final double... ratesHz)
    {
        final List<BusDescription> buses = new ArrayList<>();
        for (final BusDescription bus : robot.buses())
        {
            buses.add(new BusDescription(bus.name(), bus.library(), bus.config(), bus.motors(), bus.isolation(),
                ratesHz[buses.size()]));
        }
        return robot.withBuses(buses);
    }

    private static RobotDescription robot(final String... configs)
    {
        NativeParts.library("loopback");
        return robot(java.util.Collections.nCopies(configs.length, "loopback"), configs);
    }

    private static RobotDescription robot(final List<String> libraries, final String... configs)
    {
        final List<BusDescription> buses = new ArrayList<>();
        for (int i = 0; i < configs.length; i++)
        {
            buses.add(new BusDescription("bus" + i, libraries.get(i), configs[i], List.of()));
        }
        final List<MotorDescription> motors = new ArrayList<>();
        final List<TendonDescription> tendons = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            motors.add(new MotorDescription("m" + i, i, i, 0.01, 1e-4, 1e-3, 1, 100, 80));
            tendons.add(new TendonDescription("t" + i, i, i, List.of(new TendonDescription.MomentArm(0, 0.01)), 0.3, 1,
                100, 5, 1e5, 10));
        }
        final LinkDescription link = new LinkDescription("base", 1, Vector3.ZERO, new Vector3(1, 1, 1));
        final JointDescription joint = new JointDescription("j", 0, 0, Vector3.ZERO, new Vector3(0, 0, 1), -1, 1, 1, 1,
            0, 0, 0, 1, 1, false);
        return new RobotDescription("bench", "0".repeat(64), List.of(link, link), List.of(joint), motors, tendons,
            List.of(), List.of(), new SensorDescriptions(List.of(), List.of(), List.of()), new LoopRates(1000),
            new SafetyLimits(1, 1, 1, 1, 1, 1), new SimulationDescription(1, 1, 1, 1, 1, null, 0), buses);
    }
}
