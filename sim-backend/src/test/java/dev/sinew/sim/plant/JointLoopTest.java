package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.tendon.TransmissionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joint PD at 1 kHz with the gains of neo, through noisy sensors, transmission and plant. */
class JointLoopTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml"));
    private static final List<String> ANKLE = List.of("l_ankle_pitch", "l_ankle_roll");
    private static final List<String> FINGER = List.of("l_ff_abd", "l_ff_mcp", "l_ff_pip", "l_ff_dip");
    /** Foot about the ankle, and pulleys. */
    private static final double[] FOOT = {0.0020 + 0.007, 0.0011 + 0.004};
    /** Half a body above the ankle. */
    private static final double[] BODY = {10, 10};
    /** Links of a finger, and pulleys. */
    private static final double[] PHALANX = {3.5e-5 + 8e-5, 3e-5 + 4e-5, 3e-5 + 5e-6, 3e-5 + 1.2e-6};

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSettleAFreeFoot(final int delay)
    {
        final JointLoop loop = loop(ANKLE, FOOT, 0, delay, true);
        // A step of 0.2 rad asks for all of the effort that the joint may have, at once: tendons go slack on the way.
        loop.target(0.2);
        loop.run(1);

        assertTrue(loop.error() < 0.002, "off by " + loop.error() + " rad");
        assertTrue(loop.speed() < 0.1, "still moving at " + loop.speed() + " rad/s");
    }

    @Test
    void shouldHoldABodyThatFallsOver()
    {
        final JointLoop loop = loop(ANKLE, BODY, -125, 0, true);
        loop.target(0);
        loop.run(8);
        loop.target(0.02);
        loop.run(12);

        // The tendons in series leave 400 N·m/rad of the gain and 1512 N·m/rad of cables; gravity takes 125 away.
        assertTrue(loop.error() < 0.02, "off by " + loop.error() + " rad");
        assertTrue(loop.speed() < 0.05, "still moving at " + loop.speed() + " rad/s");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSettleAFreeFinger(final int delay)
    {
        final JointLoop loop = loop(FINGER, PHALANX, 0, delay, true);
        loop.target(0.3);
        loop.run(1.5);

        assertTrue(loop.error() < 0.005, "off by " + loop.error() + " rad");
        assertTrue(loop.speed() < 0.1, "still moving at " + loop.speed() + " rad/s");
    }

    @Test
    void shouldPressAFingerAgainstSomethingStiff()
    {
        final JointLoop loop = loop(FINGER, PHALANX, 5, 0, true);
        loop.target(0.4);
        loop.run(1.5);

        assertTrue(loop.speed() < 0.3, "still moving at " + loop.speed() + " rad/s");
        assertTrue(loop.error() > 0.3, "nothing was stiff: " + loop.error());
    }

    @Test
    void shouldNeedTheVelocityOfTheMotors()
    {
        final JointLoop loop = loop(FINGER, PHALANX, 0, 0, false);
        loop.target(0.2);
        loop.run(1);

        assertTrue(loop.speed() > 1, "damping from the far end of the cables was stable: " + loop.speed());
    }

    private static JointLoop loop(
        final List<String> joints,
        final double[] inertia,
        final double springNmRad,
        final int delay,
        final boolean fromMotors)
    {
        final double[] spring = new double[inertia.length];
        Arrays.fill(spring, springNmRad);
        return new JointLoop(NEO, new TransmissionOptions(false, fromMotors), joints, inertia, spring, delay);
    }
}
