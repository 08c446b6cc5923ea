package dev.sinew.runtime.grasp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions.Touch;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a finger decides when the thing that it holds is gone, or seems to be. What it reads is written down here, cycle
 * by cycle, so that each decision stands alone.
 */
class GripLossTest
{
    private static final GripSettings SETTINGS = GripSettings.DEFAULT;
    private static final double IS_RAD = 0.2;
    private static final double KP_NM_RAD = 0.5;
    private static final double WISH_N = 2;
    private static final int STREAK = SETTINGS.streakCycles();

    private static RobotDescription robot;

    private CycleFrame frame;
    private GripControl grip;
    private FingerChain chain;
    private int cell;

    @BeforeAll
    static void load()
    {
        robot = TestRuns.neo();
    }

    @BeforeEach
    void begin()
    {
        frame = CycleFrame.allocate(new FrameLayout(robot, List.of(), List.of()));
        grip = new GripControl(robot, SETTINGS);
        cell = robot.sensors().touches().stream().map(Touch::name).toList().indexOf(grip.names().get(0));
        final ContactSphere tip =
            robot.contacts().get(robot.sensors().touches().get(cell).contacts().get(0));
        chain = new FingerChain(robot, tip);
        frame.state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        frame.targetGrip.set(0, WISH_N);
        frame.targetKp.fill(KP_NM_RAD);
        frame.estimatePosition.fill(IS_RAD);
        chain.moveTo(frame.estimatePosition);
    }

    /** Touch cell and tensions feel the same. */
    private void feels(final double forceN)
    {
        feels(forceN, forceN);
    }

    private void feels(final double touchN, final double tensionN)
    {
        frame.state.touch.set(cell, touchN);
        for (int k = 0; k < chain.joint.length; k++)
        {
            frame.estimateEffort.set(chain.joint[k], tensionN * chain.lever[k]);
        }
    }

    /** The tip moves so fast the way it presses. */
    private void runs(final double speedMS)
    {
        for (int k = 0; k < chain.joint.length; k++)
        {
            frame.estimateVelocity.set(chain.joint[k], speedMS * chain.lever[k] / chain.squares());
        }
    }

    private void cycles(final int count)
    {
        for (int n = 0; n < count; n++)
        {
            frame.targetPosition.fill(IS_RAD);
            frame.targetEffort.fill(0);
            grip.run(frame);
        }
    }

    private GripState state()
    {
        return GripState.values()[(int)frame.gripState.get(0)];
    }

    /** Force of the joint efforts alone, seen at the tip, N. */
    private double effortN()
    {
        double sum = 0;
        for (int k = 0; k < chain.joint.length; k++)
        {
            sum += chain.lever[k] * frame.targetEffort.get(chain.joint[k]);
        }
        return sum / chain.squares();
    }

    /** Force of efforts and posture, seen at the tip, N. */
    private double pressedN()
    {
        double sum = 0;
        for (int k = 0; k < chain.joint.length; k++)
        {
            final int j = chain.joint[k];
            sum += chain.lever[k] * KP_NM_RAD * (frame.targetPosition.get(j) - frame.estimatePosition.get(j));
        }
        return effortN() + sum / chain.squares();
    }

    /** Distance of the posture from where the finger is, of the joint that is furthest, rad. */
    private double leadRad()
    {
        double most = 0;
        for (final int j : chain.joint)
        {
            most = Math.max(most, Math.abs(frame.targetPosition.get(j) - frame.estimatePosition.get(j)));
        }
        return most;
    }

    /** Closes, finds something soft, and presses with an effort of its own until nothing changes any more. */
    private void hold()
    {
        feels(0);
        cycles(3_000);
        assertEquals(GripState.CLOSING, state());
        assertTrue(leadRad() > 0.2, leadRad() + " rad");
        feels(1.5);
        cycles(500);
        feels(WISH_N);
        cycles(500);
        assertEquals(GripState.HOLDING, state());
        assertTrue(effortN() > 0.5 && effortN() < 5, effortN() + " N");
    }

