package dev.sinew.sim.emulator.mit;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.can.CanBus;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.can.SlcanAdapter;

/**
 * Motors on one bus: who is addressed, who answers. A frame to a motor's identifier is a command or an order and is
 * answered with feedback; one to 7FF names the motor in its data.
 */
final class MitBus extends CanBus
{
    private static final int ALL = 0x7FF;
    private static final int REFRESH = 0xCC;
    private static final int DATA_BYTES = 8;

    private final List<DamiaoMotor> motors;

    MitBus(final BusSetup setup)
    {
        super(setup, setup.spec().setting("slcan", 0) != 0 ? new SlcanAdapter(false) : new DamiaoAdapter(),
            (int)setup.spec().setting("serial_baud", 0), setup.spec().baud());
        final DamiaoModel model = DamiaoModel.of(setup.spec().model());
        motors = make((id, motor, journal) -> new DamiaoMotor(model, id, motor, journal, setup.spec()));
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
        for (final DamiaoMotor motor : motors)
        {
            if (!frame.extended() && frame.data().length == DATA_BYTES && motor.hears(endNs))
            {
                meant += obey(motor, frame, endNs) ? 1 : 0;
            }
        }
        tally().count(meant == 0 ? "for_nobody" : frame.id() == ALL ? "register" : "command");
    }

    private boolean obey(final DamiaoMotor motor, final CanFrame frame, final long endNs)
    {
        final byte[] data = frame.data();
        if (frame.id() == motor.id())
        {
            motor.hear(data, endNs);
            say(motor, motor.feedback(), endNs);
            return true;
        }
        if (frame.id() != ALL || ((data[0] & 0xFF) | (data[1] & 0xFF) << 8) != motor.id())
        {
            return false;
        }
        motor.journal().instruction(endNs);
        final byte[] answer = (data[2] & 0xFF) == REFRESH ? motor.feedback() : motor.register(data);
        if (answer == null)
        {
            tally().count("malformed");
            return true;
        }
        say(motor, answer, endNs);
        return true;
    }

    private void say(final DamiaoMotor motor, final byte[] data, final long endNs)
    {
        answer(motor.id(), CanFrame.classic(motor.feedbackId(), false, data), endNs);
    }
}
