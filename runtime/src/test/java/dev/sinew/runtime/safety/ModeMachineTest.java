package dev.sinew.runtime.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.hal.fault.FaultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModeMachineTest
{
    private static final int CALIBRATION_CYCLES = 3;

    private final ModeMachine machine = new ModeMachine(CALIBRATION_CYCLES);

    private void toActive()
    {
        machine.onCommand(OperatorCommand.ARM);
        for (int i = 0; i < CALIBRATION_CYCLES; i++)
        {
            machine.onGoodSample();
        }
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldGoFromOffToActiveThroughCalibrationOnGoodSamplesOnly()
    {
        assertTrue(machine.onCommand(OperatorCommand.ARM));
        assertEquals(Mode.CALIBRATE, machine.mode());
        machine.onGoodSample();
        machine.onGoodSample();
        assertEquals(Mode.CALIBRATE, machine.mode());
        machine.onGoodSample();
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldWaitInReadyWhenOnlyReadyWasAskedFor()
    {
        machine.onCommand(OperatorCommand.MODE_READY);
        for (int i = 0; i < 10; i++)
        {
            machine.onGoodSample();
        }
        assertEquals(Mode.READY, machine.mode());
        assertTrue(machine.onCommand(OperatorCommand.ARM));
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldStayInCalibrateWhileItIsBusyAndNeverArmARunThatCalibrates()
    {
        machine.neverActive();
        machine.keepCalibrating(true);
        assertFalse(machine.onCommand(OperatorCommand.ARM));
        machine.onCommand(OperatorCommand.MODE_READY);
        for (int i = 0; i < 10; i++)
        {
            machine.onGoodSample();
        }
        assertEquals(Mode.CALIBRATE, machine.mode());
        assertFalse(machine.onCommand(OperatorCommand.ARM));
        machine.keepCalibrating(false);
        for (int i = 0; i < CALIBRATION_CYCLES; i++)
        {
            machine.onGoodSample();
        }
        assertEquals(Mode.READY, machine.mode());
        assertFalse(machine.onCommand(OperatorCommand.ARM));
        assertEquals(Mode.READY, machine.mode());
    }

    @Test
    void shouldFreezeOnStopAndComeBackOnlyThroughRearmAndArm()
    {
        toActive();
        machine.onCommand(OperatorCommand.STOP);
        assertEquals(Mode.FREEZE, machine.mode());
        assertFalse(machine.onCommand(OperatorCommand.ARM));
        assertEquals(Mode.FREEZE, machine.mode());
        assertTrue(machine.onCommand(OperatorCommand.REARM));
        for (int i = 0; i < CALIBRATION_CYCLES; i++)
        {
            machine.onGoodSample();
        }
        assertEquals(Mode.READY, machine.mode());
        assertTrue(machine.onCommand(OperatorCommand.ARM));
        assertEquals(Mode.ACTIVE, machine.mode());
    }

    @Test
    void shouldLatchTheFirstFaultAndNeverGoUpTheLadderBecauseOfALaterOne()
    {
        toActive();
        machine.onFault(FaultCode.SAMPLES_LOST, Mode.DAMP);
        machine.onFault(FaultCode.COMMAND_TOO_OLD, Mode.FREEZE);

        assertEquals(FaultCode.SAMPLES_LOST, machine.fault());
        assertEquals(Mode.DAMP, machine.mode());
        machine.onFault(FaultCode.SYSTEM_ERROR, Mode.FAULT);
        assertEquals(Mode.FAULT, machine.mode());
        assertFalse(machine.onCommand(OperatorCommand.ARM));
        assertFalse(machine.onCommand(OperatorCommand.MODE_DAMP));
        assertEquals(Mode.FAULT, machine.mode());
    }

    @ParameterizedTest
    @EnumSource(value = OperatorCommand.class, names = {"MODE_FREEZE", "MODE_DAMP", "MODE_LIMP"})
    void shouldObeyEveryWayDownFromActive(final OperatorCommand command)
    {
        toActive();
        assertTrue(machine.onCommand(command));
        assertEquals("MODE_" + machine.mode(), command.name());
    }

    @Test
    void shouldRefuseToGoBackUpFromLimpToDamp()
    {
        toActive();
        machine.onCommand(OperatorCommand.MODE_LIMP);
        assertFalse(machine.onCommand(OperatorCommand.MODE_DAMP));
        assertFalse(machine.onCommand(OperatorCommand.MODE_READY));
        assertEquals(Mode.LIMP, machine.mode());
    }

    @Test
    void shouldStayOffWhenAFaultComesWhileOff()
    {
        machine.onFault(FaultCode.SYSTEM_ERROR, Mode.FAULT);
        assertEquals(Mode.OFF, machine.mode());
        assertEquals(FaultCode.SYSTEM_ERROR, machine.fault());
        assertFalse(machine.onCommand(OperatorCommand.ARM));
    }

    @Test
    void shouldSayWhatBecameOfACommand()
    {
        machine.onCommand(OperatorCommand.REARM);
        assertEquals(OperatorOutcome.MODE_REFUSES, machine.outcome());
        machine.onCommand(OperatorCommand.ARM);
        assertEquals(OperatorOutcome.OBEYED, machine.outcome());
        assertFalse(machine.isShutDown());
        machine.onCommand(OperatorCommand.SHUT_DOWN);
        assertTrue(machine.isShutDown());
    }

    @Test
    void shouldNeverArmARobotThatCanOnlyBeWatched()
    {
        machine.watchOnly();
        for (final OperatorCommand command : new OperatorCommand[] {OperatorCommand.ARM, OperatorCommand.REARM,
            OperatorCommand.MODE_READY})
        {
            assertFalse(machine.onCommand(command));
            assertEquals(OperatorOutcome.WATCH_ONLY, machine.outcome());
            machine.onGoodSample();
            assertEquals(Mode.OFF, machine.mode());
        }
        assertTrue(machine.onCommand(OperatorCommand.SHUT_DOWN));
    }
}