    @ParameterizedTest
    @CsvSource({"0.16, CLOSING", "0.14, HOLDING", "0, HOLDING", "-0.5, HOLDING"})
    void shouldLoseAContactWhenTheTipRunsOnWhateverIsFelt(final double speedMS, final GripState after)
    {
        hold();
        runs(speedMS);
        cycles(STREAK - 1);
        assertEquals(GripState.HOLDING, state());
        cycles(1);
        assertEquals(after, state());
    }

    @Test
    void shouldForgetARunThatWasTooShortForALoss()
    {
        hold();
        for (int n = 0; n < 5; n++)
        {
            runs(0.3);
            cycles(STREAK - 1);
            runs(0);
            cycles(1);
        }
        assertEquals(GripState.HOLDING, state());
    }

    @Test
    void shouldTakeNoRunningTipForAContact()
    {
        feels(0);
        cycles(100);
        feels(1.9);
        runs(0.16);
        cycles(100);
        assertEquals(GripState.CLOSING, state());
        runs(0.14);
        cycles(STREAK - 1);
        assertEquals(GripState.CLOSING, state());
        cycles(1);
        assertEquals(GripState.HOLDING, state());
    }

    @Test
    void shouldTakeNoContactThatComesAndGoesForOne()
    {
        feels(0);
        cycles(100);
        feels(1.9);
        for (int n = 0; n < 20; n++)
        {
            runs(0.3);
            cycles(1);
            runs(0);
            cycles(STREAK - 1);
        }
        assertEquals(GripState.CLOSING, state());
    }

    @Test
    void shouldCountWhatThePosturePressesAlreadyAtContact()
    {
        feels(0);
        cycles(3_000);
        feels(1.5);
        for (int n = 0; n < 200 && state() == GripState.CLOSING; n++)
        {
            cycles(1);
        }
        cycles(STREAK);
        assertEquals(GripState.HOLDING, state());
        assertEquals(0, effortN(), 0.4);
    }

    @Test
    void shouldCloseMoreSlowlyWithoutACell()
    {
        feels(0);
        cycles(200);
        final double felt = leadRad();
        grip.reset();
        feels(Double.NaN, 0);
        cycles(200);
        assertEquals(SETTINGS.probeMS() / SETTINGS.approachMS(), leadRad() / felt, 0.05);
    }

    @Test
    void shouldNotBelieveACellAgainThatWasDoubtedForLong()
    {
        hold();
        feels(0, 3);
        cycles(200);
        feels(WISH_N, 3);
        cycles(100);
        assertEquals(3, frame.gripForce.get(0), 0.2);
    }

    @Test
    void shouldBelieveACellAgainThatWasDoubtedNowAndThen()
    {
        hold();
        for (int n = 0; n < 5; n++)
        {
            feels(0, 3);
            cycles(60);
            feels(WISH_N);
            cycles(60);
        }
        feels(1.5, 1.8);
        cycles(60);
        assertEquals(1.5, frame.gripForce.get(0), 0.05);
    }

    @Test
    void shouldLoseAContactWhenTooLittleIsFelt()
    {
        hold();
        feels(0.1);
        cycles(300);
        assertEquals(GripState.HOLDING, state());
        feels(0.05);
        cycles(300);
        assertEquals(GripState.CLOSING, state());
    }

    /** Half of the wish is no loss, however small the wish. */
    @Test
    void shouldHoldAsLittleAsIsWanted()
    {
        hold();
        frame.targetGrip.set(0, 0.1);
        feels(0.1);
        cycles(200);
        feels(0.06);
        cycles(500);
        assertEquals(GripState.HOLDING, state());
        feels(0.04);
        cycles(500);
        assertEquals(GripState.CLOSING, state());
    }

