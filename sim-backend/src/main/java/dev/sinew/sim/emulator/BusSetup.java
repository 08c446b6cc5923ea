package dev.sinew.sim.emulator;

import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.fault.FaultBoard;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.motor.MotorBank;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.motor.Supply;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Everything that a protocol needs to build one bus.
 *
 * @param spec   what is wanted.
 * @param port   where the host is plugged in.
 * @param motors what the motors are made of: the model's parameters, with the configuration's changes; null where
 *               there are only sensors.
 * @param bank   what they turn in.
 * @param supply what feeds the devices.
 * @param faults what goes wrong.
 * @param log    where events go.
 * @param seed   of everything that is left to chance on this bus.
 */
public record BusSetup(
    BusSpec spec,
    HostPort port,
    MotorParameters motors,
    MotorBank bank,
    Supply supply,
    FaultBoard faults,
    EventLog log,
    long seed)
{
    /**
     * @param device one of the bus's devices.
     * @return its motor.
     */
    public EmulatedMotor motor(final BusSpec.DeviceSpec device)
    {
        return new EmulatedMotor(motors, bank, device.motor(), supply);
    }

    /**
     * @param device one of the bus's devices.
     * @param motor  its motor.
     * @return where it tells what it did.
     */
    public DeviceJournal journal(final BusSpec.DeviceSpec device, final EmulatedMotor motor)
    {
        return new DeviceJournal(log, spec.name(), device.id(), motor);
    }

    /**
     * @return voltage of the supply without load, V.
     */
    public double volts()
    {
        return supply.voltage();
    }
}
