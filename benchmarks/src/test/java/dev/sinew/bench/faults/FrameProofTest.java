package dev.sinew.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.system.ReturnCode;
import org.junit.jupiter.api.Test;

/** A host's samples against what the devices wrote down, with a clock by hand. */
class FrameProofTest
{
    private static final long MS = 1_000_000;
    private static final int WELL_MS = 200;
    private static final int END_MS = 400;

    /** Two shafts, one at 2 rad/s and one at 3; the log has every millisecond. */
    private static DeviceLog log() throws IOException
    {
        final List<DeviceEvent> events = new ArrayList<>();
        for (int ms = 0; ms <= END_MS; ms++)
        {
            for (int id = 1; id <= 2; id++)
            {
                events.add(DeviceEvent.of("{\"event\":\"sample\",\"t_ns\":" + ms * MS + ",\"id\":" + id +
                    ",\"position_rad\":" + truth(id, ms) + ",\"last_instruction_ns\":" + Math.min(ms, 300) * MS + "}"));
            }
        }
        events.add(DeviceEvent.of("{\"event\":\"stopped\",\"t_ns\":" + END_MS * MS + ",\"id\":2," +
            "\"cause\":\"watchdog\",\"last_instruction_ns\":" + END_MS * MS + "}"));
        return new DeviceLog(events, 2);
    }

    private static double truth(final int id, final int ms)
    {
        return (id + 1) * ms * 1e-3;
    }

    /** The host sees the second shaft the other way round, with another zero; at one time it sees something else. */
    private static HostTrace trace(final int wrongMs, final double first, final double second, final boolean isPulling)
    {
        final HostTrace trace = new HostTrace(END_MS, 2);
        for (int ms = 0; ms < END_MS; ms += 2)
        {
            final double[] positions = {ms == wrongMs ? first : truth(1, ms) + 3,
                ms == wrongMs ? second : 1 - truth(2, ms)};
            trace.add(ms * MS + MS, ReturnCode.OK, ms * MS + MS / 2, ms * MS, 0, positions, isPulling || ms != wrongMs,
                ReturnCode.OK);
        }
        return trace;
    }

    private static int onBadFrames(final HostTrace trace) throws IOException
    {
        return new FrameProof(trace, log(), 0, WELL_MS * MS).onBadFrames(WELL_MS * MS, END_MS * MS);
    }

    @Test
    void shouldFindNothingWhereEveryValueWasTrue() throws IOException
    {
        final HostTrace trace = trace(-1, 0, 0, true);
        assertEquals(0, onBadFrames(trace));
        assertEquals(100, new FrameProof(trace, log(), 0, WELL_MS * MS).commands(WELL_MS * MS, END_MS * MS));
    }

    @Test
    void shouldFindACommandOnAValueThatNeverWas() throws IOException
    {
        assertEquals(1, onBadFrames(trace(300, 0, 1 - truth(2, 300), true)), "zeros in the place of the first");
        assertEquals(1, onBadFrames(trace(300, truth(2, 300), truth(1, 300), true)), "one for the other");
        assertEquals(1, onBadFrames(trace(300, truth(1, 200) + 3, 1 - truth(2, 300), true)), "100 ms old");
    }

    @Test
    void shouldNotMindAValueThatMovedNothing() throws IOException
    {
        assertEquals(0, onBadFrames(trace(300, 0, 0, false)));
    }

    @Test
    void shouldCountTheSilenceFromWhatWasHeardBeforeTheOrderToStop() throws IOException
    {
        final DeviceLog log = log();
        assertEquals(100 * MS, log.silenceNs(log.of("stopped").get(0)));
    }

    @Test
    void shouldKnowWhetherADriveIsOnAtTheEnd() throws IOException
    {
        final DeviceEvent on = DeviceEvent.of("{\"event\":\"torque_on\",\"t_ns\":1,\"id\":1}");
        final DeviceEvent off = DeviceEvent.of("{\"event\":\"stopped\",\"t_ns\":2,\"id\":1}");
        final DeviceEvent others = DeviceEvent.of("{\"event\":\"stopped\",\"t_ns\":3,\"id\":2}");
        assertEquals(true, new DeviceLog(List.of(on, off, on, others), 2).isOn(1));
        assertEquals(false, new DeviceLog(List.of(on, off, on, off), 2).isOn(1));
    }
}
