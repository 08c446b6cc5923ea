package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RobotReportTest
{
    @Test
    void shouldSayWhatTheTendonsOfEachGroupGive()
    {
        final String text = RobotReport.render("r.yaml", RobotFile.parse("r.yaml", SmallRobot.TEXT));
        final String end = text.substring(text.indexOf("\nshoulder: "));
        assertEquals("""

            shoulder: 1 joint, 2 tendons, closed (balance 1.00), conditioning 1.00
              t1                  10 .. 500   N, rest    20 N,   300000 N/m, motor m1                 shoulder +25 mm
              t2                  10 .. 500   N, rest    20 N,   300000 N/m, motor m2                 shoulder -25 mm
              shoulder         reach -12.3 .. 12.3 N·m, limit 10

            elbow: 1 joint, 2 tendons, closed (balance 1.00), conditioning 1.00
              t3                  10 .. 500   N, rest    20 N,   300000 N/m, motor m3                 elbow +20 mm
              t4                  10 .. 500   N, rest    20 N,   300000 N/m, motor m4                 elbow -20 mm
              elbow            reach -9.80 .. 9.80 N·m, limit 8

            No mistakes, no warnings.
            """, end);
        assertTrue(text.startsWith("Robot 'small' from r.yaml\n" +
            "  3 links, 2 joints (0 of hands), 4 tendons, 4 motors, 1 contact spheres\n" +
            "  1 inertial units, 1 force-torque sensors, 1 touch cells, 1 buses\n" +
            "  mass 7.000 kg, base rate 1000 Hz, sha256 "), text);
    }

    @Test
    void shouldPointAtALimitThatTheTendonsCannotReach()
    {
        final String text = RobotReport.render("r.yaml",
            RobotFile.parse("r.yaml", SmallRobot.with("effort_max_nm: 8", "effort_max_nm: 12")));
        final String wanted = "reach -9.80 .. 9.80 N·m, limit 12  <- the tendons give less than the limit";
        assertTrue(text.contains(wanted), text);
    }

    @Test
    void shouldFindEigenvaluesOfAKnownMatrix()
    {
        assertArrayEquals(new double[] {1, 2, 4},
            LinearSystem.eigenvalues(new double[][] {{3, 1, 0}, {1, 3, 0}, {0, 0, 1}}), 1e-12);
        assertArrayEquals(new double[] {2 - Math.sqrt(2), 2, 2 + Math.sqrt(2)},
            LinearSystem.eigenvalues(new double[][] {{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}}), 1e-12);
    }
}
