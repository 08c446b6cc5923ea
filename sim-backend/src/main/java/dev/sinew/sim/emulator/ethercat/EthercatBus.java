package dev.sinew.sim.emulator.ethercat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.DeviceBus;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.wire.LineStatistics;
import dev.sinew.sim.emulator.wire.Reply;

/**
 * Slaves in a line. A frame passes through all of them and comes back after its time at 100 Mbit/s and the way through
 * every slave and back. A slave that boots ends the line in front of it; a deaf one lets frames pass as they are.
 */
final class EthercatBus extends DeviceBus
{
    private static final int FRAME_BYTES = 2048;
    private static final int IN_FLIGHT = 32;
    /** Preamble, check sequence and pause around a frame, bytes. */
    private static final int GAP_BYTES = 24;
    private static final long BYTE_NS = 80;
    private static final long START_NS_MAX = 1_000_000_000_000L;
    private static final String[] COMMANDS = {"nop", "aprd", "apwr", "aprw", "fprd", "fpwr", "fprw", "brd", "bwr",
        "brw", "lrd", "lwr", "lrw", "armw", "frmw"};

    private final EthercatForm form = new EthercatForm();
    private final List<Cia402Drive> drives = new ArrayList<>();
    private final long[] wayNs;
    private final LineStatistics statistics = new LineStatistics();
    private final byte[] incoming = new byte[FRAME_BYTES];
    private final Reply[] flying = new Reply[IN_FLIGHT];
    private final boolean[] isFlying = new boolean[IN_FLIGHT];
    private boolean isCut;

    EthercatBus(final BusSetup setup)
    {
        super(setup);
        final BusSpec spec = setup.spec();
        final EthercatModel model = EthercatModel.of(spec.model()).with(setup.motors());
        final SplittableRandom random = new SplittableRandom(setup.seed());
        final long hopNs = Math.round(spec.setting("hop_ns", 500));
        final long driftPpb = Math.round(spec.setting("drift_ppm", 20) * 1000);
        final long home = Math.round(spec.setting("home", 0));
        final long bootNs = Math.round(spec.setting("boot_s", 0.2) * 1e9);
        final int count = spec.devices().size();
        wayNs = new long[count];
        for (int i = 0; i < count; i++)
        {
            final BusSpec.DeviceSpec device = spec.devices().get(i);
            wayNs[i] = i == 0 ? 0 : wayNs[i - 1] + hopNs + random.nextLong(hopNs / 5 + 1);
            final EmulatedMotor motor = setup.motor(device);
            final SlaveClock clock = new SlaveClock(random.nextLong(START_NS_MAX),
                random.nextLong(-driftPpb, driftPpb + 1));
            drives.add(new Cia402Drive(model, device.id(), motor, setup.journal(device, motor), clock, home, bootNs,
                i == count - 1));
        }
        for (int i = 0; i < IN_FLIGHT; i++)
        {
            flying[i] = new Reply(FRAME_BYTES);
        }
    }

    @Override
    public List<? extends EmulatedDevice> devices()
    {
        return drives;
    }

    @Override
    public boolean receive(final long nowNs)
    {
        boolean any = false;
        int count = port().read(incoming);
        while (count > 0)
        {
            any = true;
            statistics.bytesIn += count;
            if (!isCut)
            {
                pass(count, nowNs);
            }
            count = port().read(incoming);
        }
        return any;
    }

    private void pass(final int count, final long nowNs)
    {
        if (!EthercatForm.isWhole(incoming, count))
        {
            tally().count("malformed");
            return;
        }
        count();
        final int reached = reached(nowNs);
        final long lastNs = reached == 0 ? 0 : wayNs[reached - 1];
        for (int i = 0; i < reached; i++)
        {
            final long hereNs = nowNs + wayNs[i];
            final long backNs = nowNs + 2 * lastNs - wayNs[i];
            for (int at = EthercatForm.FIRST; at >= 0 && !drives.get(i).isDeaf(); at = EthercatForm.next(incoming, at))
            {
                drives.get(i).controller().pass(incoming, at, hereNs, backNs);
            }
        }
        if (reached == 0)
        {
            tally().count("nobody_there");
            return;
        }
        incoming[6] |= 2; // the first slave marks a frame that it has handled
        answer(count, nowNs + (count + GAP_BYTES) * BYTE_NS + 2 * lastNs);
    }

    private void count()
    {
        for (int at = EthercatForm.FIRST; at >= 0; at = EthercatForm.next(incoming, at))
        {
            final int command = Words.u8(incoming, at);
            tally().count(command < COMMANDS.length ? COMMANDS[command] : "unknown_command");
        }
    }

    private int reached(final long nowNs)
    {
        int reached = 0;
        while (reached < drives.size() && drives.get(reached).isUp(nowNs))
        {
            reached++;
        }
        return reached;
    }

    private void answer(final int count, final long dueNs)
    {
        for (int i = 0; i < IN_FLIGHT; i++)
        {
            if (!isFlying[i])
            {
                final Reply reply = flying[i];
                reply.begin(-1, dueNs);
                reply.add(incoming, 0, count);
                isFlying[i] = spoil(reply, form);
                statistics.answers++;
                return;
            }
        }
        tally().count("too_many_in_flight");
    }

    @Override
    public void runUntil(final long untilNs)
    {
        // A frame is handled when it comes; only its way back takes time.
    }

    @Override
    public void transmit(final long nowNs)
    {
        int next = earliest();
        while (next >= 0 && flying[next].startNs - nowNs <= 0)
        {
            isFlying[next] = false;
            final Reply reply = flying[next];
            if (!isCut)
            {
                final int taken = port().write(reply.bytes, 0, reply.length);
                statistics.bytesOut += taken;
                statistics.bytesUnread += reply.length - taken;
                statistics.late(nowNs - reply.startNs);
            }
            next = earliest();
        }
    }

    private int earliest()
    {
        int earliest = -1;
        for (int i = 0; i < IN_FLIGHT; i++)
        {
            if (isFlying[i] && (earliest < 0 || flying[i].startNs - flying[earliest].startNs < 0))
            {
                earliest = i;
            }
        }
        return earliest;
    }

    @Override
    public long nextDueNs()
    {
        final int next = earliest();
        return next < 0 ? Long.MAX_VALUE : flying[next].startNs;
    }

    @Override
    protected void connect(final boolean isConnected)
    {
        isCut = !isConnected;
    }

    @Override
    public LineStatistics statistics()
    {
        return statistics;
    }
}
