package dev.sinew.runtime.grasp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.runtime.frame.CycleFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A finger of neo presses on the ground, through noise, gate, distribution, elastic tendons, contact, a soft arm. */
class GripControlTest
{
    /** Largest step of a finger's effort in a cycle that counts as none: noise of the velocities alone makes 0.01. */
    private static final double JUMP_NM = 0.03;

    /** No more than this where 2 N are wanted, N. */
    private static final double MOST_N = 2.5;
    private static final double FASTEST_RAD_S = 3;
    /** 2.2 s after the wish. */
    private static final long DEATH_NS = 3_000_000_000L;

    @TempDir
    private Path directory;

    private static GripState state(final CycleFrame frame)
    {
        return GripState.values()[(int)frame.gripState.get(0)];
    }

    private static ScenarioEvent touchEvent(final ScenarioEvent.Kind kind)
    {
        return new ScenarioEvent(kind, 0, Long.MAX_VALUE, "touch_n", 0, 0, Vector3.ZERO, Vector3.ZERO);
    }

    @Test
    void shouldPressWithTheWantedForceSoonAndWithoutAJump() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M))
        {
            assertEquals(GripState.IDLE, state(run.cycle()));
            run.wish(2);
            run.observe(1.5);
            assertEquals(GripState.HOLDING, state(run.cycle()));
            assertTrue(run.riseS < 0.5, "90 % came " + run.riseS + " s after the contact");
            assertTrue(run.mostN < 2.3, "overshoot to " + run.mostN + " N");
            assertEquals(2, run.meanN(0.3), 0.1);

            run.wish(1);
            run.observe(1.2);
            assertEquals(1, run.meanN(0.3), 0.1);

            run.wish(0);
            run.observe(1);
            assertEquals(GripState.IDLE, state(run.cycle()));
            assertEquals(0, run.realN(), 0.1);
            assertTrue(run.jumpNm < JUMP_NM, "a jump of " + run.jumpNm + " N m");
        }
    }

    @ParameterizedTest
    @EnumSource(value = ScenarioEvent.Kind.class, names = {"SAMPLE_DROP", "SENSOR_NAN"})
    void shouldPressByTheTensionsWhereTheTouchCellIsDead(final ScenarioEvent.Kind kind) throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, touchEvent(kind)))
        {
            run.wish(2);
            run.observe(2.2);
            assertEquals(GripState.HOLDING, state(run.cycle()));
            assertEquals(2, run.meanN(0.3), 0.6);
            assertTrue(run.mostN < MOST_N, "pressed with " + run.mostN + " N");
        }
    }

    @Test
    void shouldNotBelieveATouchCellThatIsStuckAtNothing() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, touchEvent(ScenarioEvent.Kind.SENSOR_FREEZE)))
        {
            run.wish(2);
            run.observe(2);
            assertEquals(GripState.HOLDING, state(run.cycle()));
            assertEquals(2, run.meanN(0.3), 0.7);
            assertTrue(run.mostN < MOST_N, "pressed with " + run.mostN + " N");
        }
    }

    /** The cell dies, or falls to next to nothing, while the finger presses. */
    @ParameterizedTest
    @EnumSource(value = ScenarioEvent.Kind.class, names = {"SAMPLE_DROP", "SENSOR_BIAS", "SENSOR_NAN"})
    void shouldGoOnByTheTensionsWhereTheTouchCellDies(final ScenarioEvent.Kind kind) throws IOException
    {
        final ScenarioEvent death = new ScenarioEvent(kind, DEATH_NS, Long.MAX_VALUE, "touch_n", 0, -1.8,
            Vector3.ZERO, Vector3.ZERO);
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, death))
        {
            run.wish(2);
            run.observe(3);
            assertEquals(GripState.HOLDING, state(run.cycle()));
            assertTrue(run.mostN < MOST_N, "pressed with " + run.mostN + " N");
            assertEquals(2, run.meanN(0.3), 0.3);
            assertTrue(run.jumpNm < JUMP_NM, "a jump of " + run.jumpNm + " N m");
        }
    }

    @Test
    void shouldNotSnapWhenContactIsLostAndTheTouchCellIsDead() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, lift(),
            touchEvent(ScenarioEvent.Kind.SAMPLE_DROP)))
        {
            run.wish(2);
            run.observe(3.5);
            assertEquals(GripState.CLOSING, state(run.cycle()));
            assertTrue(run.jumpNm < JUMP_NM, "a jump of " + run.jumpNm + " N m");
            assertTrue(run.fastestRadS < FASTEST_RAD_S, "snapped at " + run.fastestRadS + " rad/s");
        }
    }

    /** Detection and posture leave 8 rad/s of it; the force that is taken back with speed brakes that. */
    @Test
    void shouldBrakeAFingerThatPressedHard() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, lift()))
        {
            run.wish(4);
            run.observe(3.5);
            assertTrue(run.fastestRadS < 7, "snapped at " + run.fastestRadS + " rad/s");
        }
    }

    private static ScenarioEvent lift() throws IOException
    {
        return new ScenarioEvent(ScenarioEvent.Kind.PUSH, 4_000_000_000L, Long.MAX_VALUE, "", GripRun.palm(), 0,
            new Vector3(0, 0, 15), Vector3.ZERO);
    }

    @Test
    void shouldCloseAgainWithoutAJumpWhenContactIsLost() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M, lift()))
        {
            run.wish(2);
            run.observe(1.4);
            assertEquals(GripState.HOLDING, state(run.cycle()));
            run.observe(2.2);
            assertEquals(GripState.CLOSING, state(run.cycle()));
            assertTrue(run.jumpNm < JUMP_NM, "a jump of " + run.jumpNm + " N m");
            assertTrue(run.fastestRadS < FASTEST_RAD_S, "snapped at " + run.fastestRadS + " rad/s");
        }
    }

    @Test
    void shouldNeverPressWithMoreThanTheLimit() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.OVER_GROUND_M))
        {
            run.wish(1_000);
            run.observe(1.5);
            assertTrue(run.mostN > 2.5 && run.mostN < GripSettings.DEFAULT.forceMaxN(), run.mostN + " N");
            assertTrue(run.effortShare <= 1, "effort of " + run.effortShare + " of the greatest");
        }
    }

    @Test
    void shouldStayClosedWhereThereIsNothingToTouch() throws IOException
    {
        try (GripRun run = new GripRun(directory, GripRun.IN_THE_AIR_M))
        {
            run.wish(2);
            run.observe(2);
            assertEquals(GripState.CLOSING, state(run.cycle()));
            assertTrue(run.fastestRadS < 1.5, run.fastestRadS + " rad/s");
            assertTrue(run.jumpNm < JUMP_NM, "a jump of " + run.jumpNm + " N m");
        }
    }
}
