package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.ethercat.EthercatHost.Answer;
import org.junit.jupiter.api.Test;

/** The line on a bench: every frame by hand, time by hand. */
class EthercatBusTest
{
    private static final int STATION = 0x1001;
    private static final int CSP = 8;
    private static final int CST = 10;

    @Test
    void shouldPassAFrameThroughAllSlavesInTheWiresTime()
    {
        try (Bench bench = Bench.of("ethercat", "1-3", "hop_ns: 500"))
        {
            // BRD of the type register: each slave ORs its own, counts itself and the place.
            bench.port().host("ff ff ff ff ff ff 00 11 22 33 44 55 88 a4 0e 10 07 2a 00 00 00 00 02 00 00 00 00 " +
                "00 00 00 " + "00".repeat(30).replaceAll("(..)(?=.)", "$1 "));
            bench.emulation().advance(bench.nowNs());
            assertEquals("", bench.port().taken());
            bench.run(0.0066, 100);
            assertEquals("", bench.port().taken(), "(60 + 24) bytes at 100 Mbit/s take 6.72 us");
            bench.run(0.01, 100);
            assertEquals("ff ff ff ff ff ff 02 11 22 33 44 55 88 a4 0e 10 07 2a 03 00 00 00 02 00 00 00 11 00 03 00",
                bench.port().taken().substring(0, 89));
        }
    }

