package dev.sinew.hal.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;

/**
 * A robot whose devices are served by one or several drivers, one per bus. One cycle is one {@code receive} and one
 * {@code send} of each. A sample counts when every bus answered and at least one brought something new; the groups of a
 * bus that had nothing new are then not valid. Any bus that is lost makes the whole sample lost.
 *
 * <p>A bus that is slower than the loop says so by its {@code rate_hz}. It is judged by the age of its newest sample
 * instead: its groups stay valid, and an exchange of it that failed is no loss, until that is older than
 * {@value NativeBus#PERIODS_GOOD} of its own periods, or than the robot's {@code state_stale_ms} where that is
 * longer.</p>
 */
public final class NativeSystem implements SystemInterface, BusMonitor
{
    /** System property: "true" drives devices that lack a watchdog of their own. For benches, never for a robot. */
    public static final String ALLOW_UNWATCHED_PROPERTY = "sinew.native.allow_unwatched";

    /** Where the driver of a bus comes from. */
    private interface Opener
    {
        NativeDriver open(BusDescription bus) throws SystemException;
    }

    private final RobotDescription robot;
    private final Opener opener;
    private final List<NativeBus> opened = new ArrayList<>();
    private NativeBus.ChannelClaims claims;
    private NativeBus[] buses = new NativeBus[0];
    private SystemTraits traits = new SystemTraits("native", "not opened", false, false, false);
    private long completeGroups;
    private long sequence;
    private boolean active;
    private NativeBus failed;

    /**
     * @param robot robot with at least one bus.
     */
    public NativeSystem(final RobotDescription robot)
    {
        this(robot, NativeSystem::openDevice);
    }

    private NativeSystem(final RobotDescription robot, final Opener opener)
    {
        this.robot = robot;
        this.opener = opener;
    }

    private static NativeDriver openDevice(final BusDescription bus) throws SystemException
    {
        final Isolation isolation = Isolation.of(bus.isolation());
        if (isolation == null)
        {
            throw new SystemException("bus " + bus.name() + ": isolation: " + bus.isolation() +
                " is not known; write one of " + String.join(", ", Isolation.words()));
        }
        return NativeDriver.open(NativeLibraries.find(bus.library()), bus.config(), isolation);
    }

    /**
     * The same robot behind drivers without devices, for warm-ups: the classes and layouts of this system, a robot at
     * rest in its default pose. This system's devices are not touched.
     *
     * @return a system, not configured yet.
     * @throws SystemException when this one is not configured.
     */
    public NativeSystem shadow() throws SystemException
    {
        if (buses.length == 0)
        {
            throw new SystemException("a system that is not configured casts no shadow; configure it first");
        }
        final Map<String, NativeDriver> shadows = new TreeMap<>();
        for (final NativeBus bus : buses)
        {
            shadows.put(bus.name, bus.driver.shadow(new ShadowVerbs(bus.driver, robot)));
        }
        return new NativeSystem(robot, bus -> shadows.get(bus.name()));
    }

    @Override
    public SystemTraits traits()
    {
        return traits;
    }

    @Override
    public void onConfigure() throws SystemException
    {
        try
        {
            openAll();
        }
        catch (final SystemException error)
        {
            close();
            throw error;
        }
    }

    private void openAll() throws SystemException
    {
        if (robot.buses().isEmpty())
        {
            throw new SystemException("robot " + robot.name() + " has no buses; name its drivers under buses: in " +
                "robot.yaml, or run it in simulation");
        }
        claims = new NativeBus.ChannelClaims(StateBlock.layoutOf(robot), CommandBlock.layoutOf(robot));
        boolean watched = true;
        boolean paces = false;
        final StringBuilder versions = new StringBuilder();
        for (final BusDescription description : robot.buses())
        {
            final NativeDriver driver = opener.open(description);
            try
            {
                opened.add(new NativeBus(description, driver, claims, robot));
            }
            catch (final SystemException error)
            {
                driver.close();
                throw error;
            }
            requireKind(description, driver);
            watched &= driver.can(NativeDriver.CAP_DEVICE_WATCHDOG);
            paces |= driver.can(NativeDriver.CAP_PACES);
            versions.append(versions.length() == 0 ? "" : ", ").append(driver.name()).append(' ')
                .append(driver.version());
        }
        requireCommands();
        completeGroups = claims.completeGroups();
        buses = opened.toArray(new NativeBus[0]);
        final boolean holds = robot.tendons().stream()
            .anyMatch(tendon -> claims.served(ChannelKind.CMD_TENDON_TENSION, tendon.name()));
        traits = new SystemTraits("native", versions.toString(), false, watched, paces,
            holds ? SystemTraits.UNKNOWN_RATE : 0);
    }

    private static void requireKind(final BusDescription bus, final NativeDriver driver) throws SystemException
    {
        if (driver.can(NativeDriver.CAP_SIMULATED))
        {
            throw new SystemException("bus " + bus.name() + ": driver " + driver.name() + " is a simulator; choose " +
                "it with --backend instead of naming it under buses:");
        }
        if (!driver.can(NativeDriver.CAP_DEVICE_WATCHDOG) && !Boolean.getBoolean(ALLOW_UNWATCHED_PROPERTY))
        {
            throw new SystemException("bus " + bus.name() + ": the device behind driver " + driver.name() + " has no " +
                "watchdog of its own, so nothing would stop it if this process died; write isolation: process, so " +
                "that a process of its own stops it, or on a bench -D" + ALLOW_UNWATCHED_PROPERTY + "=true");
        }
    }

