package dev.sinew.tendon.estimation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointEstimatorTest
{
    private static final double DEGREE = Math.PI / 180;

    /** Root mean squares over all finger joints: of the estimate, of what it expected, of the rigid formula; rad. */
    private static double[] accuracy(final Hands hands, final double seconds)
    {
        final double[] sums = new double[4];
        final RigidFormula formula = new RigidFormula(Hands.NEO, Hands.ZERO.jointPositionRad());
        final double[] rigid = new double[Hands.NEO.jointCount()];
        for (int c = 0; c < seconds / MovedRobot.PERIOD_S; c++)
        {
            hands.cycle();
            formula.apply(hands.moved.state, rigid);
            for (final int j : Hands.JOINTS)
            {
                sums[0] += hands.error(j) * hands.error(j);
                sums[1] += hands.variance.get(j);
                sums[2] += (rigid[j] - hands.moved.q[j]) * (rigid[j] - hands.moved.q[j]);
                sums[3]++;
            }
        }
        return new double[] {Math.sqrt(sums[0] / sums[3]), Math.sqrt(sums[1] / sums[3]), Math.sqrt(sums[2] / sums[3])};
    }

    private static void guessTenDegreesWrong(final Hands hands)
    {
        final double[] guess = hands.moved.q.clone();
        for (final int j : Hands.JOINTS)
        {
            guess[j] += 10 * DEGREE;
        }
        hands.estimator.guess(guess);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldTellJointsWithinADegreeOnceTheEncodersHaveTaughtIt(final long seed)
    {
        final Hands hands = new Hands(Hands.NEO, Hands.settings(), seed, 1);
        hands.run(10);
        hands.moved.jointsValid = false;

        final double[] rms = accuracy(hands, 10);

        assertTrue(rms[0] < 0.4 * DEGREE, "rms " + rms[0] / DEGREE + " deg");
        assertTrue(rms[0] < rms[1], "more certain than right: rms " + rms[0] / DEGREE + ", said " + rms[1] / DEGREE);
        assertTrue(rms[2] > 3 * rms[0], "rigid formula " + rms[2] / DEGREE + " deg");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSayHowWrongItIsWithoutTeaching(final long seed)
    {
        final Hands hands = new Hands(Hands.NEO, Hands.settings(), seed, 1);
        guessTenDegreesWrong(hands);
        hands.moved.jointsValid = false;

        final double[] rms = accuracy(hands, 10);

        // Moment arms, spools and cables are some per cent, or a fifth, off the file, and nobody has said so.
        assertTrue(rms[0] < 3.5 * DEGREE, "rms " + rms[0] / DEGREE + " deg");
        assertTrue(rms[0] < 1.5 * rms[1] && rms[0] > 0.4 * rms[1],
            "rms " + rms[0] / DEGREE + " deg, said " + rms[1] / DEGREE);
        assertTrue(rms[2] > 2 * rms[0], "rigid formula " + rms[2] / DEGREE + " deg");
    }

    @Test
    void shouldBeExactWhereTheFileIs()
    {
        final Hands hands = new Hands(Hands.NEO, Hands.settings().withAdaptation(false), 4, 0);
        guessTenDegreesWrong(hands);
        hands.moved.jointsValid = false;
        hands.run(0.01);
        for (final int j : Hands.JOINTS)
        {
            assertTrue(Math.abs(hands.error(j)) < DEGREE, "after 10 ms " + hands.error(j) / DEGREE + " deg");
        }

        final double[] rms = accuracy(hands, 5);

        assertTrue(rms[0] < 0.3 * DEGREE, "rms " + rms[0] / DEGREE + " deg");
    }

    @Test
    void shouldLearnMostOfWhatTheTendonsSayOfEachOther()
    {
        final Hands taught = new Hands(Hands.NEO, Hands.settings(), 6, 1);
        final Hands untaught = new Hands(Hands.NEO, Hands.settings().withAdaptation(false), 6, 1);
        taught.moved.jointsValid = false;
        untaught.moved.jointsValid = false;
        taught.run(20);
        untaught.run(20);

        final double with = accuracy(taught, 10)[0];
        final double without = accuracy(untaught, 10)[0];

        assertTrue(with < 0.95 * without, "with " + with / DEGREE + ", without " + without / DEGREE);
    }

    @Test
    void shouldTellAJointThatNeverHadAnEncoder()
    {
        final int dip = Hands.NEO.jointIndex("l_ff_dip");
        final Hands hands = new Hands(Hands.withoutEncoders(Hands.NEO, dip), Hands.settings(), 7, 0);
        hands.run(5);

        assertEquals(EncoderState.MISSING, hands.estimator.encoder(dip));
        assertEquals(JointSource.TENDONS, hands.estimator.source(dip));
        assertEquals(JointSource.ENCODER, hands.estimator.source(dip - 1));
        assertEquals(0, hands.estimator.encodersOut());
        assertTrue(hands.estimator.isUsable());
        assertTrue(Math.abs(hands.error(dip)) < DEGREE, "off by " + hands.error(dip) / DEGREE + " deg");
        assertTrue(hands.variance.get(dip) > hands.variance.get(dip - 1));
    }

    @Test
    void shouldLetASlackTendonGoWithoutAJump()
    {
        final Hands hands = new Hands(Hands.NEO, Hands.settings(), 8, 1);
        hands.run(10);
        hands.moved.jointsValid = false;
        hands.run(0.5);
        final double before = hands.variance.get(Hands.NEO.jointIndex("l_ff_dip"));
        hands.jumpRad = 0;
        hands.moved.slack(Hands.NEO.tendonIndex("l_ff_ext_r"), true);
        hands.run(1);

        // Four tendons are left for four joints.
        assertTrue(hands.estimator.isUsable());
        assertTrue(hands.jumpRad < 0.5 * DEGREE, "jump of " + hands.jumpRad / DEGREE + " deg");
        assertTrue(hands.variance.get(Hands.NEO.jointIndex("l_ff_dip")) > before);
        for (final String joint : new String[] {"l_ff_abd", "l_ff_mcp", "l_ff_pip", "l_ff_dip"})
        {
            assertTrue(Math.abs(hands.error(Hands.NEO.jointIndex(joint))) < 3 * DEGREE, joint);
        }
    }

    @Test
    void shouldAdmitThatAJointIsLostWhenTooFewTendonsAreTaut()
    {
        final Hands hands = new Hands(Hands.NEO, Hands.settings(), 9, 0);
        hands.moved.jointsValid = false;
        hands.run(1);
        assertTrue(hands.estimator.isUsable());
        hands.moved.slack(Hands.NEO.tendonIndex("l_ff_ext_r"), true);
        hands.moved.slack(Hands.NEO.tendonIndex("l_ff_ext_l"), true);
        hands.run(0.5);

        assertFalse(hands.estimator.isUsable());
        assertEquals(JointSource.NOTHING, hands.estimator.source(Hands.NEO.jointIndex("l_ff_abd")));
        assertEquals(JointSource.TENDONS, hands.estimator.source(Hands.NEO.jointIndex("r_ff_abd")));
        assertTrue(Math.abs(hands.position.get(Hands.NEO.jointIndex("l_ff_abd"))) < 2, "ran off");
    }

    @Test
    void shouldGiveTheSameBitsAndNoGarbage()
    {
        final Hands first = new Hands(Hands.NEO, Hands.settings(), 10, 1);
        final Hands second = new Hands(Hands.NEO, Hands.settings(), 10, 1);
        first.moved.encoderNan[Hands.JOINTS[3]] = true;
        second.moved.encoderNan[Hands.JOINTS[3]] = true;
        first.run(2);
        second.run(2);
        for (int j = 0; j < Hands.NEO.jointCount(); j++)
        {
            assertEquals(Double.doubleToRawLongBits(first.position.get(j)),
                Double.doubleToRawLongBits(second.position.get(j)));
        }
        first.moved.jointsValid = false;
        first.run(2);
        final long bytes = allocated(first);
        first.moved.jointsValid = true;
        first.run(1);

        assertEquals(0, bytes + allocated(first));
    }

    private static long allocated(final Hands hands)
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long none = threads.getCurrentThreadAllocatedBytes() - before;
        for (int c = 0; c < 1_000; c++)
        {
            hands.estimator.update(hands.moved.state, hands.position, hands.velocity);
            hands.estimator.quality(hands.variance, hands.source);
        }
        return threads.getCurrentThreadAllocatedBytes() - before - 2 * none;
    }
}