    @Test
    void shouldRefuseStatesThatItIsNotReadyFor()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.address(0);
            assertEquals(0x0011_0011, host.state(STATION, 8), "INIT to OP");
            assertEquals(0x0011_0011, host.state(STATION, 2), "an error has to be acknowledged");
            assertEquals(0x0016_0011, host.state(STATION, 2 | 16), "no mailbox");
            assertEquals(0x0013_0011, host.state(STATION, 3 | 16));
            assertEquals(0x0012_0011, host.state(STATION, 5 | 16));
            assertEquals(1, host.state(STATION, 1 | 16));
            host.begin(0);
            assertEquals(0x001D_0012, host.state(STATION, 4), "no outputs");
            host.manager(STATION, 2, 0x1100, 9, 0x64);
            assertEquals(0x001E_0012, host.state(STATION, 4 | 16), "no inputs");
            assertEquals(2, host.state(STATION, 2 | 16));
            host.map(0);
            assertEquals(4, host.state(STATION, 8), "OP waits for outputs");
            host.cycle(0, 0, CSP, 0, 0);
            assertEquals(8, host.read(STATION, 0x130, 2));
            assertEquals(4, host.state(STATION, 4));
            assertEquals(4, host.state(STATION, 8), "outputs of before do not count");
        }
    }

    @Test
    void shouldAnswerTheGoldenMailboxMessages()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            assertEquals("0a 00 00 00 00 13 00 30 43 00 10 00 92 01 02 00",
                host.mailbox(STATION, "0a 00 00 00 00 13 00 20 40 00 10 00 00 00 00 00"), "device type 402");
            assertEquals("0a 00 00 00 00 23 00 30 60 60 60 00 00 00 00 00",
                host.mailbox(STATION, "0a 00 00 00 00 23 00 20 2f 60 60 00 0a 00 00 00"), "mode 10");
            assertEquals("0a 00 00 00 00 33 00 30 4f 60 60 00 0a 00 00 00",
                host.mailbox(STATION, "0a 00 00 00 00 33 00 20 40 60 60 00 00 00 00 00"));
            assertEquals("0a 00 00 00 00 43 00 20 80 61 60 00 02 00 01 06",
                host.mailbox(STATION, "0a 00 00 00 00 43 00 20 2f 61 60 00 0a 00 00 00"), "read only");
            assertEquals("0a 00 00 00 00 53 00 20 80 00 70 00 00 00 02 06",
                host.mailbox(STATION, "0a 00 00 00 00 53 00 20 40 00 70 00 00 00 00 00"), "no such object");
            assertEquals("0a 00 00 00 00 63 00 20 80 60 60 00 10 00 07 06",
                host.mailbox(STATION, "0a 00 00 00 00 63 00 20 2b 60 60 00 0a 00 00 00"), "two bytes into one");
            assertEquals("0a 00 00 00 00 73 00 20 80 00 16 01 22 00 00 08",
                host.mailbox(STATION, "0a 00 00 00 00 73 00 20 23 00 16 01 10 00 40 60"), "a mapping in use");
            assertEquals("18 00 00 00 00 13 00 30 41 08 10 00 0e 00 00 00 53 69 6e 65 77 20 61 78 69 73 2d 34 6e 6d",
                host.mailbox(STATION, "0a 00 00 00 00 13 00 20 40 08 10 00 00 00 00 00"), "its name");
        }
    }

    @Test
    void shouldOnlyGiveAMailboxThatIsFull()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            assertEquals(0, host.one(EthercatHost.FPRD, EthercatHost.at(STATION, 0x1080), new byte[128]).counter());
            assertEquals(0, host.one(EthercatHost.FPRD, EthercatHost.at(0x1002, 0x130), new byte[2]).counter(),
                "nobody has that address");
        }
    }

    @Test
    void shouldTurnWithATorqueAndFollowAPosition()
    {
        try (Bench bench = Bench.of("ethercat", "1-2"))
        {
            final EthercatHost host = new EthercatHost(bench);
            for (int i = 0; i < 2; i++)
            {
                host.begin(i);
                host.map(i);
            }
            host.enable(0, CST);
            host.enable(1, CSP);
            Answer torque = null;
            Answer position = null;
            for (int i = 0; i < 700; i++)
            {
                torque = host.cycle(0, 15, CST, 0, 100);
                position = host.cycle(1, 15, CSP, -20_000, 0);
            }
            assertEquals(3, torque.counter());
            assertTrue(bench.device(0).motor().trueVelocityRadS() > 5, "a tenth of 4 N·m turns the shaft");
            assertTrue(EthercatHost.position(torque) > 10_000);
            assertEquals(-20_000, EthercatHost.position(position), 300);
            assertEquals(0x1237, EthercatHost.status(position));
            final Answer stopped = host.cycle(0, 0, CST, 0, 100);
            assertEquals(0x1237, EthercatHost.status(stopped), "inputs are those of the step before");
            assertEquals(0x0250, EthercatHost.status(host.cycle(0, 0, CST, 0, 100)));
            assertTrue(bench.device(0).motor().isLimp());
        }
    }

    @Test
    void shouldStopWhenItsConfiguredWatchdogHearsNothing()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            host.map(0);
            host.write(STATION, 0x420, 200, 2); // 20 ms
            host.enable(0, CST);
            for (int i = 0; i < 50; i++)
            {
                host.cycle(0, 15, CST, 0, 300);
            }
            bench.run(40);
            final String stop = bench.events("stopped").get(0);
            assertTrue(stop.contains("\"how\":\"limp\",\"cause\":\"watchdog\""), stop);
            final double silenceMs = Double.parseDouble(stop.replaceAll(".*\"silence_ns\":(\\d+).*", "$1")) * 1e-6;
            assertTrue(silenceMs > 20 && silenceMs <= 21, stop);
            assertEquals(0x14, host.read(STATION, 0x130, 2));
            assertEquals(0x1B, host.read(STATION, 0x134, 2));
            assertEquals(4, host.state(STATION, 4 | 16));
            host.enable(0, CST);
        }
    }

    @Test
    void shouldHaveNoWatchdogThatNobodyAskedFor()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            host.map(0);
            host.manager(STATION, 2, 0x1100, 9, 0x24); // without the watchdog's bit
            host.enable(0, CST);
            bench.run(500);
            assertEquals(8, host.read(STATION, 0x130, 2));
            assertEquals(List.of(), bench.events("stopped"));
        }
    }

    @Test
    void shouldMeasureWaysAndFollowTheFirstClock()
    {
        try (Bench bench = Bench.of("ethercat", "1-3", "hop_ns: 1000", "drift_ppm: 100"))
        {
            final EthercatHost host = new EthercatHost(bench);
            for (int i = 0; i < 3; i++)
            {
                host.address(i);
            }
            assertEquals(3, host.one(EthercatHost.BWR, EthercatHost.at(0, 0x900), new byte[4]).counter());
            long delay = 0;
            long before = 0;
            final long reference = host.read(STATION, 0x918, 8);
            for (int i = 0; i < 3; i++)
            {
                final long in = host.read(STATION + i, 0x900, 4);
                final long loop = i == 2 ? 0 : (int)(host.read(STATION + i, 0x904, 4) - in);
                final long way = i == 0 ? 0 : (before - loop) / 2;
                assertTrue(i == 0 || way >= 1000 && way <= 1200, "way " + way);
                delay += way;
                before = loop;
                final long offset = reference + delay - host.read(STATION + i, 0x918, 8);
                host.write(STATION + i, 0x920, offset, 8);
                host.write(STATION + i, 0x928, delay, 4);
            }
            long free = 0;
            for (int i = 0; i < 300; i++)
            {
                final Answer answer = host.one(EthercatHost.FRMW, EthercatHost.at(STATION, 0x910), new byte[8]);
                assertEquals(3, answer.counter());
                free = answer.value();
                bench.run(0.7);
            }
            assertTrue(free > reference);
            for (int i = 1; i < 3; i++)
            {
                final long shown = host.read(STATION + i, 0x92C, 4);
                assertTrue((shown & 0x7FFF_FFFFL) < 2000, "off by " + shown + " ns after following");
            }
        }
    }

    @Test
    void shouldDropDelayAndSpoilFrames()
    {
        try (Bench bench = Bench.of("ethercat", "1-2"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            host.begin(1);
            bench.fault("drop_reply for_s=0.002");
            bench.run(1);
            assertEquals(List.of(), host.add(EthercatHost.BRD, 0, new byte[2]).exchange());
            bench.run(2);
            bench.fault("wrong_checksum for_s=0.002");
            bench.run(1);
            assertEquals(1, host.one(EthercatHost.BRD, 0, new byte[2]).counter(), "one less than there are");
            bench.run(2);
            bench.fault("late_reply delay_s=0.005 for_s=0.002");
            bench.run(1);
            assertEquals(List.of(), host.add(EthercatHost.BRD, 0, new byte[2]).exchange());
            bench.run(6);
            assertEquals(60, bench.port().takenBytes().length);
            bench.fault("device_deaf id=2 for_s=0.002");
            bench.run(1);
            assertEquals(1, host.one(EthercatHost.BRD, 0, new byte[2]).counter());
            bench.run(2);
            bench.fault("bus_cut for_s=0.002");
            bench.run(1);
            assertEquals(List.of(), host.add(EthercatHost.BRD, 0, new byte[2]).exchange());
            bench.run(2);
            bench.fault("reset id=2");
            bench.run(1);
            assertEquals(1, host.one(EthercatHost.BRD, 0, new byte[2]).counter(), "the line ends in front of it");
            bench.run(250);
            assertEquals(2, host.one(EthercatHost.BRD, 0, new byte[2]).counter());
            assertEquals(0, host.one(EthercatHost.FPRD, EthercatHost.at(0x1002, 0x130), new byte[2]).counter());
        }
    }

    @Test
    void shouldFaultWhenHotAndBeResetByAnEdgeOnly()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            host.map(0);
            host.enable(0, CST);
            bench.fault("overheat celsius=120 for_s=0.05");
            for (int i = 0; i < 10; i++)
            {
                host.cycle(0, 15, CST, 0, 100);
            }
            assertEquals(8, EthercatHost.status(host.cycle(0, 15, CST, 0, 0)) & 0x4F);
            assertTrue(bench.events("stopped").get(0).contains("\"cause\":\"overheating\""));
            host.cycle(0, 0x80, CST, 0, 0);
            assertEquals(8, EthercatHost.status(host.cycle(0, 0x80, CST, 0, 0)) & 0x4F, "still hot");
            bench.run(60);
            assertEquals(8, EthercatHost.status(host.cycle(0, 0x80, CST, 0, 0)) & 0x4F, "no edge");
            host.cycle(0, 0, CST, 0, 0);
            host.cycle(0, 0x80, CST, 0, 0);
            assertEquals(0x40, EthercatHost.status(host.cycle(0, 0, CST, 0, 0)) & 0x4F);
            final byte[] message = host.one(EthercatHost.FPRD, EthercatHost.at(STATION, 0x1080), new byte[128]).data();
            assertEquals("0a 00 00 00 00 13 00 10 10 43 09", HexFormat.ofDelimiter(" ").formatHex(message, 0, 11),
                "an emergency of code 0x4310 waits in the mailbox");
        }
    }

    @Test
    void shouldSurviveAnyDatagram()
    {
        final SplittableRandom random = new SplittableRandom(7);
        try (Bench bench = Bench.of("ethercat", "1-2"))
        {
            final EthercatHost host = new EthercatHost(bench);
            host.begin(0);
            host.map(0);
            final int[] places = {0x10, 0x120, 0x400, 0x502, 0x600, 0x800, 0x808, 0x810, 0x900, 0x910, 0x920, 0x1000,
                0x1080, 0x1100, 0x1400, 0x2FF8};
            for (int i = 0; i < 20_000; i++)
            {
                final byte[] data = new byte[random.nextInt(140)];
                random.nextBytes(data);
                final int place = places[random.nextInt(places.length)] + random.nextInt(4);
                final int who = random.nextBoolean() ? STATION : random.nextInt(3);
                host.add(random.nextInt(16), EthercatHost.at(who, place), data);
                bench.port().host(host.frame());
                host.clear();
                bench.emulation().advance(bench.nowNs());
            }
            bench.run(50);
            assertTrue(Math.abs(bench.device(0).motor().trueVelocityRadS()) < 100);
            bench.port().takenBytes();
            assertEquals(2, host.one(EthercatHost.BRD, 0, new byte[2]).counter());
        }
    }

    @Test
    void shouldPassOverWhatIsNoFrame()
    {
        try (Bench bench = Bench.of("ethercat", "1"))
        {
            bench.port().host("ff ff ff ff ff ff 00 11 22 33 44 55 88 a4 ff 17 07 2a 00 00 00 00 02 00 00 00 00 00");
            bench.emulation().advance(bench.nowNs());
            bench.run(1);
            assertEquals("", bench.port().taken());
            assertEquals(1, bench.bus().tally().of("malformed"));
        }
    }
}
