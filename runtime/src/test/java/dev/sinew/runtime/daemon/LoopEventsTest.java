package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.safety.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopEventsTest
{
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StatusLine status = new StatusLine("test");
    private FrameScript script;

    /** Says why the right bus failed. */
    private static final class Reasons implements BusMonitor
    {
        @Override
        public List<String> busNames()
        {
            return List.of("left", "right");
        }

        @Override
        public void busHealth(final Column ageS, final Column code, final long nowNs)
        {
            throw new AssertionError("the loop's thread alone asks for this");
        }

        @Override
        public String busError(final int bus)
        {
            return bus == 1 ? "no reply from id 7" : "";
        }

        @Override
        public int busOf(final ChannelGroup group, final int index)
        {
            return -1;
        }

        @Override
        public List<String> unserved(final long groups)
        {
            return List.of();
        }
    }

    @BeforeEach
    void begin() throws Exception
    {
        final EventLog log = new EventLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        script = new FrameScript(directory.resolve("box"), header -> new FrameFollower.Listener[] {
            new LoopEvents(log, FrameScript.PERIOD_NS, new BusEvents(log, header.column("bus_age_s"),
                header.column("bus_code"), new Reasons())), status});
        script.frame().set(FrameField.FAULT_CYCLE, -1);
        script.publish();
    }

    @AfterEach
    void end()
    {
        script.close();
    }

    /** @return lines since the last call, without time and priority. */
    private List<String> news()
    {
        final List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines()
            .map(line -> line.substring(line.indexOf(' ') + 1)).toList();
        bytes.reset();
        return lines;
    }

    @Test
    void shouldTellModesCommandsAndTheirAnswers()
    {
        assertEquals(List.of("notice mode: OFF (cycle 0)"), news());
        script.frame().set(FrameField.OPERATOR_SEQUENCE, 1);
        script.frame().set(FrameField.OPERATOR_COMMAND, OperatorCommand.ARM.ordinal());
        script.frame().set(FrameField.OPERATOR_OUTCOME, OperatorOutcome.OBEYED.ordinal());
        script.frame().set(FrameField.MODE, Mode.CALIBRATE.ordinal());
        script.publish().publish().publish();
        assertEquals(List.of("notice operator: arm: done (cycle 1)", "notice mode: OFF -> CALIBRATE (cycle 1)"),
            news());
        script.frame().set(FrameField.OPERATOR_SEQUENCE, 2);
        script.frame().set(FrameField.OPERATOR_COMMAND, OperatorCommand.REARM.ordinal());
        script.frame().set(FrameField.OPERATOR_OUTCOME, OperatorOutcome.MODE_REFUSES.ordinal());
        script.publish();
        assertEquals(List.of("notice operator: rearm: refused, mode CALIBRATE does not allow it (cycle 4)"), news());
        script.frame().set(FrameField.OPERATOR_SEQUENCE, 3);
        script.frame().set(FrameField.OPERATOR_COMMAND, OperatorCommand.MODE_DAMP.ordinal());
        script.frame().set(FrameField.OPERATOR_OUTCOME, OperatorOutcome.STOPPING.ordinal());
        script.publish();
        assertEquals(List.of("notice operator: mode damp: refused, the run is ending (cycle 5)"), news());
        assertEquals("test: CALIBRATE", status.text());
    }

    @Test
    void shouldTellAFaultWithCauseRemedyAndTheDriversReason()
    {
        news();
        script.frame().set(FrameField.FAULT, FaultCode.SAMPLES_LOST.number());
        script.frame().set(FrameField.MODE, Mode.DAMP.ordinal());
        script.publish().publish();
        assertEquals(List.of(
            "error fault: fault 1 SAMPLES_LOST: no good sample for lost_cycles_to_freeze cycles; remedy: check " +
            "cable, power and driver, then rearm (cycle 1)",
            "warning bus: right, last error: no reply from id 7",
            "warning mode: OFF -> DAMP (cycle 1)"), news());
        assertEquals("test: DAMP, fault 1 SAMPLES_LOST: check cable, power and driver, then rearm", status.text());
        script.frame().set(FrameField.FAULT, 0);
        script.publish();
        assertEquals(List.of("notice fault: fault 1 SAMPLES_LOST cleared (cycle 3)"), news());
    }

    @Test
    void shouldTellWhichBusWasLostAndThatItIsBack()
    {
        news();
        script.frame().busAge.set(1, 0.0123);
        script.frame().busCode.set(1, ReturnCode.LOST.ordinal());
        script.publish().publish();
        assertEquals(List.of("warning bus: right lost (LOST), newest sample 12.3 ms old: no reply from id 7 (cycle 1)"),
            news());
        script.frame().busCode.set(1, ReturnCode.NO_NEW_SAMPLE.ordinal());
        script.frame().busAge.set(0, -1);
        script.frame().busCode.set(0, ReturnCode.ERROR.ordinal());
        script.publish();
        assertEquals(List.of("warning bus: left lost (ERROR), never brought a sample (cycle 3)",
            "notice bus: right back after 0.002 s (cycle 3)"), news());
    }

    @Test
    void shouldTellBadSamplesAtTheirBeginAndEndAndNotInBetween() throws Exception
    {
        news();
        script.frame().set(FrameField.MODE, Mode.ACTIVE.ordinal());
        for (final Verdict verdict : new Verdict[] {Verdict.LOST, Verdict.LOST, Verdict.STALE, Verdict.GOOD,
            Verdict.LOST, Verdict.LATE})
        {
            script.frame().set(FrameField.VERDICT, verdict.ordinal());
            script.publish();
        }
        script.batch(0);
        assertEquals(List.of("notice mode: OFF -> ACTIVE (cycle 1)",
            "warning samples: LOST instead of GOOD, a bus did not answer (cycle 1)"), news());
        Thread.sleep(1100);
        script.batch(0);
        final List<String> end = news();
        assertEquals(1, end.size(), end::toString);
        assertTrue(end.get(0).startsWith("notice samples: GOOD again after 4 bad cycles (STALE 1, LOST 3) in 0.0"),
            end.toString());
    }

    @Test
    void shouldTellStallsHeatAndItsOwnLosses()
    {
        news();
        script.publish(43, 0).publish(2, 0);
        assertEquals(List.of("warning loop: stood still for 42.0 ms: 42 periods skipped (cycle 1)"), news());
        script.frame().set(FrameField.GATE_ACTIONS, GateAction.TEMPERATURE.mask() | GateAction.SLEW.mask());
        script.publish().publish();
        assertEquals(1, news().size());
        script.frame().set(FrameField.GATE_ACTIONS, 0);
        script.publish();
        assertEquals(List.of("notice gate: no motor is too hot any more (cycle 5)"), news());
        script.batch(3).batch(3);
        assertEquals(1, news().stream().filter(line -> line.contains("came too late for 3 frames")).count());
    }
}
