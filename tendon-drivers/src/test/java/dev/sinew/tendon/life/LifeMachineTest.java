package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;
import org.junit.jupiter.api.Test;

class LifeMachineTest
{
    /** What a group can remember: taut, tendons lost, whether the others keep something. */
    private record Memory(String name, boolean taut, int lost, boolean keeps)
    {
    }

    private static final List<Memory> MEMORIES = List.of(
        new Memory("loose", false, 0, true),
        new Memory("taut", true, 0, true),
        new Memory("one lost, something kept", true, 1, true),
        new Memory("one lost, nothing kept", true, 1, false),
        new Memory("two lost", true, 2, false));

    /** Rows as {@link #MEMORIES}; columns OFF, HOMING, HOLDING, ACTIVE, DAMPED. */
    private static final String[] GROUPS = {
        "OFF HOMING   HOMING    HOMING   SAFE",
        "OFF HOMING   TENSIONED ACTIVE   SAFE",
        "OFF DEGRADED DEGRADED  DEGRADED SAFE",
        "OFF SAFE     SAFE      SAFE     SAFE",
        "OFF SAFE     SAFE      SAFE     SAFE"};

    @Test
    void shouldGoThroughTheLifeOfAGroup()
    {
        for (int row = 0; row < GROUPS.length; row++)
        {
            final String[] expected = GROUPS[row].split(" +");
            final Memory memory = MEMORIES.get(row);
            for (final LifePhase phase : LifePhase.values())
            {
                assertEquals(LifeState.valueOf(expected[phase.ordinal()]),
                    LifeMachine.group(phase, memory.taut, memory.lost, memory.keeps), memory.name + " in " + phase);
            }
        }
    }

    @Test
    void shouldGoThroughTheLifeOfATendon()
    {
        final String[][] table = {
            {"false", "false", "false", "OFF HOMING HOMING HOMING SAFE"},
            {"true", "false", "false", "OFF HOMING TENSIONED ACTIVE SAFE"},
            {"true", "true", "false", "OFF DEGRADED DEGRADED DEGRADED DEGRADED"},
            {"false", "true", "true", "OFF DEGRADED DEGRADED DEGRADED DEGRADED"},
            {"true", "false", "true", "OFF SAFE SAFE SAFE SAFE"}};
        for (final String[] row : table)
        {
            final String[] expected = row[3].split(" ");
            for (final LifePhase phase : LifePhase.values())
            {
                assertEquals(LifeState.valueOf(expected[phase.ordinal()]), LifeMachine.tendon(phase,
                    Boolean.parseBoolean(row[0]), Boolean.parseBoolean(row[1]), Boolean.parseBoolean(row[2])),
                    String.join(" ", row) + " in " + phase);
            }
        }
    }

    @Test
    void shouldKeepTheOrdinalsThatAreInFrames()
    {
        final String[] names = {"OFF", "HOMING", "TENSIONED", "ACTIVE", "DEGRADED", "SAFE"};
        for (int i = 0; i < names.length; i++)
        {
            assertEquals(names[i], LifeState.ofOrdinal(i).name());
        }
        assertEquals(LifeState.OFF, LifeState.ofOrdinal(99));
    }
}
