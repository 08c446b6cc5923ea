package dev.sinew.tendon.estimation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a joint encoder fails after ten seconds of motion, and when it comes back. */
class EncoderFaultTest
{
    private static final double DEGREE = Math.PI / 180;
    private static final int PIP = Hands.NEO.jointIndex("l_ff_pip");
    private static final int KNEE = Hands.NEO.jointIndex("l_knee");

    private Hands hands;

    @BeforeEach
    void moveForTenSeconds()
    {
        hands = new Hands(Hands.NEO, Hands.settings(), 21, 1);
        hands.moved.move(KNEE, 0.3);
        hands.run(10);
        assertEquals(0, hands.estimator.encodersOut());
        hands.jumpRad = 0;
    }

    private void assertTendonsTakeOver()
    {
        hands.run(2);
        assertEquals(JointSource.TENDONS, hands.estimator.source(PIP));
        assertEquals(1, hands.estimator.encodersOut());
        assertTrue(Math.abs(hands.error(PIP)) < 1.5 * DEGREE, "off by " + hands.error(PIP) / DEGREE + " deg");
    }

    @Test
    void shouldGoOverToTendonsAndBackWithoutAJumpWhenADeviceSaysInvalid()
    {
        hands.moved.jointsValid = false;
        hands.run(2 * MovedRobot.PERIOD_S);
        assertEquals(EncoderState.INVALID, hands.estimator.encoder(PIP));
        hands.run(3);
        assertEquals(hands.estimator.encodersOut(), Hands.NEO.jointCount());
        hands.moved.jointsValid = true;
        hands.run(0.5);

        assertEquals(0, hands.estimator.encodersOut());
        // The noise of an encoder alone makes 0.1 degrees from one cycle to the next.
        assertTrue(hands.jumpRad < 0.3 * DEGREE, "jump of " + hands.jumpRad / DEGREE + " deg");
    }

    @Test
    void shouldNoticeNotANumberInTheSameCycle()
    {
        hands.moved.encoderNan[PIP] = true;

        assertEquals(1 + hands.moved.delay, hands.cyclesUntilOut(PIP, 100));
        assertEquals(EncoderState.IMPOSSIBLE, hands.estimator.encoder(PIP));
        assertTendonsTakeOver();
        assertTrue(hands.jumpRad < 0.3 * DEGREE, "jump of " + hands.jumpRad / DEGREE + " deg");
    }

    @Test
    void shouldNoticeAJumpInTheSameCycle()
    {
        hands.moved.encoderBias[PIP] = 6 * DEGREE;

        assertEquals(1 + hands.moved.delay, hands.cyclesUntilOut(PIP, 100));
        assertEquals(EncoderState.JUMPED, hands.estimator.encoder(PIP));
        assertTendonsTakeOver();
        assertTrue(hands.jumpRad < 0.3 * DEGREE, "jump of " + hands.jumpRad / DEGREE + " deg");
    }

    @Test
    void shouldTrustAnEncoderAgainAfterOneWildReading()
    {
        hands.moved.encoderBias[PIP] = 20 * DEGREE;
        hands.cycle();
        hands.moved.encoderBias[PIP] = 0;
        hands.run(0.5);

        assertEquals(EncoderState.HEALTHY, hands.estimator.encoder(PIP));
    }

    @Test
    void shouldNotTakeTheWayOfSeveralCyclesThatComesAtOnceForAJump()
    {
        hands.moved.encoderFrozen[PIP] = true;
        for (int i = 0; i < 8; i++)
        {
            hands.cycle();
        }
        hands.moved.encoderFrozen[PIP] = false;
        hands.moved.encoderBias[PIP] = 6 * DEGREE;
        for (int i = 0; i <= hands.moved.delay; i++)
        {
            hands.cycle();
        }

        assertEquals(EncoderState.HEALTHY, hands.estimator.encoder(PIP));
    }

    @Test
    void shouldHearNothingAgainstAnEncoderWhileSlackIsTakenUp()
    {
        hands.estimator.trustEncoders(true);
        drift();
        assertEquals(EncoderState.HEALTHY, hands.estimator.encoder(PIP));

        hands.estimator.trustEncoders(false);
        hands.run(0.3);

        assertEquals(EncoderState.DISAGREES, hands.estimator.encoder(PIP));
    }

