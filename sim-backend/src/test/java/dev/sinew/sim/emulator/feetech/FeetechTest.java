package dev.sinew.sim.emulator.feetech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.fault.FaultPlan;
import dev.sinew.sim.emulator.fault.FaultPlanFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** STS servos, and where they differ HLS servos, as their host sees them. */
class FeetechTest
{
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
    private static final String PING = "ff ff 01 02 01 fb";
    private static final long BYTE_NS = 10_000;
    private static final long TURNAROUND_NS = 85_000;

    private Bench bench;
    private FeetechHost host;

    @BeforeEach
    void open()
    {
        use("1,2");
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    private void use(final String ids, final String... more)
    {
        if (bench != null)
        {
            bench.close();
        }
        bench = Bench.of("feetech", ids, more);
        host = new FeetechHost(bench);
    }

    private double speed()
    {
        return bench.device(0).motor().trueVelocityRadS();
    }

    @Test
    void shouldBuildAndAnswerTheFramesOfTheProtocol()
    {
        assertEquals(PING, SPACED.formatHex(FeetechHost.frame(1, 1)));
        assertEquals("ff ff 01 04 02 38 02 be", SPACED.formatHex(FeetechHost.frame(1, 2, 56, 2)));
        assertEquals("ff ff 01 0a 03 29 32 00 08 00 00 e8 03 a3",
            SPACED.formatHex(FeetechHost.frame(1, 3, 41, 50, 0, 8, 0, 0, 0xE8, 3)));
        assertEquals("ff ff fe 06 82 38 08 01 02 36", SPACED.formatHex(FeetechHost.frame(0xFE, 0x82, 56, 8, 1, 2)));
        assertEquals("ff ff fe 0a 83 2a 02 01 00 08 02 00 08 35",
            SPACED.formatHex(FeetechHost.frame(0xFE, 0x83, 42, 2, 1, 0, 8, 2, 0, 8)));
        use("1", "home: 1304");
        assertEquals("ff ff 01 02 00 fc", bench.ask(PING));
        assertEquals("ff ff 01 04 00 18 05 dd", bench.ask("ff ff 01 04 02 38 02 be"));
    }

    @Test
    void shouldKeepTheSignOfNegativeNumbersInABitOfItsOwn()
    {
        assertEquals(0x8001, FeetechTable.signed(-1, 15));
        assertEquals(0x0401, FeetechTable.signed(-1, 10));
        assertEquals(-1, FeetechTable.unsigned(0x8001, 15));
        assertEquals(0, FeetechTable.unsigned(0x8000, 15));
        assertEquals(32_767, FeetechTable.unsigned(0x7FFF, 15));
        assertEquals(-32_767, FeetechTable.unsigned(FeetechTable.signed(-99_999, 15), 15));
        host.write(1, FeetechTable.MODE, 1, 1);
        host.write(1, FeetechTable.GOAL_SPEED, 2, 0x8000 | 1000);
        bench.run(1500);
        assertEquals(-1000, host.readSigned(1, FeetechTable.PRESENT_SPEED, 15), 60);
        assertTrue(host.readSigned(1, FeetechTable.PRESENT_LOAD, 10) < -100);
        assertTrue(host.readSigned(1, FeetechTable.PRESENT_CURRENT, 15) < 0);
    }

    @Test
    void shouldTakeTheTimesOfTheWireAndOfTheSlots()
    {
        bench.port().host(FeetechHost.frame(0xFE, 0x82, 56, 15, 1, 9, 2));
        bench.emulation().advance(bench.nowNs());
        final long startNs = bench.nowNs();
        bench.run(3, 1000);
        final long slotNs = 21 * BYTE_NS + TURNAROUND_NS;
        assertEquals(295_000, slotNs);
        assertEquals(11 * BYTE_NS + 3 * slotNs, bench.port().lastNs() - startNs, 1000);
        final byte[] got = bench.port().takenBytes();
        assertEquals(42, got.length, "the missing device leaves its slot empty");
        assertEquals(2, got[21 + 2]);
    }

    @Test
    void shouldMoveToItsGoalWithTheSpeedThatWasAskedFor()
    {
        assertEquals(0, host.send(1, 0x03, 41, 0, 0, 12, 0, 0, 0xE8, 3)[4]);
        bench.run(500);
        assertEquals(1000, host.readSigned(1, FeetechTable.PRESENT_SPEED, 15), 80);
        bench.run(1500);
        assertEquals(3072, host.read(1, FeetechTable.PRESENT_POSITION, 2), 12);
        assertEquals(0, host.read(1, FeetechTable.MOVING, 1));
        assertEquals(1, host.read(1, FeetechTable.TORQUE_ENABLE, 1), "a goal switches the torque on");
    }

    @Test
    void shouldSlowDownWithinItsAcceleration()
    {
        host.send(1, 0x03, 41, 20, 0, 12, 0, 0, 0xD0, 7);
        bench.run(300);
        // 20 x 100 counts/s2 for 0.3 s, less what the loop lags behind
        assertEquals(600, host.readSigned(1, FeetechTable.PRESENT_SPEED, 15), 100);
    }

    @Test
    void shouldArriveInTheTimeThatTheStsIsGiven()
    {
        host.send(1, 0x03, 41, 0, 0, 12, 0xE8, 3, 0, 0);
        bench.run(500);
        assertEquals(2048 + 512, host.read(1, FeetechTable.PRESENT_POSITION, 2), 60);
    }

    @Test
    void shouldGoLimpDampOrTurnOnAsItsSwitchSays()
    {
        host.write(1, FeetechTable.MODE, 1, 1);
        host.write(1, FeetechTable.GOAL_SPEED, 2, 2000);
        bench.run(800);
        assertTrue(speed() > 2);
        host.write(1, FeetechTable.TORQUE_ENABLE, 1, 2);
        bench.run(400);
        assertEquals(0, speed(), 1e-6);
        assertTrue(bench.events("stopped").get(0).contains("\"how\":\"damped\""));
        host.write(1, FeetechTable.TORQUE_ENABLE, 1, 0);
        assertTrue(bench.events("stopped").get(1).contains("\"how\":\"limp\""));
    }

    @Test
    void shouldGoOnForEverBecauseItHasNoWatchdog()
    {
        host.write(1, FeetechTable.MODE, 1, 1);
        host.write(1, FeetechTable.GOAL_SPEED, 2, 1000);
        bench.run(5000);
        assertTrue(speed() > 1);
        assertEquals(0, bench.events("stopped").size());
    }

    @Test
    void shouldForgetWhatWasWrittenWhileLocked()
    {
        host.write(1, FeetechTable.CELSIUS_MAX, 1, 60);
        host.write(1, FeetechTable.LOCK, 1, 0);
        host.write(1, FeetechTable.POSITION_P, 1, 20);
        host.write(1, FeetechTable.LOCK, 1, 1);
        host.write(1, FeetechTable.POSITION_D, 1, 20);
        assertEquals(60, host.read(1, FeetechTable.CELSIUS_MAX, 1));
        assertEquals(0, host.send(1, 0x08).length, "a reboot is not answered");
        assertEquals(0, host.send(1, 0x01).length, "it is booting");
        bench.run(900);
        assertEquals(70, host.read(1, FeetechTable.CELSIUS_MAX, 1));
        assertEquals(20, host.read(1, FeetechTable.POSITION_P, 1));
        assertEquals(32, host.read(1, FeetechTable.POSITION_D, 1));
    }

    @Test
    void shouldAnswerOnlyReadsAtTheLowerResponseLevel()
    {
        host.write(1, FeetechTable.RESPONSE_LEVEL, 1, 0);
        assertEquals(-1, host.write(1, FeetechTable.ACCELERATION, 1, 5));
        assertEquals(5, host.read(1, FeetechTable.ACCELERATION, 1));
        assertEquals(6, host.send(1, 0x01).length);
    }

    @Test
    void shouldPassOverWhatCannotBeWritten()
    {
        assertEquals(0, host.write(1, FeetechTable.PRESENT_POSITION, 2, 7));
        assertEquals(2048, host.read(1, FeetechTable.PRESENT_POSITION, 2));
        assertEquals(0, host.write(1, FeetechTable.ID, 1, 254));
        assertEquals(1, host.read(1, FeetechTable.ID, 1));
    }

    @Test
    void shouldKeepARegisteredWriteUntilTheAction()
    {
        host.send(1, 0x04, 42, 0, 10);
        host.send(2, 0x04, 42, 0, 11);
        assertEquals(1, host.read(1, FeetechTable.REGISTERED, 1));
        bench.run(500);
        assertEquals(2048, host.read(1, FeetechTable.PRESENT_POSITION, 2));
        host.send(0xFE, 0x05);
        bench.run(2000);
        assertEquals(2560, host.read(1, FeetechTable.PRESENT_POSITION, 2), 12);
        assertEquals(2816, host.read(2, FeetechTable.PRESENT_POSITION, 2), 12);
    }

    @Test
    void shouldCallItsPlaceTheMiddleWhenCalibrated()
    {
        use("1", "home: 700");
        host.write(1, FeetechTable.TORQUE_ENABLE, 1, 128);
        assertEquals(2048, host.read(1, FeetechTable.PRESENT_POSITION, 2));
        host.send(1, 0x0B, 0xF4, 1);
        bench.run(2);
        assertEquals(500, host.read(1, FeetechTable.PRESENT_POSITION, 2));
    }

    @Test
    void shouldTurnTheOtherWayWhenMountedSo()
    {
        use("1", "direction: -1");
        host.write(1, FeetechTable.GOAL_POSITION, 2, 3000);
        bench.run(1500);
        assertTrue(bench.device(0).motor().truePositionRad() < -1);
        assertEquals(3000, host.read(1, FeetechTable.PRESENT_POSITION, 2), 12);
    }

    @Test
    void shouldHoldWithLessTorqueAfterAnOverloadUntilANewGoal()
    {
        bench.fault("stall id=1");
        host.write(1, FeetechTable.GOAL_POSITION, 2, 3000);
        bench.run(1000);
        assertEquals(0, host.read(1, FeetechTable.STATUS, 1));
        assertTrue(bench.device(0).motor().currentA() > 2);
        bench.run(1200);
        assertEquals(32, host.read(1, FeetechTable.STATUS, 1));
        assertEquals(0.2 * 12 / 4.44, bench.device(0).motor().currentA(), 0.05);
        assertEquals(32, host.send(1, 0x01)[4], "the ill stands in every answer");
        host.write(1, FeetechTable.GOAL_POSITION, 2, 3100);
        bench.run(10);
        assertEquals(0, host.read(1, FeetechTable.STATUS, 1));
    }

    @Test
    void shouldLetGoWhenHot()
    {
        host.write(1, FeetechTable.GOAL_POSITION, 2, 3000);
        bench.fault("overheat id=1 celsius=80");
        bench.run(5);
        assertEquals(4, host.send(1, 0x01)[4]);
        assertEquals(0, host.read(1, FeetechTable.TORQUE_ENABLE, 1));
        assertTrue(bench.events("stopped").get(0).contains("\"cause\":\"overheating\""));
    }

    @Test
    void shouldDriveAnHlsByItsCurrent()
    {
        use("1", "model: hls3930m");
        bench.fault("stall for_s=0.1");
        host.write(1, FeetechTable.MODE, 1, 2);
        host.write(1, 44, 2, 0x8000 | 100);
        bench.run(20);
        assertEquals(-0.65, bench.device(0).motor().currentA(), 0.01);
        assertEquals(-100, host.readSigned(1, FeetechTable.PRESENT_CURRENT, 15), 1);
        bench.run(300);
        assertTrue(speed() < -0.5);
        assertEquals(10, host.read(1, 3, 1));
    }

    @Test
    void shouldLimitAnHlsToItsGoalTorqueOnTheWay()
    {
        use("1", "model: hls3930m");
        bench.fault("stall");
        // acceleration, position, torque, speed in one go
        host.send(1, 0x03, 41, 0, 0, 12, 50, 0, 60, 0);
        bench.run(300);
        assertEquals(50 * 6.5e-3, bench.device(0).motor().currentA(), 0.01);
    }

    @Test
    void shouldGiveTheSameBytesForTheSameSeed()
    {
        final String first = session(1, 50_000);
        assertEquals(first, session(1, 50_000));
        assertEquals(first, session(1, 700_000));
        assertNotEquals(first, session(2, 50_000));
    }

    private static String session(final int seed, final long tickNs)
    {
        final FaultPlan plan = FaultPlanFile.parse("plan", "faults: p\nseed: " + seed + "\nevents:\n" +
            "  - {kind: drop_reply, share: 0.2}\n  - {kind: wrong_id, other_id: 7, share: 0.2, id: 2}\n");
        try (Bench bench = Bench.of("feetech", "1-3", plan))
        {
            final StringBuilder all = new StringBuilder();
            for (int cycle = 0; cycle < 60; cycle++)
            {
                bench.port().host(cycle % 2 == 0 ? FeetechHost.frame(0xFE, 0x82, 56, 15, 1, 2, 3) :
                    FeetechHost.frame(1 + cycle % 3, 0x03, 42, cycle * 3, 8));
                bench.emulation().advance(bench.nowNs());
                bench.run(4, tickNs);
                all.append(SPACED.formatHex(bench.port().takenBytes())).append('\n');
            }
            return all + bench.events();
        }
    }

    @Test
    void shouldSpoilAnswersInEveryWay()
    {
        bench.fault("wrong_checksum for_s=0.01");
        bench.run(2);
        assertEquals("ff ff 01 02 00 a6", bench.ask(PING));
        bench.run(20);
        bench.fault("wrong_id other_id=5 for_s=0.01");
        bench.run(2);
        assertEquals("ff ff 05 02 00 f8", bench.ask(PING));
        bench.run(20);
        bench.fault("zero_data for_s=0.01");
        bench.run(2);
        assertEquals("ff ff 01 04 00 00 00 fa", bench.ask("ff ff 01 04 02 38 02 be"));
    }

    @Test
    void shouldSurviveAnythingThatCanStandOnAWire()
    {
        use("1-3", "boot_s: 0.001");
        final int[] known = {1, 2, 3, 4, 5, 6, 8, 10, 11, 0x82, 0x83};
        final Random random = new Random(4);
        for (int round = 0; round < 3000; round++)
        {
            final int instruction = random.nextInt(5) == 0 ? random.nextInt(256) : known[random.nextInt(11)];
            final int id = random.nextInt(8) == 0 ? 0xFE : random.nextInt(5);
            byte[] frame = FeetechHost.frame(id, instruction, random.ints(random.nextInt(20), 0, 256).toArray());
            if (random.nextInt(3) == 0)
            {
                frame[random.nextInt(frame.length)] ^= (byte)(1 << random.nextInt(8));
            }
            if (random.nextInt(10) == 0)
            {
                frame = Arrays.copyOf(frame, random.nextInt(frame.length));
            }
            bench.port().host(frame);
            bench.run(0.5, 500_000);
        }
        bench.run(1000, 1_000_000);
        assertTrue(bench.bus().tally().of("write") > 30);
        for (int i = 0; i < 3; i++)
        {
            assertTrue(Double.isFinite(bench.device(i).motor().trueVelocityRadS()));
        }
    }
}
