package dev.sinew.sim.emulator.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.Emulation;
import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.fault.FaultBoard;
import dev.sinew.sim.emulator.fault.FaultPlan;
import dev.sinew.sim.emulator.motor.MotorBank;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.motor.PlantBank;
import dev.sinew.sim.emulator.motor.StandaloneBank;
import dev.sinew.sim.emulator.motor.Supply;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Makes an emulation from a plan.
 */
public final class EmulatorBuilder
{
    private static final double SUPPLY_OHM = 0.02;

    private EmulatorBuilder()
    {
    }

    /**
     * @param plan   what is wanted.
     * @param faults what goes wrong.
     * @param log    where events go.
     * @return the emulation, its ports open.
     */
    public static Emulation build(final EmulatorPlan plan, final FaultPlan faults, final EventLog log)
    {
        return build(plan, faults, log, spec -> protocol(spec).open(spec));
    }

    /**
     * @param plan   what is wanted.
     * @param faults what goes wrong.
     * @param log    where events go.
     * @param ports  where hosts are plugged in, for tests.
     * @return the emulation.
     */
    public static Emulation build(
        final EmulatorPlan plan,
        final FaultPlan faults,
        final EventLog log,
        final Function<BusSpec, HostPort> ports)
    {
        final FaultBoard board = new FaultBoard(faults, log);
        final MotorBank bank = bank(plan);
        final List<EmulatedBus> buses = new ArrayList<>();
        try
        {
            for (final BusSpec spec : plan.buses())
            {
                final EmulatedProtocol protocol = protocol(spec);
                final double volts = spec.setting(EmulatorFile.VOLTS_KEY, protocol.volts(spec.model()));
                final long seed = plan.seed() * 1000 + buses.size();
                buses.add(protocol.create(new BusSetup(spec, ports.apply(spec),
                    protocol.hasSensors() ? null : motor(spec), bank,
                    new Supply(volts, SUPPLY_OHM), board, log, seed)));
            }
        }
        catch (final RuntimeException e)
        {
            buses.forEach(EmulatedBus::close);
            throw e;
        }
        return new Emulation(buses, bank, board, log, plan.samplePeriodNs());
    }

    private static EmulatedProtocol protocol(final BusSpec spec)
    {
        return Protocols.find(spec.protocol()).orElseThrow();
    }

    /**
     * @param spec a bus.
     * @return what its motors are made of.
     */
    static MotorParameters motor(final BusSpec spec)
    {
        final MotorParameters own = protocol(spec).motor(spec.model());
        final double torque = spec.setting(EmulatorFile.TORQUE_KEY, own.torquePerAmpereNmA());
        return torque == own.torquePerAmpereNmA() ? own : own.withTorquePerAmpere(torque);
    }

    private static MotorBank bank(final EmulatorPlan plan)
    {
        if (plan.robot() != null)
        {
            return plan.hangs() ? PlantBank.hung(plan.robot()) : new PlantBank(plan.robot());
        }
        final List<MotorParameters> motors = new ArrayList<>();
        for (final BusSpec spec : plan.buses())
        {
            spec.devices().forEach(device -> motors.add(motor(spec)));
        }
        return new StandaloneBank(motors);
    }
}
