package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensioningTest
{
    private static final long MS = 1_000_000L;

    private final RobotDescription robot =
        RobotFile.load(TestRuns.HOME.resolve("hal/robots/finger-coupled/robot.yaml"));
    private final ModeMachine machine = new ModeMachine(50);
    private final Tensioning tensioning = new Tensioning(robot, machine, Services.transmission().create(robot));
    private final StateBlock state = StateBlock.of(robot);
    private long nowNs = MS;

    @BeforeEach
    void arm()
    {
        machine.onCommand(OperatorCommand.ARM);
    }

    private boolean cycle()
    {
        nowNs += MS;
        final boolean has = tensioning.takesUp(machine.mode(), true, state, nowNs);
        machine.onGoodSample();
        return has;
    }

    private int cyclesUntilActive()
    {
        int cycles = 0;
        while (machine.mode() == Mode.CALIBRATE && cycles < 10_000)
        {
            cycle();
            cycles++;
        }
        return cycles;
    }

    @Test
    void shouldLeaveARobotAloneWhoseTendonsAreTaut()
    {
        state.tendonTension.fill(100);

        assertFalse(cycle());
        assertTrue(cyclesUntilActive() < 60);
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldPullMoreAndMoreUntilAllTendonsAreTaut()
    {
        assertTrue(cycle());
        assertEquals(0, tensioning.part(), 1e-3);
        for (int i = 0; i < 750; i++)
        {
            assertTrue(cycle());
        }
        assertEquals(0.5, tensioning.part(), 1e-3);
        state.tendonTension.fill(100);
        state.tendonTension.set(0, 0);
        for (int i = 0; i < 1000; i++)
        {
            assertTrue(cycle(), "one tendon is slack");
        }
        assertEquals(1, tensioning.part());
        state.tendonTension.set(0, 100);
        final int cycles = cyclesUntilActive();

        assertTrue(cycles >= 100 && cycles < 200, "after " + cycles);
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldNotWaitForACutTendonForEver()
    {
        final int cycles = cyclesUntilActive();

        assertTrue(cycles >= 3000 && cycles < 3200, "after " + cycles);
    }

    @Test
    void shouldLookAgainWheneverItIsArmed()
    {
        state.tendonTension.fill(100);
        cyclesUntilActive();
        machine.onCommand(OperatorCommand.MODE_DAMP);
        cycle();
        machine.onCommand(OperatorCommand.REARM);
        state.tendonTension.fill(0);

        assertTrue(cycle());
    }
}
