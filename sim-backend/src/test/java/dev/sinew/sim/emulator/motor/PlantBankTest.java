package dev.sinew.sim.emulator.motor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import org.junit.jupiter.api.Test;

/** The motors of neo with its tendons behind them. */
class PlantBankTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml"));

    private static int motor(final String name)
    {
        return NEO.motors().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow().index();
    }

    @Test
    void shouldPullATendonWhereATorqueIsApplied()
    {
        try (PlantBank bank = new PlantBank(NEO))
        {
            assertEquals(118, bank.count());
            final int pulled = motor("l_ff_fl1_motor");
            final int tendon = NEO.motors().get(pulled).tendon();
            final double before = bank.tendonTensionN()[tendon];
            for (int i = 0; i < 20; i++)
            {
                bank.drive(pulled, 0.2, 0.001);
                assertTrue(bank.step());
            }
            assertTrue(bank.tendonTensionN()[tendon] > before + 5, "tension " + bank.tendonTensionN()[tendon]);
            assertTrue(bank.positionRad()[pulled] > 0.01, "it has not wound in");
        }
    }

    @Test
    void shouldNotTurnABlockedMotor()
    {
        try (PlantBank bank = new PlantBank(NEO))
        {
            bank.block(3, true);
            for (int i = 0; i < 20; i++)
            {
                bank.drive(3, 5, 0);
                bank.step();
            }
            assertEquals(0, bank.positionRad()[3], 1e-12);
        }
    }

    @Test
    void shouldGiveTheSameBitsTwice()
    {
        final double[][] ends = new double[2][];
        for (int run = 0; run < 2; run++)
        {
            try (PlantBank bank = new PlantBank(NEO))
            {
                for (int i = 0; i < 100; i++)
                {
                    bank.drive(i, 0.05 * (i % 7), 0.01);
                    bank.step();
                }
                ends[run] = bank.positionRad().clone();
            }
        }
        assertArrayEquals(ends[0], ends[1], 0);
    }
}