    /** What accelerates a finger is in its tensions as well. */
    @ParameterizedTest
    @CsvSource({"0.09, 3", "-0.09, 3", "0.11, 0", "-0.11, 0"})
    void shouldDoubtTheCellOfAFingerThatStandsAlone(final double speedMS, final double feltN)
    {
        hold();
        feels(0, 3);
        runs(speedMS);
        cycles(70); // the filters are done, and the cell is not yet given up
        assertEquals(feltN, frame.gripForce.get(0), 0.3);
    }

    @Test
    void shouldBringThePostureToWhereTheFingerIsWhenContactIsLost()
    {
        hold();
        runs(0.16);
        cycles(STREAK);
        assertEquals(GripState.CLOSING, state());
        assertTrue(leadRad() > 0.2, leadRad() + " rad");
        feels(0);
        cycles(5);
        assertTrue(leadRad() > 0.08 && leadRad() < 0.16, "half way: " + leadRad() + " rad");
        cycles(6);
        assertTrue(leadRad() < 0.02, leadRad() + " rad");
        runs(0);
        cycles(3_000);
        assertTrue(leadRad() > 0.2, "it goes on closing: " + leadRad() + " rad");
    }

    @Test
    void shouldPressNeitherMoreNorSuddenlyLessWhileThePostureFollows()
    {
        hold();
        feels(0);
        for (int n = 0; n < 200 && state() == GripState.HOLDING; n++)
        {
            cycles(1);
        }
        assertEquals(GripState.CLOSING, state());
        final double held = pressedN();
        double before = held;
        for (int n = 0; n < 40 && before > 0.5; n++)
        {
            cycles(1);
            assertEquals(SETTINGS.correctNS() * 1e-3, before - pressedN(), 0.02, "less in a cycle, N");
            before = pressedN();
        }
        cycles(5);
        before = pressedN();
        assertTrue(before < 0.3, before + " N are left of " + held);
    }

    @Test
    void shouldNotPullBackAFingerWhoseContactIsLost()
    {
        hold();
        frame.targetGrip.set(0, 0.3);
        feels(3);
        cycles(1_000);
        assertEquals(GripState.HOLDING, state());
        assertTrue(effortN() < -0.5, "the posture presses too much by itself: " + effortN() + " N");
        runs(0.16);
        cycles(STREAK + 1);
        assertEquals(GripState.CLOSING, state());
        for (int n = 0; n < 20; n++)
        {
            assertTrue(effortN() >= 0, effortN() + " N");
            cycles(1);
        }
    }

    @Test
    void shouldKeepThePostureWithinTheLimitsOfItsJoints()
    {
        hold();
        final int j = chain.joint[chain.joint.length - 1];
        final double upper = robot.joints().get(j).upperRad();
        frame.estimatePosition.set(j, upper + 0.1);
        chain.moveTo(frame.estimatePosition);
        feels(0);
        runs(0.16);
        cycles(STREAK + 15);
        assertEquals(GripState.CLOSING, state());
        assertEquals(upper, frame.targetPosition.get(j), 1e-9);
    }

    /** 1 up to 0.1 m/s, 0 from 0.2 m/s on. */
    @ParameterizedTest
    @CsvSource({"0.09, 1", "0.12, 0.8", "0.14, 0.6", "-0.3, 1"})
    void shouldTakeBackForceFromAFingerThatRunsOn(final double speedMS, final double part)
    {
        hold();
        final double held = effortN();
        runs(speedMS);
        cycles(1);
        assertTrue(effortN() > 0.94 * held, "taken back at once: " + effortN() + " of " + held);
        cycles(20);
        assertEquals(part * held, effortN(), 0.02 * held);
        runs(0);
        cycles(1);
        assertTrue(effortN() < (part + 0.06) * held, "given back at once: " + effortN() + " of " + held);
        cycles(20);
        assertEquals(held, effortN(), 0.02 * held);
    }
}
