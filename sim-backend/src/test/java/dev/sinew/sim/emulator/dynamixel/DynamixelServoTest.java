package dev.sinew.sim.emulator.dynamixel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.sim.emulator.Bench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Control table, modes, protections and watchdog of one servo, as its host sees them. */
class DynamixelServoTest
{
    private static final int TORQUE = DynamixelTable.TORQUE_ENABLE;
    private static final int MODE = DynamixelTable.MODE;
    private static final int WATCHDOG = DynamixelTable.BUS_WATCHDOG;

    private Bench bench;
    private DynamixelHost host;

    @BeforeEach
    void open()
    {
        bench = Bench.of("dynamixel", "1");
        host = new DynamixelHost(bench);
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    private double speed()
    {
        return bench.device(0).motor().trueVelocityRadS();
    }

    private void mode(final int mode)
    {
        host.write(1, TORQUE, 1, 0);
        assertEquals(0, host.write(1, MODE, 1, mode));
        assertEquals(0, host.write(1, TORQUE, 1, 1));
    }

    @Test
    void shouldStartWithTheManualsInitialValues()
    {
        assertEquals(1030, host.read(1, 0, 2));
        assertEquals(250, host.read(1, DynamixelTable.RETURN_DELAY, 1) & 0xFF);
        assertEquals(3, host.read(1, MODE, 1));
        assertEquals(1193, host.read(1, DynamixelTable.CURRENT_LIMIT, 2));
        assertEquals(52, host.read(1, DynamixelTable.SHUTDOWN, 1));
        assertEquals(2, host.read(1, DynamixelTable.STATUS_LEVEL, 1));
        assertEquals(800, host.read(1, DynamixelTable.POSITION_P, 2));
        assertEquals(2048, host.read(1, DynamixelTable.PRESENT_POSITION, 4));
        assertEquals(120, host.read(1, DynamixelTable.PRESENT_VOLTS, 2));
        assertEquals(25, host.read(1, DynamixelTable.PRESENT_CELSIUS, 1));
    }

    @Test
    void shouldRefuseWhatTheTableForbidsAndSayWhy()
    {
        assertEquals(DynamixelMemory.ACCESS, host.write(1, DynamixelTable.PRESENT_POSITION, 4, 0));
        assertEquals(DynamixelMemory.ACCESS, host.write(1, 14, 1, 0), "no register there");
        assertEquals(DynamixelMemory.DATA_LENGTH, host.write(1, DynamixelTable.GOAL_POSITION, 2, 0));
        assertEquals(DynamixelMemory.DATA_LENGTH, host.write(1, DynamixelTable.GOAL_POSITION + 1, 4, 0));
        assertEquals(DynamixelMemory.DATA_RANGE, host.write(1, DynamixelTable.RETURN_DELAY, 1, 255));
        assertEquals(DynamixelMemory.DATA_RANGE, host.write(1, MODE, 1, 2));
        assertEquals(DynamixelMemory.DATA_LIMIT, host.write(1, DynamixelTable.GOAL_POSITION, 4, 4096));
        assertEquals(0, host.write(1, DynamixelTable.CURRENT_LIMIT, 2, 100));
        assertEquals(DynamixelMemory.DATA_LIMIT, host.write(1, DynamixelTable.GOAL_CURRENT, 2, 101));
        assertEquals(0, host.write(1, DynamixelTable.GOAL_CURRENT, 2, -100));
        assertEquals(-100, host.read(1, DynamixelTable.GOAL_CURRENT, 2));
        assertEquals(DynamixelMemory.INSTRUCTION, host.send(1, 0x77)[8]);
        assertEquals(DynamixelMemory.INSTRUCTION, host.send(1, 0x05)[8], "action without a registered write");
    }

    @Test
    void shouldLockItsStoredRegistersWhileTorqueIsOn()
    {
        assertEquals(0, host.write(1, DynamixelTable.RETURN_DELAY, 1, 0));
        mode(0);
        assertEquals(DynamixelMemory.ACCESS, host.write(1, DynamixelTable.RETURN_DELAY, 1, 10));
        assertEquals(DynamixelMemory.ACCESS, host.write(1, MODE, 1, 3));
        assertEquals(DynamixelMemory.ACCESS, host.write(1, DynamixelTable.STATUS_LEVEL, 1, 1));
        assertEquals(0, host.write(1, TORQUE, 1, 0));
        assertEquals(0, host.write(1, DynamixelTable.RETURN_DELAY, 1, 10));
    }

    @Test
    void shouldWriteAllOfAnInstructionOrNothing()
    {
        // Goal current within its range, goal velocity out of it, in one write over both.
        final byte[] answer = host.send(1, 0x03, 102, 0, 7, 0, 0xFF, 0xFF, 0, 0);
        assertEquals(DynamixelMemory.DATA_RANGE, answer[8]);
        assertEquals(1193, host.read(1, DynamixelTable.GOAL_CURRENT, 2));
        assertEquals(0, host.send(1, 0x03, 102, 0, 7, 0, 9, 0, 0, 0)[8]);
        assertEquals(7, host.read(1, DynamixelTable.GOAL_CURRENT, 2));
    }

    @Test
    void shouldAnswerAccordingToItsReturnLevel()
    {
        host.write(1, DynamixelTable.STATUS_LEVEL, 1, 1);
        assertEquals(-1, host.write(1, 65, 1, 1));
        assertEquals(1, host.read(1, 65, 1));
        host.write(1, DynamixelTable.STATUS_LEVEL, 1, 0);
        assertEquals(Long.MIN_VALUE, host.read(1, 65, 1));
        assertEquals(14, host.send(1, 0x01).length, "a ping is always answered");
    }

    @Test
    void shouldSayThatAFrameCameWithAWrongCheck()
    {
        final byte[] frame = DynamixelHost.frame(1, 0x01);
        frame[frame.length - 1]++;
        bench.port().host(frame);
        bench.run(3);
        assertEquals(DynamixelMemory.CHECK, bench.port().takenBytes()[8]);
        assertEquals(1, bench.bus().tally().of("bad_check"));
    }

    @Test
    void shouldFollowIndirectAddresses()
    {
        assertEquals(0, host.write(1, 168, 2, DynamixelTable.PRESENT_CELSIUS));
        assertEquals(25, host.read(1, 224, 1));
        assertEquals(0, host.write(1, 170, 2, 65));
        assertEquals(0, host.write(1, 225, 1, 1));
        assertEquals(1, host.read(1, 65, 1));
    }

    @Test
    void shouldCarryOutARegisteredWriteOnAction()
    {
        host.send(1, 0x04, 65, 0, 1);
        assertEquals(1, host.read(1, DynamixelTable.REGISTERED, 1));
        assertEquals(0, host.read(1, 65, 1));
        host.send(1, 0x05);
        assertEquals(1, host.read(1, 65, 1));
        assertEquals(0, host.read(1, DynamixelTable.REGISTERED, 1));
    }

    @Test
    void shouldTurnWithItsGoalCurrentAndShowItsSign()
    {
        mode(0);
        bench.fault("stall for_s=0.02");
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, -300);
        bench.run(5);
        assertEquals(-300, host.read(1, DynamixelTable.PRESENT_CURRENT, 2), 1);
        bench.run(40);
        assertTrue(speed() < -1, "speed " + speed());
        assertTrue(host.read(1, DynamixelTable.PRESENT_VELOCITY, 4) < -10);
        assertTrue(host.read(1, DynamixelTable.PRESENT_POSITION, 4) < 2048);
    }

