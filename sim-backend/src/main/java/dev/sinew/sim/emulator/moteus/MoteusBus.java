package dev.sinew.sim.emulator.moteus;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.can.CanBus;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.can.FdcanusbAdapter;

/**
 * Controllers on one bus: who is addressed, who answers. The identifier holds a prefix (0 here), whether an answer is
 * wanted, and 7 bits each of source and destination; an answer goes back with the two exchanged. Two controllers of
 * one id answer one after the other, as arbitration would have it.
 */
final class MoteusBus extends CanBus
{
    private static final int EVERYBODY = 0x7F;
    private static final int ANSWER_WANTED = 0x8000;
    private static final int UART_BAUD = 921_600;

    private final List<MoteusDrive> drives;

    MoteusBus(final BusSetup setup)
    {
        super(setup, new FdcanusbAdapter(setup.spec().setting("uart", 0) != 0),
            setup.spec().setting("uart", 0) != 0 ? UART_BAUD : 0, setup.spec().setting("data_rate", 5e6));
        final MoteusModel model = MoteusModel.of(setup.spec().model());
        drives = make((id, motor, journal) -> new MoteusDrive(model, id, motor, journal, setup.spec()));
    }

    @Override
    public List<? extends EmulatedDevice> devices()
    {
        return drives;
    }

    @Override
    protected void hear(final CanFrame frame, final long endNs)
    {
        final int destination = frame.id() & 0x7F;
        int meant = 0;
        for (final MoteusDrive drive : drives)
        {
            if (frame.fd() && frame.id() <= 0xFFFF && drive.hears(endNs) &&
                (destination == drive.id() || destination == EVERYBODY))
            {
                meant++;
                obey(drive, frame, endNs);
            }
        }
        tally().count(meant == 0 ? "for_nobody" : "frame");
    }

    private void obey(final MoteusDrive drive, final CanFrame frame, final long endNs)
    {
        drive.journal().instruction(endNs);
        final byte[] answer = drive.execute(frame.data(), endNs);
        if (answer == null)
        {
            tally().count("malformed");
            return;
        }
        if ((frame.id() & ANSWER_WANTED) != 0)
        {
            final int source = frame.id() >> 8 & 0x7F;
            answer(drive.id(), CanFrame.fd(drive.id() << 8 | source, answer), endNs);
        }
    }
}
