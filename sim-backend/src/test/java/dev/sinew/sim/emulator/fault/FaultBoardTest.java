package dev.sinew.sim.emulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;
import org.junit.jupiter.api.Test;

class FaultBoardTest
{
    private static final ReplyForm NO_FORM = new ReplyForm()
    {
        @Override
        public void breakCheck(final Reply reply)
        {
            reply.bytes[reply.length - 1]++;
        }

        @Override
        public void changeId(final Reply reply, final int id)
        {
            reply.bytes[0] = (byte)id;
        }

        @Override
        public void clearData(final Reply reply)
        {
            reply.bytes[1] = 0;
        }
    };

    private final StringWriter events = new StringWriter();

    private FaultBoard board(final int seed, final String... entries)
    {
        final String text = "faults: test\nseed: " + seed + "\nevents:\n  - {" +
            String.join("}\n  - {", entries) + "}\n";
        final FaultBoard board = new FaultBoard(FaultPlanFile.parse("test", text), new EventLog(events));
        board.origin(0);
        board.update(0);
        return board;
    }

    private static Reply reply(final int device)
    {
        final Reply reply = new Reply(64);
        reply.begin(device, 1000);
        reply.add(device);
        reply.add(5);
        reply.add(6);
        return reply;
    }

    private static String drops(final FaultBoard board, final int device, final int count)
    {
        final StringBuilder drops = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            drops.append(board.spoil("bus", reply(device), NO_FORM) ? '.' : 'x');
        }
        return drops.toString();
    }

    @Test
    void shouldMeetTheShareThatWasAskedFor()
    {
        final String drops = drops(board(3, "kind: drop_reply, share: 0.1"), 1, 20_000);
        final long met = drops.chars().filter(c -> c == 'x').count();
        assertEquals(2000, met, 150);
    }

    @Test
    void shouldDropTheSameAnswersForTheSameSeedAndOthersForAnother()
    {
        final String first = drops(board(3, "kind: drop_reply, share: 0.3"), 1, 200);
        assertEquals(first, drops(board(3, "kind: drop_reply, share: 0.3"), 1, 200));
        assertNotEquals(first, drops(board(4, "kind: drop_reply, share: 0.3"), 1, 200));
    }

    @Test
    void shouldLeaveOneDevicesFateToItselfAlone()
    {
        final FaultBoard alone = board(3, "kind: drop_reply, share: 0.3");
        final FaultBoard together = board(3, "kind: drop_reply, share: 0.3");
        final StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < 200; i++)
        {
            drops(together, 2, 3);
            mixed.append(drops(together, 1, 1));
        }
        assertEquals(drops(alone, 1, 200), mixed.toString());
    }

    @Test
    void shouldSpoilAnAnswerInTheWayThatItsKindSays()
    {
        final Reply late = reply(1);
        board(0, "kind: late_reply, delay_s: 0.002").spoil("bus", late, NO_FORM);
        assertEquals(2_001_000, late.startNs);
        final Reply check = reply(1);
        board(0, "kind: wrong_checksum").spoil("bus", check, NO_FORM);
        assertEquals(7, check.bytes[2]);
        final Reply id = reply(1);
        board(0, "kind: wrong_id, other_id: 9").spoil("bus", id, NO_FORM);
        assertEquals(9, id.bytes[0]);
        final Reply zero = reply(1);
        board(0, "kind: zero_frame").spoil("bus", zero, NO_FORM);
        assertEquals(0, zero.bytes[0] | zero.bytes[1] | zero.bytes[2]);
        assertEquals(3, zero.length);
        final Reply data = reply(1);
        board(0, "kind: zero_data").spoil("bus", data, NO_FORM);
        assertEquals(0, data.bytes[1]);
        final Reply cut = reply(1);
        board(0, "kind: truncated_reply, bytes: 2").spoil("bus", cut, NO_FORM);
        assertEquals(2, cut.length);
        final Reply noise = reply(1);
        board(0, "kind: noise, bytes: 4").spoil("bus", noise, NO_FORM);
        assertEquals(7, noise.length);
        assertEquals(5, noise.bytes[5]);
    }

    @Test
    void shouldMeetOnlyWhomItNames()
    {
        final FaultBoard board = board(0, "kind: drop_reply, id: 2, bus: left");
        assertTrue(board.spoil("left", reply(1), NO_FORM));
        assertTrue(board.spoil("right", reply(2), NO_FORM));
        assertEquals(false, board.spoil("left", reply(2), NO_FORM));
        assertEquals(1, board.count(FaultKind.DROP_REPLY));
    }

    @Test
    void shouldBeginAndEndInTimeAndTellOfIt()
    {
        final FaultBoard board = board(0, "kind: stall, at_s: 1, for_s: 0.5, id: 4", "kind: bus_cut, at_s: 2");
        final List<String> told = new ArrayList<>();
        board.listener((event, active, nowNs) -> told.add(event.kind().word() + (active ? "+" : "-") + nowNs));
        board.update(999_999_999);
        board.update(1_000_000_000);
        board.update(1_499_999_999);
        board.update(1_500_000_000);
        board.update(2_000_000_000L);
        board.heal(2_100_000_000L);
        board.update(2_200_000_000L);
        assertEquals(List.of("stall+1000000000", "stall-1500000000", "bus_cut+2000000000", "bus_cut-2100000000"), told);
        assertEquals(4, events.toString().lines().count());
        assertTrue(events.toString().startsWith("{\"event\":\"fault_begin\",\"t_ns\":1000000000,\"kind\":\"stall\""));
    }

    @Test
    void shouldWaitForTheHostsFirstByteUnlessAskedAtOnce()
    {
        final FaultBoard board = new FaultBoard(FaultPlanFile.parse("t", "faults: t\nevents: [{kind: drop_reply}]"),
            new EventLog(events));
        board.update(5);
        assertTrue(board.spoil("bus", reply(1), NO_FORM));
        board.origin(10);
        board.update(10);
        assertEquals(false, board.spoil("bus", reply(1), NO_FORM));
        final FaultBoard idle = new FaultBoard(FaultPlan.NONE, new EventLog(events));
        idle.add(FaultPlanFile.line("drop_reply id=1"), 77);
        idle.update(77);
        assertEquals(false, idle.spoil("bus", reply(1), NO_FORM));
    }

    @Test
    void shouldListEveryMistakeOfAPlanAtOnce()
    {
        final String message = assertThrows(FaultPlanException.class, () -> FaultPlanFile.parse("plan.yaml", """
            faults: bad
            events:
              - {kind: drop_replys}
              - {kind: late_reply}
              - {kind: drop_reply, share: 50}
              - {kind: stall, at_s: 1, colour: red}
            """)).getMessage();
        assertTrue(message.contains("plan.yaml:3") && message.contains("did you mean 'drop_reply'?"), message);
        assertTrue(message.contains("plan.yaml:4") && message.contains("lacks the key 'delay_s'"), message);
        assertTrue(message.contains("plan.yaml:5") && message.contains("percent"), message);
        assertTrue(message.contains("plan.yaml:6") && message.contains("unknown key"), message);
    }

    @Test
    void shouldReadAFaultFromALine()
    {
        final FaultEvent event = FaultPlanFile.line("late_reply id=3 delay_s=0.004 for_s=2 share=0.5 bus=left");
        assertEquals(new FaultEvent(FaultKind.LATE_REPLY, 0, 2_000_000_000L, "left", 3, 0.5, 0.004), event);
        assertThrows(FaultPlanException.class, () -> FaultPlanFile.line("nonsense"));
        assertThrows(FaultPlanException.class, () -> FaultPlanFile.line("stall id=x"));
    }
}
