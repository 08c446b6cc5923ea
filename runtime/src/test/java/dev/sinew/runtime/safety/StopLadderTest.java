package dev.sinew.runtime.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.runtime.frame.TestRobots;
import dev.sinew.runtime.safety.StopLadder.Haste;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StopLadderTest
{
    private static final long MS = 1_000_000L;
    private static final long DAMP_NS = 1000 * MS;

    private final ModeMachine machine = new ModeMachine(1);
    private final StateBlock state = StateBlock.of(TestRobots.small());
    private final StopLadder ladder = new StopLadder(new StopLadder.Settings(DAMP_NS, 0.5));
    private long nowNs = Long.MAX_VALUE - 100 * MS; // the clock wraps on the way

    @BeforeEach
    void beAtRest()
    {
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
    }

    private void arm()
    {
        machine.onCommand(OperatorCommand.ARM);
        machine.onGoodSample();
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    /** @return cycles until the ladder was done; the modes met on the way go to the list. */
    private int climbDown(final List<Mode> modes, final boolean good)
    {
        int cycles = 0;
        while (!ladder.finished())
        {
            assertTrue(cycles++ < 5000, "it never ends");
            ladder.onCycle(machine, state, good, nowNs);
            nowNs += MS;
            if (modes.isEmpty() || modes.get(modes.size() - 1) != machine.mode())
            {
                modes.add(machine.mode());
            }
        }
        return cycles;
    }

    @Test
    void shouldDoNothingUnlessAsked()
    {
        arm();
        for (int i = 0; i < 100; i++)
        {
            ladder.onCycle(machine, state, true, i * MS);
        }
        assertEquals(Mode.ACTIVE, machine.mode());
        assertFalse(ladder.finished());
    }

    @Test
    void shouldDampUntilTheRobotRestsThenLetGo()
    {
        arm();
        ladder.request(Haste.CONTROLLED);
        final List<Mode> modes = new ArrayList<>();
        final int cycles = climbDown(modes, true);
        assertEquals(List.of(Mode.DAMP, Mode.LIMP, Mode.OFF), modes);
        assertEquals(200 + 50, cycles, 3, "a fifth of a second of rest, then limp for a moment");
    }

    @Test
    void shouldDampNoLongerThanConfiguredWhenSomethingMoves()
    {
        arm();
        state.motorVelocity.set(3, -0.6);
        ladder.request(Haste.CONTROLLED);
        assertEquals(1000 + 50, climbDown(new ArrayList<>(), true), 3);
    }

    @Test
    void shouldLookAtJointsOnlyWhereTheyAreMeasured()
    {
        arm();
        state.jointVelocity.set(0, 2);
        state.stamp(1, 0, 0, ChannelGroup.MOTORS.mask(), 0);
        ladder.request(Haste.CONTROLLED);
        assertEquals(250, climbDown(new ArrayList<>(), true), 3, "no joint sensors: the motors decide");
    }

    @Test
    void shouldNotTakeNaNOrMissingSamplesForRest()
    {
        arm();
        state.motorVelocity.set(0, Double.NaN);
        ladder.request(Haste.CONTROLLED);
        assertEquals(1050, climbDown(new ArrayList<>(), true), 3);

        final StopLadder blind = new StopLadder(new StopLadder.Settings(DAMP_NS, 0.5));
        final ModeMachine other = new ModeMachine(1);
        other.onCommand(OperatorCommand.ARM);
        other.onGoodSample();
        blind.request(Haste.CONTROLLED);
        int cycles = 0;
        while (!blind.finished())
        {
            blind.onCycle(other, StateBlock.of(TestRobots.small()), false, cycles++ * MS);
        }
        assertEquals(1050, cycles, 3);
    }

    @Test
    void shouldLetGoAtOnceWhenAskedAgain()
    {
        arm();
        ladder.request(Haste.CONTROLLED);
        ladder.onCycle(machine, state, true, nowNs);
        assertEquals(Mode.DAMP, machine.mode());
        ladder.request(Haste.FAST);
        ladder.request(Haste.CONTROLLED); // never less urgent
        assertEquals(Haste.FAST, ladder.requested());
        final List<Mode> modes = new ArrayList<>();
        assertTrue(climbDown(modes, true) <= 4, "a device hears LIMP twice, no more");
        assertEquals(List.of(Mode.LIMP, Mode.OFF), modes);
    }

    @Test
    void shouldEndAtOnceWhatWasNeverArmed()
    {
        ladder.request(Haste.CONTROLLED);
        ladder.onCycle(machine, state, false, nowNs);
        assertTrue(ladder.finished());
        assertTrue(machine.isShutDown());
        assertEquals(Mode.OFF, machine.mode());
    }

    @ParameterizedTest
    @EnumSource(OperatorCommand.class)
    void shouldRefuseEveryCommandOnTheWayDown(final OperatorCommand command)
    {
        arm();
        ladder.request(Haste.CONTROLLED);
        ladder.onCycle(machine, state, true, nowNs);
        assertFalse(machine.onCommand(command));
        assertEquals(OperatorOutcome.STOPPING, machine.outcome());
        assertEquals(Mode.DAMP, machine.mode());
    }

    @Test
    void shouldComeDownFromEveryStateAndNeverGoUp()
    {
        final Random random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            final ModeMachine any = new ModeMachine(1 + random.nextInt(5));
            for (int i = random.nextInt(12); i > 0; i--)
            {
                any.onCommand(OperatorCommand.values()[random.nextInt(OperatorCommand.values().length)]);
                any.onGoodSample();
                if (random.nextInt(6) == 0)
                {
                    any.onFault(FaultCode.SAMPLES_LOST, random.nextBoolean() ? Mode.DAMP : Mode.FAULT);
                }
            }
            final StopLadder down = new StopLadder(new StopLadder.Settings(random.nextInt(300) * MS, 0.5));
            down.request(random.nextBoolean() ? Haste.CONTROLLED : Haste.FAST);
            int cycles = 0;
            while (!down.finished())
            {
                assertTrue(cycles < 400, "from " + any.mode());
                down.onCycle(any, state, random.nextBoolean(), cycles++ * MS);
                assertFalse(any.mode() == Mode.ACTIVE || any.mode() == Mode.CALIBRATE || any.mode() == Mode.READY ||
                    any.mode() == Mode.FREEZE, "up again: " + any.mode());
                any.onGoodSample();
                any.onCommand(OperatorCommand.REARM);
                if (random.nextInt(20) == 0)
                {
                    any.onFault(FaultCode.COMMAND_NOT_SENT, Mode.DAMP);
                }
            }
            assertEquals(Mode.OFF, any.mode());
            assertTrue(any.isShutDown());
        }
    }
}
