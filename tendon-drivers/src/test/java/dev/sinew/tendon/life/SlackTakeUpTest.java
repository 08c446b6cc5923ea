package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.tendon.TestRobot;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SlackTakeUpTest
{
    private static final double PERIOD_S = 1e-3;
    /** How fast the joint's end of the cable runs to the spool, m/s. */
    private static final double JOINT_MS = 0.1;
    private static final double DIP_ARM_M = 0.006;

    private final WatchedRobot watched = new WatchedRobot(TestRobot.small());
    private final int flexor = watched.robot.tendonIndex("ff_t4");
    private final TendonDescription tendon = watched.robot.tendons().get(flexor);
    private final MotorDescription motor = watched.robot.motors().get(tendon.motor());
    private final double spoolM = watched.robot.spoolRadiusM(tendon);
    private final double massKg = motor.rotorInertiaKgM2() / (spoolM * spoolM);
    private final Column asked = new Column("tension_n",
        new UnsafeBuffer(new byte[watched.robot.tendonCount() * Double.BYTES]), 0, watched.robot.tendonCount());
    private final CommandBlock command = CommandBlock.of(watched.robot);

    private double pull(final double askedN)
    {
        asked.fill(askedN);
        watched.transmission.command(asked, watched.state, command);
        return command.motorEffort.get(tendon.motor()) / spoolM;
    }

    private void loosen(final double gapM)
    {
        watched.cycles(50);
        watched.tension[flexor] = 0;
        // The elongation that went with the tension goes on its own; what is loose beyond it is the gap.
        watched.ahead[flexor] = -gapM;
        watched.cycle();
        watched.state.motorVelocity.set(tendon.motor(), 0);
    }

    @Test
    void shouldLeaveTautTendonsAsTheyAre()
    {
        watched.cycles(50);

        assertEquals(20, pull(20), 1e-9);
    }

    @Test
    void shouldWindALooseCableInFasterThanItsTensionWould()
    {
        loosen(0.001);

        assertTrue(pull(tendon.tensionMinN()) > 2 * tendon.tensionMinN(), "pulls with " + pull(tendon.tensionMinN()));
    }

    @Test
    void shouldNotTryWithReadingsThatAreOld()
    {
        loosen(0.001);
        final double[] ageS = new double[watched.transmission.groupCount()];
        Arrays.fill(ageS, 0.002);
        watched.transmission.sampleAges(ageS);

        assertEquals(tendon.tensionMinN(), pull(tendon.tensionMinN()), 1e-9);
    }

    @Test
    void shouldLeaveAMotorThatWindsTwoTendonsAlone()
    {
        final WatchedRobot pairs =
            new WatchedRobot(RobotFile.load(Path.of("..", "hal", "robots", "finger-pairs", "robot.yaml")));
        final int loose = pairs.robot.tendonIndex("extensor_pip");
        final int pip = pairs.robot.tendons().get(loose).motor();
        pairs.cycles(50);
        pairs.tension[loose] = 0;
        pairs.ahead[loose] = -0.001;
        pairs.cycle();
        final Column wanted = new Column("tension_n",
            new UnsafeBuffer(new byte[pairs.robot.tendonCount() * Double.BYTES]), 0, pairs.robot.tendonCount());
        wanted.fill(pairs.robot.tendons().get(loose).tensionMinN());
        final CommandBlock sent = CommandBlock.of(pairs.robot);
        pairs.transmission.command(wanted, pairs.state, sent);
        final double effort = sent.motorEffort.get(pip);
        final double[] ageS = new double[pairs.transmission.groupCount()];
        Arrays.fill(ageS, 0.002);
        pairs.transmission.sampleAges(ageS);
        pairs.transmission.command(wanted, pairs.state, sent);

        assertEquals(sent.motorEffort.get(pip), effort, "what it would wind of one it would let out of the other");
    }

    @Test
    void shouldWindFasterWhereTheJointRunsToTheSpoolAndSlowerWhereItRunsAway()
    {
        final double still = pullWhileTheJointMoves(0);

        assertTrue(pullWhileTheJointMoves(0.01) > still + 0.005 * massKg / 0.003, "still " + still);
        assertTrue(pullWhileTheJointMoves(-0.01) < still - 0.005 * massKg / 0.003, "still " + still);
    }

    /** With the same gap, and a motor that stands. */
    private double pullWhileTheJointMoves(final double towardsSpoolMs)
    {
        loosen(0.0005);
        final double[] before = new double[watched.robot.motorCount()];
        final double[] after = before.clone();
        watched.state.motorPosition.copyTo(before);
        watched.q[watched.robot.jointIndex("ff_dip")] += towardsSpoolMs / DIP_ARM_M * PERIOD_S;
        watched.cycle();
        watched.state.motorPosition.copyTo(after);
        for (int m = 0; m < after.length; m++)
        {
            watched.state.motorVelocity.set(m, m == tendon.motor() ? 0 : (after[m] - before[m]) / PERIOD_S);
        }
        watched.cycle();
        return pull(tendon.tensionMinN());
    }

    @Test
    void shouldMeetTheCableNoFasterThanTheStretchThatIsAimedForAllows()
    {
        final int joint = watched.robot.jointIndex("ff_dip");
        loosen(0.0005);
        double speed = 0;
        double gap = 0.0005;
        int cycles = 0;
        while (gap > 0 && cycles < 100)
        {
            watched.state.motorVelocity.set(tendon.motor(), speed / spoolM);
            speed += pull(tendon.tensionMinN()) / massKg * PERIOD_S;
            gap += (JOINT_MS - speed) * PERIOD_S;
            watched.q[joint] += JOINT_MS / DIP_ARM_M * PERIOD_S;
            watched.ahead[flexor] = -gap;
            watched.cycle();
            cycles++;
        }

        assertTrue(gap <= 0, "still loose after " + cycles + " cycles");
        assertTrue(speed > JOINT_MS && speed < JOINT_MS + 0.0005 / 0.003,
            "meets it at " + speed + " m/s after " + cycles);
    }

    @Test
    void shouldSlowAMotorThatIsTooFastButNotBelowTheLeastPull()
    {
        loosen(0.0002);
        watched.state.motorVelocity.set(tendon.motor(), 2 / spoolM);

        assertEquals(MonitorSettings.LOW_RATIO * tendon.tensionMinN(), pull(50), 1e-9);
    }

    @Test
    void shouldLeaveACutCableToRunAway()
    {
        watched.cycles(50);
        watched.tension[flexor] = 0;
        watched.ahead[flexor] = 0.0001 + 3 * tendon.tensionMinN() / tendon.stiffnessNM();
        watched.cycle();

        assertEquals(20, pull(20), 1e-9);
    }

    @Test
    void shouldLeaveATendonAloneThatIsAskedForNothing()
    {
        loosen(0.001);

        assertEquals(0, pull(0));
    }

    @Test
    void shouldGiveUpWhenTheGapStays()
    {
        loosen(0.001);
        int cycles = 0;
        while (pull(20) != 20 && cycles < 1000)
        {
            watched.cycle();
            watched.state.motorVelocity.set(tendon.motor(), 0);
            cycles++;
        }

        assertEquals(99, cycles, 1);
        assertTrue(watched.finds(flexor, TendonFinding.SLACK));
    }

    @Test
    void shouldKeepToTheMotorsLimitAndToAQuarterOfTheGreatestTension()
    {
        loosen(0.02);

        assertEquals(Math.min(motor.effortMaxNm() / spoolM, 0.25 * tendon.tensionMaxN()), pull(20), 1e-9);
    }

    @Test
    void shouldPullWithTheLeastWhereAVelocityIsNoNumber()
    {
        loosen(0.001);
        watched.state.motorVelocity.set(tendon.motor(), Double.NaN);

        assertEquals(MonitorSettings.LOW_RATIO * tendon.tensionMinN(), pull(20), 1e-9);
    }
}
