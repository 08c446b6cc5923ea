package dev.sinew.sim.emulator.robstride;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.can.CanBus;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.can.SlcanAdapter;

/**
 * Motors on one bus: who is addressed, who answers. An identifier is type, a word of data and the target's number; a
 * motor answers to the host that spoke to it last by name, since a control frame has a torque in the place of that.
 */
final class RobstrideBus extends CanBus
{
    private static final int DATA_BYTES = 8;

    private final List<RobstrideMotor> motors;

    RobstrideBus(final BusSetup setup)
    {
        super(setup, setup.spec().setting("slcan", 0) != 0 ? new SlcanAdapter(true) : new AtAdapter(),
            (int)setup.spec().setting("serial_baud", 0), setup.spec().baud());
        final RobstrideModel model = RobstrideModel.of(setup.spec().model());
        motors = make((id, motor, journal) -> new RobstrideMotor(model, id, motor, journal, setup.spec(),
            (from, frame, readyNs) -> say(from.id(), frame, readyNs)));
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
                    answer(motor.id(), answer, endNs);
                }
            }
        }
        tally().count(meant == 0 ? "for_nobody" : (frame.id() >> 24 & 0x1F) == RobstrideMotor.CONTROL ? "command" :
            "request");
    }
}