    @Test
    void shouldReachItsGoalInEachPositionMode()
    {
        for (final int mode : new int[] {3, 4, 5})
        {
            mode(mode);
            host.write(1, DynamixelTable.GOAL_POSITION, 4, 3000);
            bench.run(1500);
            assertEquals(3000, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 30, "mode " + mode);
            host.write(1, DynamixelTable.GOAL_POSITION, 4, 1000);
            bench.run(1500);
            assertEquals(1000, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 30, "mode " + mode);
        }
    }

    @Test
    void shouldKeepToItsProfile()
    {
        host.write(1, DynamixelTable.PROFILE_VELOCITY, 4, 50);
        host.write(1, DynamixelTable.PROFILE_ACCELERATION, 4, 20);
        mode(4);
        host.write(1, DynamixelTable.GOAL_POSITION, 4, 4096);
        double fastest = 0;
        for (int i = 0; i < 300; i++)
        {
            bench.run(10);
            fastest = Math.max(fastest, Math.abs(speed()));
        }
        assertEquals(50 * DynamixelModel.VELOCITY_UNIT, fastest, 0.3);
        assertEquals(4096, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 30);
    }

    @Test
    void shouldHoldItsGoalVelocity()
    {
        mode(1);
        host.write(1, DynamixelTable.GOAL_VELOCITY, 4, 100);
        bench.run(1500);
        assertEquals(100 * DynamixelModel.VELOCITY_UNIT, speed(), 0.1);
        assertEquals(100, host.read(1, DynamixelTable.PRESENT_VELOCITY, 4), 4);
    }

