package dev.sinew.bench.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotFile;
import org.junit.jupiter.api.Test;

class PoseWatchTest
{
    private static final long MS = 1_000_000L;
    private static final List<JointDescription> JOINTS =
        RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml")).joints();

    private final PoseWatch watch = new PoseWatch(JOINTS, 2);

    private static double[] pose(final int joint, final double offRad)
    {
        final double[] q = JOINTS.stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        q[joint] += offRad;
        return q;
    }

    private HeldRow row()
    {
        return watch.row("neo", 1, "", 118, 118);
    }

    @Test
    void shouldKeepItsPromisesWhereARobotStandsStill()
    {
        for (int ms = 0; ms < 3000; ms++)
        {
            watch.see(ms * MS, true, pose(3, 0.01), new double[] {1, ms % 2 == 0 ? 2 : 4});
        }

        assertEquals("kept", row().verdict());
        assertEquals(3, row().ageMeanMs(), 1e-9, "of the older bus");
        assertEquals(4, row().ageMaxMs());
        assertEquals(0.01, row().awayRad(), 1e-9);
        assertEquals(JOINTS.get(3).name(), row().awayJoint());
        assertEquals(0, row().swingRad(), 1e-12);
    }

    @Test
    void shouldTellWhichJointSwings()
    {
        for (int ms = 0; ms < 3000; ms++)
        {
            watch.see(ms * MS, true, pose(7, 0.04 * Math.sin(0.05 * ms)), new double[] {1, 1});
        }

        assertEquals(JOINTS.get(7).name(), row().swingJoint());
        assertEquals(0.08, row().swingRad(), 1e-3);
        assertTrue(row().verdict().contains("swings"), row().verdict());
    }

    @Test
    void shouldNotCallSwingWhatDriftsForLongerThanASecond()
    {
        for (int ms = 0; ms < 10_000; ms++)
        {
            watch.see(ms * MS, true, pose(7, 9e-6 * ms), new double[] {1, 1});
        }

        assertEquals(0.009, row().swingRad(), 1e-4);
    }

    @Test
    void shouldHoldBadSamplesFaultsAndDrivesWithTorqueAgainstIt()
    {
        watch.see(0, false, pose(0, 0), new double[] {1, 1});

        assertTrue(row().verdict().contains("bad samples"), row().verdict());
        assertTrue(watch.row("neo", 1, "fault 1", 118, 118).verdict().contains("fault 1"));
        assertTrue(watch.row("neo", 1, "", 118, 117).verdict().contains("not every drive stopped"));
        assertTrue(watch.row("neo", 1, "", 0, 0).verdict().contains("not every drive stopped"));
    }

    @Test
    void shouldNotTakeAPoseThatIsNotANumberForOneThatIsHeld()
    {
        watch.see(0, true, pose(5, Double.NaN), new double[] {1, 1});

        assertTrue(row().verdict().startsWith("BROKEN"), row().verdict());
    }
}
