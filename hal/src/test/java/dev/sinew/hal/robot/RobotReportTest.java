package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RobotReportTest
{
    @Test
    void shouldCountAndMeasure()
    {
        final String text = RobotReport.render("r.yaml", RobotFile.parse("r.yaml", SmallRobot.TEXT));
        assertTrue(text.startsWith("Robot 'small' from r.yaml\n" +
            "  3 links, 2 joints (0 of hands), 4 tendons, 4 motors, 1 contact spheres\n" +
            "  1 inertial units, 1 force-torque sensors, 1 touch cells, 1 buses\n" +
            "  mass 7.000 kg, base rate 1000 Hz, sha256 "), text);
        assertTrue(text.contains("shoulder                     -1 .. 1       0.1        20        10       40"), text);
    }

    @Test
    void shouldSayWhenNobodyLookedAtTheTendons()
    {
        final String text = RobotReport.render("r.yaml", RobotFile.parse("r.yaml", SmallRobot.TEXT));
        assertTrue(text.contains("Tendon groups were not examined: no tendon module is on the class path.\n"), text);
    }
}