    @Test
    void shouldTurnTheOtherWayInReverseMode()
    {
        host.write(1, DynamixelTable.DRIVE_MODE, 1, 1);
        mode(0);
        final long before = host.read(1, DynamixelTable.PRESENT_POSITION, 4);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 300);
        bench.run(30);
        assertTrue(speed() < -1);
        assertTrue(host.read(1, DynamixelTable.PRESENT_POSITION, 4) > before);
        assertTrue(host.read(1, DynamixelTable.PRESENT_CURRENT, 2) > 0);
    }

    @Test
    void shouldGoOnForEverWithoutAWatchdogThatTheHostHasSet()
    {
        mode(0);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 300);
        bench.run(2000);
        assertTrue(Math.abs(speed()) > 3, "no watchdog was set, yet it stopped");
        assertEquals(0, bench.events("stopped").size());
    }

    @Test
    void shouldGoLimpInCurrentModeWhenItsWatchdogTrips()
    {
        mode(0);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 300);
        host.write(1, WATCHDOG, 1, 2);
        bench.run(30);
        assertEquals(0, bench.events("stopped").size());
        bench.run(15);
        final String stopped = bench.events("stopped").get(0);
        assertTrue(stopped.contains("\"how\":\"limp\",\"cause\":\"watchdog\""), stopped);
        final long silence = Long.parseLong(stopped.replaceAll(".*\"silence_ns\":(\\d+).*", "$1"));
        assertTrue(silence > 40_000_000 && silence <= 41_000_000, stopped);
        bench.run(3000);
        assertEquals(0, speed(), 1e-9);
        assertEquals(1, bench.events("still").size());
        assertEquals(-1, host.read(1, WATCHDOG, 1));
    }

    @Test
    void shouldRefuseGoalsAfterItsWatchdogUntilItIsCleared()
    {
        mode(0);
        host.write(1, WATCHDOG, 1, 1);
        bench.run(30);
        assertEquals(DynamixelMemory.DATA_RANGE, host.write(1, DynamixelTable.GOAL_CURRENT, 2, 100));
        assertEquals(DynamixelMemory.DATA_RANGE, host.write(1, WATCHDOG, 1, 5));
        assertEquals(0, host.write(1, WATCHDOG, 1, 0));
        assertEquals(0, host.write(1, DynamixelTable.GOAL_CURRENT, 2, 100));
    }

    @Test
    void shouldHoldWhereItIsWhenItsWatchdogTripsInPositionMode()
    {
        mode(5);
        host.write(1, DynamixelTable.GOAL_POSITION, 4, 200_000);
        host.write(1, WATCHDOG, 1, 3);
        bench.run(60);
        assertTrue(bench.events("stopped").get(0).contains("\"how\":\"held\""));
        final long place = host.read(1, DynamixelTable.GOAL_POSITION, 4);
        bench.run(2000);
        assertEquals(place, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 60);
    }

    @Test
    void shouldFeedTheWatchdogWithAnyInstructionForItAndNotWithOthers()
    {
        mode(0);
        host.write(1, WATCHDOG, 1, 1);
        for (int i = 0; i < 20; i++)
        {
            host.send(1, 0x01);
            bench.run(10);
        }
        assertEquals(0, bench.events("stopped").size());
        for (int i = 0; i < 4; i++)
        {
            host.send(2, 0x01);
            bench.run(10);
        }
        assertEquals(1, bench.events("stopped").size());
    }

    @Test
    void shouldGoOnTurningWhereAPublicReportSaysThatOneDid()
    {
        bench.fault("watchdog_without_stop");
        mode(0);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 300);
        host.write(1, WATCHDOG, 1, 1);
        bench.run(500);
        assertTrue(speed() > 3);
        assertEquals(1, bench.events("watchdog_without_stop").size());
        assertEquals(-1, host.read(1, WATCHDOG, 1));
    }

    @Test
    void shouldShutDownWhenHotUntilRebooted()
    {
        mode(0);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 100);
        bench.fault("overheat celsius=90 for_s=0.5");
        bench.run(20);
        assertTrue(bench.events("stopped").get(0).contains("\"cause\":\"overheating\""));
        assertEquals(DynamixelServo.ALERT, host.write(1, 65, 1, 1), "the alert stands in every status");
        assertEquals(4, host.read(1, DynamixelTable.HARDWARE_ERROR, 1));
        assertEquals(0, host.read(1, TORQUE, 1));
        bench.run(600);
        assertEquals(DynamixelServo.ALERT | DynamixelMemory.RESULT_FAIL, host.write(1, TORQUE, 1, 1));
        host.send(1, 0x08);
        bench.run(150);
        assertEquals(0, host.read(1, DynamixelTable.HARDWARE_ERROR, 1));
        assertEquals(0, host.write(1, TORQUE, 1, 1));
    }

    @Test
    void shouldShutDownWhenOverloadedForLong()
    {
        bench.fault("stall");
        mode(16);
        host.write(1, DynamixelTable.GOAL_PWM, 2, 885);
        bench.run(1500);
        assertEquals(0, bench.events("stopped").size());
        bench.run(700);
        assertTrue(bench.events("stopped").get(0).contains("\"cause\":\"overload\""));
        assertEquals(0x20, host.read(1, DynamixelTable.HARDWARE_ERROR, 1));
    }

    @Test
    void shouldForgetVolatileThingsAndWholeTurnsWhenResetInMotion()
    {
        host.write(1, DynamixelTable.RETURN_DELAY, 1, 7);
        mode(4);
        host.write(1, DynamixelTable.GOAL_POSITION, 4, 20_000);
        host.write(1, WATCHDOG, 1, 127);
        bench.run(1500);
        assertTrue(host.read(1, DynamixelTable.PRESENT_POSITION, 4) > 4096);
        bench.fault("reset");
        bench.run(50);
        assertEquals(0, host.send(1, 0x01).length, "it is booting");
        bench.run(100);
        final long place = host.read(1, DynamixelTable.PRESENT_POSITION, 4);
        assertTrue(place >= 0 && place < 4096 + 500, "whole turns are lost: " + place);
        assertEquals(0, host.read(1, TORQUE, 1));
        assertEquals(0, host.read(1, WATCHDOG, 1));
        assertEquals(7, host.read(1, DynamixelTable.RETURN_DELAY, 1));
        assertEquals(4, host.read(1, MODE, 1));
        assertTrue(bench.events("stopped").get(0).contains("\"cause\":\"reset\""));
    }

    @Test
    void shouldHoldWhereItStandsWhenTorqueComesOn()
    {
        host.write(1, DynamixelTable.GOAL_POSITION, 4, 3000);
        host.write(1, TORQUE, 1, 1);
        assertEquals(2048, host.read(1, DynamixelTable.GOAL_POSITION, 4));
        bench.run(300);
        assertEquals(2048, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 2);
    }

    @Test
    void shouldShowAStuckEncoderAndADeafDevice()
    {
        mode(0);
        host.write(1, DynamixelTable.GOAL_CURRENT, 2, 300);
        bench.fault("encoder_stuck for_s=0.1");
        bench.run(5);
        final long place = host.read(1, DynamixelTable.PRESENT_POSITION, 4);
        bench.run(50);
        assertEquals(place, host.read(1, DynamixelTable.PRESENT_POSITION, 4));
        bench.run(100);
        assertTrue(host.read(1, DynamixelTable.PRESENT_POSITION, 4) > place + 50);
        bench.fault("device_deaf for_s=0.05");
        bench.run(5);
        assertEquals(0, host.send(1, 0x01).length);
        assertTrue(speed() > 1, "its motor goes on");
        bench.run(60);
        assertEquals(14, host.send(1, 0x01).length);
    }

    @Test
    void shouldResetToFactoryValuesButNotTheIdUnlessAsked()
    {
        host.write(1, DynamixelTable.RETURN_DELAY, 1, 7);
        host.write(1, DynamixelTable.ID, 1, 9);
        assertEquals(11, host.send(9, 0x06, 1).length);
        bench.run(150);
        assertEquals(250, host.read(9, DynamixelTable.RETURN_DELAY, 1) & 0xFF);
        host.send(9, 0x06, 0xFF);
        bench.run(150);
        assertEquals(14, host.send(1, 0x01).length);
        host.write(1, DynamixelTable.RETURN_DELAY, 1, 7);
        host.send(0xFE, 0x06, 0xFF);
        bench.run(150);
        assertEquals(7, host.read(1, DynamixelTable.RETURN_DELAY, 1), "everything of everybody is refused");
    }

    @Test
    void shouldClearItsTurnsOnlyWhenItStands()
    {
        mode(4);
        host.write(1, DynamixelTable.GOAL_POSITION, 4, 9000);
        bench.run(60);
        assertEquals(DynamixelMemory.RESULT_FAIL, host.send(1, 0x10, 1, 0x44, 0x58, 0x4C, 0x22)[8]);
        bench.run(3000);
        assertEquals(0, host.send(1, 0x10, 1, 0x44, 0x58, 0x4C, 0x22)[8]);
        bench.run(2);
        assertEquals(9000 - 8192, host.read(1, DynamixelTable.PRESENT_POSITION, 4), 30);
        assertFalse(host.send(1, 0x10, 1, 2)[8] == 0);
    }
}