    private void requireCommands() throws SystemException
    {
        for (final MotorDescription motor : robot.motors())
        {
            for (final ChannelKind kind : List.of(ChannelKind.CMD_MOTOR_EFFORT, ChannelKind.CMD_MOTOR_DAMPING))
            {
                if (!claims.served(kind, motor.name()))
                {
                    throw new SystemException("no driver takes " + kind + " for motor '" + motor.name() +
                        "'; name the motor in the config of its bus");
                }
            }
        }
    }

    @Override
    public ReturnCode onActivate(final long nowNs)
    {
        final NativeBus refused = buses.length > 1 ? new BusActivation(buses, nowNs).run() :
            buses[0].driver.activate() == ReturnCode.OK ? null : buses[0];
        if (refused != null)
        {
            failed = refused;
            refused.noteError();
            return ReturnCode.ERROR;
        }
        active = true;
        return ReturnCode.OK;
    }

    @Override
    public ReturnCode read(final StateBlock state, final long nowNs)
    {
        ReturnCode worst = ReturnCode.OK;
        boolean anyFresh = false;
        boolean allCount = true;
        for (final NativeBus bus : buses)
        {
            bus.receive(nowNs);
            anyFresh |= bus.fresh();
            allCount &= bus.counts(nowNs);
            worst = worse(worst, bus.code(nowNs), bus);
        }
        if (worst == ReturnCode.LOST || worst == ReturnCode.ERROR)
        {
            return worst;
        }
        if (!anyFresh && !allCount)
        {
            return ReturnCode.NO_NEW_SAMPLE;
        }
        publish(state, nowNs);
        return ReturnCode.OK;
    }

    private void publish(final StateBlock state, final long nowNs)
    {
        long deviceTimeNs = Long.MAX_VALUE;
        long arrivalNs = Long.MAX_VALUE;
        long groups = completeGroups;
        long status = 0;
        for (final NativeBus bus : buses)
        {
            groups &= bus.validMask(nowNs);
            if (bus.fresh())
            {
                bus.publish(state);
            }
            if (bus.fresh() && !bus.rated())
            {
                // The sample is as old as its oldest part.
                deviceTimeNs = Math.min(deviceTimeNs, bus.driver.deviceTimeNs());
                arrivalNs = Math.min(arrivalNs, bus.driver.arrivalNs());
            }
            if (status == 0)
            {
                // A watchdog that has fired stays fired until activate: news only to somebody who is driving.
                status = active ? bus.driver.status() : bus.driver.status() & ~NativeDriver.STATUS_WATCHDOG;
            }
        }
        sequence++;
        if (arrivalNs == Long.MAX_VALUE)
        {
            // Only buses with rates of their own, each judged by its own age: of this cycle, without an age of its own.
            deviceTimeNs = nowNs;
            arrivalNs = 0;
        }
        state.stamp(sequence, deviceTimeNs, arrivalNs, groups, status);
    }

    @Override
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        ReturnCode worst = ReturnCode.OK;
        for (final NativeBus bus : buses)
        {
            // Every bus gets its command, also after another one failed.
            worst = worse(worst, bus.send(command, nowNs), bus);
        }
        return worst;
    }

    private ReturnCode worse(final ReturnCode worst, final ReturnCode code, final NativeBus bus)
    {
        final ReturnCode plain = code == ReturnCode.NO_NEW_SAMPLE ? ReturnCode.OK :
            code == ReturnCode.NOT_ACTIVE ? ReturnCode.ERROR : code;
        if (plain.ordinal() > worst.ordinal())
        {
            failed = bus;
            return plain;
        }
        return worst;
    }

    /**
     * @return one line about the bus that failed last and why, or an empty text. Allocates: not for the cycle.
     */
    public String lastError()
    {
        return failed == null ? "" : "bus " + failed.name + ": " + failed.driver.lastError();
    }

    @Override
    public List<String> busNames()
    {
        return robot.buses().stream().map(BusDescription::name).toList();
    }

    @Override
    public void busHealth(final Column ageS, final Column code, final long nowNs)
    {
        for (int i = 0; i < buses.length; i++)
        {
            ageS.set(i, buses[i].ageS(nowNs));
            code.set(i, buses[i].code(nowNs).ordinal());
        }
    }

    @Override
    public String busError(final int bus)
    {
        return bus >= 0 && bus < opened.size() ? opened.get(bus).errorText() : "";
    }

    @Override
    public int busOf(final ChannelGroup group, final int index)
    {
        final String bus = claims == null ? null : switch (group)
        {
            case MOTORS -> claims.owner(ChannelKind.MOTOR_POSITION, robot.motors().get(index).name());
            case JOINTS -> claims.owner(ChannelKind.JOINT_POSITION, robot.joints().get(index).name());
            case TENDONS -> claims.owner(ChannelKind.TENDON_TENSION, robot.tendons().get(index).name());
            default -> throw new IllegalArgumentException("no bus is asked for by " + group);
        };
        return bus == null ? -1 : busNames().indexOf(bus);
    }

    @Override
    public List<String> unserved(final long groups)
    {
        return claims == null ? List.of() : claims.unserved(groups);
    }

    @Override
    public void onDeactivate()
    {
        active = false;
        for (final NativeBus bus : buses)
        {
            if (bus.driver.deactivate() == ReturnCode.ERROR)
            {
                failed = bus;
            }
        }
    }

    @Override
    public void close()
    {
        onDeactivate();
        buses = new NativeBus[0];
        for (final NativeBus bus : opened)
        {
            bus.driver.close();
        }
        opened.clear();
    }
}
