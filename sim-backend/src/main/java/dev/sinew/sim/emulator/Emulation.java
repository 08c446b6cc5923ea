package dev.sinew.sim.emulator;

import java.util.List;

import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.fault.FaultBoard;
import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.fault.FaultKind;
import dev.sinew.sim.emulator.motor.MotorBank;

/**
 * Buses, devices and motors of one emulator, without a clock: whoever runs it says what time it is. Between two calls
 * everything happens in the order of its own time: bytes end on the wires, the motors step on a fixed grid, faults
 * begin and end on that grid. How often it is called changes nothing but when the host gets to see it.
 */
public final class Emulation implements AutoCloseable
{
    /** Steps that are caught up with after a standstill of the machine; time beyond that is left out, and counted. */
    public static final int CATCH_UP_STEPS = 200;

    /** So long after a standstill hosts may still be about to ask again because of it, ns. */
    private static final long UNSURE_NS = 10_000_000;

    private final List<EmulatedBus> buses;
    private final MotorBank bank;
    private final FaultBoard faults;
    private final EventLog log;
    private final long samplePeriodNs;
    private final long periodNs;

    private long stepNs;
    private long sampleNs;
    private boolean started;
    private boolean stable = true;
    private boolean met;
    private long steps;
    private long skippedSteps;
    private long lookedNs;
    private long unsureNs = Long.MIN_VALUE;
    private long stalls;
    private long stallNsMax;

    /**
     * @param buses          buses; closed with this emulation.
     * @param bank           motors behind all of them; closed with this emulation where it can be.
     * @param faults         what goes wrong.
     * @param log            where events go; closed with this emulation.
     * @param samplePeriodNs distance of regular samples of every motor in the events, ns; 0 for none.
     */
    public Emulation(
        final List<EmulatedBus> buses,
        final MotorBank bank,
        final FaultBoard faults,
        final EventLog log,
        final long samplePeriodNs)
    {
        this.buses = List.copyOf(buses);
        this.bank = bank;
        this.faults = faults;
        this.log = log;
        this.samplePeriodNs = samplePeriodNs;
        periodNs = bank.periodNs();
        faults.listener(this::onFault);
    }

    /**
     * Runs on to a time, then takes what the hosts have written and hands them what is due.
     *
     * @param nowNs time, ns; never less than the last one.
     */
    public void advance(final long nowNs)
    {
        if (!started)
        {
            start(nowNs);
        }
        final boolean isSure = look(nowNs);
        catchUp(nowNs);
        while (stepNs - nowNs <= 0)
        {
            step();
        }
        for (final EmulatedBus bus : buses)
        {
            bus.runUntil(nowNs);
            if (bus.receive(nowNs, isSure) && !met)
            {
                met = true;
                faults.origin(nowNs);
            }
            bus.transmit(nowNs);
        }
    }

    private void start(final long nowNs)
    {
        started = true;
        lookedNs = nowNs;
        stepNs = nowNs + periodNs;
        sampleNs = nowNs + samplePeriodNs;
        log.begin("start", nowNs).with("step_ns", periodNs).with("motors", bank.count()).end();
        for (final EmulatedBus bus : buses)
        {
            log.begin("bus", nowNs).with("bus", bus.name()).with("protocol", bus.protocol())
                .with("devices", bus.devices().size()).with("path", bus.port().path()).end();
        }
    }

    /** Between two looks at the hosts lies a step at most, unless the machine stood still. */
    private boolean look(final long nowNs)
    {
        final long gapNs = nowNs - lookedNs;
        lookedNs = nowNs;
        stallNsMax = Math.max(stallNsMax, gapNs);
        if (gapNs > periodNs + periodNs / 2)
        {
            stalls++;
            unsureNs = nowNs + UNSURE_NS;
        }
        return nowNs >= unsureNs;
    }

    private void catchUp(final long nowNs)
    {
        final long behind = (nowNs - stepNs) / periodNs;
        if (behind > CATCH_UP_STEPS)
        {
            final long left = behind - CATCH_UP_STEPS;
            stepNs += left * periodNs;
            skippedSteps += left;
            log.begin("machine_stood_still", nowNs).with("skipped_steps", left).end();
        }
    }

    private void step()
    {
        final long nowNs = stepNs;
        buses.forEach(bus -> bus.runUntil(nowNs));
        faults.update(nowNs);
        for (final EmulatedBus bus : buses)
        {
            for (final EmulatedDevice device : bus.devices())
            {
                device.control(nowNs);
                device.motor().push();
            }
        }
        if (!bank.step() && stable)
        {
            stable = false;
            log.begin("physics_unstable", nowNs).end();
        }
        for (final EmulatedBus bus : buses)
        {
            for (final EmulatedDevice device : bus.devices())
            {
                device.motor().sense();
                device.journal().watch(nowNs);
            }
            bus.supply().settle();
        }
        steps++;
        stepNs += periodNs;
        if (samplePeriodNs > 0 && nowNs - sampleNs >= 0)
        {
            sampleNs += samplePeriodNs;
            sample(nowNs);
        }
    }

    private void sample(final long nowNs)
    {
        for (final EmulatedBus bus : buses)
        {
            bus.devices().forEach(device -> device.journal().sample(nowNs));
        }
    }

    private void onFault(final FaultEvent event, final boolean active, final long nowNs)
    {
        for (final EmulatedBus bus : buses)
        {
            if (!event.meets(bus.name(), -1))
            {
                continue;
            }
            if (event.kind().scope() == FaultKind.Scope.BUS)
            {
                bus.onFault(event, active, nowNs);
            }
            else
            {
                bus.devices().stream().filter(device -> event.meets(bus.name(), device.id()))
                    .forEach(device -> device.onFault(event, active, nowNs));
            }
        }
    }

    /**
     * @return when {@link #advance} has something to do at the latest, ns.
     */
    public long nextDueNs()
    {
        long due = started ? stepNs : Long.MIN_VALUE;
        for (final EmulatedBus bus : buses)
        {
            due = Math.min(due, bus.nextDueNs());
        }
        return due;
    }

    /**
     * @return its buses.
     */
    public List<EmulatedBus> buses()
    {
        return buses;
    }

    /**
     * @return the motors behind all of them.
     */
    public MotorBank bank()
    {
        return bank;
    }

    /**
     * @return what goes wrong.
     */
    public FaultBoard faults()
    {
        return faults;
    }

    /**
     * @return where events go.
     */
    public EventLog log()
    {
        return log;
    }

    /**
     * @return number of steps that the motors have made.
     */
    public long steps()
    {
        return steps;
    }

    /**
     * @return number of steps that were left out because the machine stood still.
     */
    public long skippedSteps()
    {
        return skippedSteps;
    }

    /**
     * @return how often more than one and a half steps lay between two looks at the hosts.
     */
    public long stalls()
    {
        return stalls;
    }

    /**
     * @return longest time between two looks at the hosts, ns.
     */
    public long stallNsMax()
    {
        return stallNsMax;
    }

    @Override
    public void close()
    {
        buses.forEach(EmulatedBus::close);
        log.close();
        if (bank instanceof AutoCloseable closeable)
        {
            try
            {
                closeable.close();
            }
            catch (final Exception e)
            {
                throw new IllegalStateException("the motors' physics cannot be given back: " + e.getMessage(), e);
            }
        }
    }
}
