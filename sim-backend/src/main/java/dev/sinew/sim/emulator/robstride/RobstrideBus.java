package dev.sinew.sim.emulator.robstride;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.can.CanBus;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.can.SlcanAdapter;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * Motors on one bus: who is addressed, who answers. An identifier is type, a word of data and the target's number; a
 * motor answers to the host that spoke to it last by name, since a control frame has a torque in the place of that.
 */
final class RobstrideBus extends CanBus
{
    private static final int DATA_BYTES = 8;

    private final List<RobstrideMotor> motors = new ArrayList<>();
    private final long turnaroundNs;

    RobstrideBus(final BusSetup setup)
    {
        super(setup, setup.spec().setting("slcan", 0) != 0 ? new SlcanAdapter(true) : new AtAdapter(),
            (int)setup.spec().setting("serial_baud", 0), setup.spec().baud(),
            Math.round(setup.spec().setting("adapter_us", 30) * 1000));
        final BusSpec spec = setup.spec();
        final RobstrideModel model = RobstrideModel.of(spec.model());
        turnaroundNs = Math.round(spec.setting("turnaround_us", 50) * 1000);
        for (final BusSpec.DeviceSpec device : spec.devices())
        {
            final EmulatedMotor motor = setup.motor(device);
            motors.add(new RobstrideMotor(model, device.id(), motor, setup.journal(device, motor), spec,
                (from, frame, readyNs) -> answer(from.id(), frame, readyNs)));
        }
    }

    @Override
    public List<? extends EmulatedDevice> devices()
    {
        return motors;
    }

    @Override
    protected void hear(final CanFrame frame, final long endNs)
    {
        int meant = 0;
        for (final RobstrideMotor motor : motors)
        {
            if (frame.extended() && frame.data().length == DATA_BYTES && (frame.id() & 0xFF) == motor.id() &&
                motor.hears(endNs))
            {
                meant++;
                final CanFrame answer = motor.hear(frame, endNs);
                if (answer == null)
                {
                    tally().count("malformed");
                }
                else
                {
                    answer(motor.id(), answer, endNs + turnaroundNs);
                }
            }
        }
        tally().count(meant == 0 ? "for_nobody" : (frame.id() >> 24 & 0x1F) == RobstrideMotor.CONTROL ? "command" :
            "request");
    }
}