    @Test
    void shouldAllowForMotorsThatWereReadAtAnotherTime()
    {
        hands.estimator.skew(PIP, 1);
        drift();

        assertEquals(EncoderState.HEALTHY, hands.estimator.encoder(PIP));
    }

    /** Twenty degrees in a quarter of a second: not faster than a joint. */
    private void drift()
    {
        for (int i = 0; i < 250; i++)
        {
            hands.moved.encoderBias[PIP] += 0.08 * DEGREE;
            hands.cycle();
        }
    }

    @Test
    void shouldTrustAnEncoderThatJumpedAgainOnlyWhereALostTendonLeavesNobodyToContradict()
    {
        hands.moved.encoderBias[PIP] = 20 * DEGREE;
        hands.run(1);
        assertEquals(EncoderState.JUMPED, hands.estimator.encoder(PIP), "the tendons say that it is 20 deg off");

        hands.estimator.lost(Hands.NEO.tendonIndex("l_ff_fl1"), true);
        hands.run(1);
        assertEquals(EncoderState.HEALTHY, hands.estimator.encoder(PIP));
    }

    @Test
    void shouldNoticeAFrozenReadingBeforeTheJointIsFarAway()
    {
        hands.moved.encoderFrozen[PIP] = true;
        final double from = hands.moved.q[PIP];
        hands.cyclesUntilOut(PIP, 1_000);

        assertEquals(EncoderState.FROZEN, hands.estimator.encoder(PIP));
        final double moved = Math.abs(hands.moved.q[PIP] - from);
        assertTrue(moved < 6 * DEGREE, "noticed after " + moved / DEGREE + " deg");
        assertTendonsTakeOver();
    }

    @Test
    void shouldNotCallAnEncoderFrozenWhoseJointStandsStill()
    {
        hands.moved.encoderFrozen[Hands.NEO.jointIndex("l_elbow")] = true;
        hands.run(5);

        assertEquals(0, hands.estimator.encodersOut());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void shouldNoticeAnEncoderThatDriftsAway(final int direction)
    {
        double bias = 0;
        while (hands.estimator.encoder(PIP) == EncoderState.HEALTHY && bias < 30)
        {
            bias += 0.01;
            hands.moved.encoderBias[PIP] = direction * bias * DEGREE;
            hands.cycle();
        }

        assertEquals(EncoderState.DISAGREES, hands.estimator.encoder(PIP));
        assertTrue(bias > 2 && bias < 5, "noticed at " + bias + " deg");
        assertTendonsTakeOver();
    }

    @Test
    void shouldBlameTheTendonThatSlipped()
    {
        final int tendon = Hands.NEO.tendonIndex("l_ff_fl2");
        hands.moved.slipM[tendon] = -0.002;
        hands.run(0.5);

        assertEquals(0, hands.estimator.encodersOut());
        int blamed = -1;
        for (int g = 0; g < Hands.NEO.tendonGroups().size(); g++)
        {
            blamed = Math.max(blamed, hands.estimator.suspectTendon(g));
        }
        assertEquals(tendon, blamed);
    }

    @Test
    void shouldTellOneKneeFromItsEncoder()
    {
        hands.moved.encoderBias[KNEE] = 0.02;
        for (int c = 0; c < 200 && hands.moved.encoderBias[KNEE] < 0.2; c++)
        {
            hands.moved.encoderBias[KNEE] += 0.001;
            hands.cycle();
        }
        hands.run(0.1);

        assertEquals(EncoderState.DISAGREES, hands.estimator.encoder(KNEE));
        assertEquals(1, hands.estimator.encodersOut());
    }

    @Test
    void shouldNotCryWolf()
    {
        for (long seed = 100; seed < 106; seed++)
        {
            final Hands others = new Hands(Hands.NEO, Hands.settings(), seed, 1);
            for (int c = 0; c < 20_000; c++)
            {
                others.cycle();
                assertEquals(0, others.estimator.encodersOut(), "seed " + seed + ", cycle " + c);
            }
        }
    }
}
