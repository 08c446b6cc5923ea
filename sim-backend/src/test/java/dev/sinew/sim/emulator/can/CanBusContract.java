package dev.sinew.sim.emulator.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;

import dev.sinew.sim.emulator.Bench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every emulated CAN bus keeps to behind its adapter: the wire's time, misbehaviour when told, bytes of any kind.
 * A protocol's test extends it with a question of its own, and tests besides what only its devices do.
 */
public abstract class CanBusContract
{
    protected static final HexFormat HEX = HexFormat.of();

    private static final long TURNAROUND_NS = 50_000;
    private static final long ADAPTER_NS = 30_000;
    private static final int OTHER = 9;
    private static final int REQUESTS = 1500;
    private static final int NOISE_BYTES = 40;

    private final String protocol;
    private Bench bench;

    protected CanBusContract(final String protocol)
    {
        this.protocol = protocol;
    }

    @BeforeEach
    final void open()
    {
        use("1,2");
    }

    @AfterEach
    final void close()
    {
        bench.close();
    }

    /** Other devices than 1 and 2, or such with other settings. */
    protected final void use(final String ids, final String... more)
    {
        if (bench != null)
        {
            bench.close();
        }
        bench = Bench.of(protocol, ids, more);
    }

    protected final Bench bench()
    {
        return bench;
    }

    /** Everything that comes back within two milliseconds. */
    protected final byte[] send(final byte[] request)
    {
        bench.port().takenBytes();
        bench.port().host(request);
        bench.emulation().advance(bench.nowNs());
        bench.run(2);
        return bench.port().takenBytes();
    }

    /** From a request to its answer's last byte. */
    protected final long answerNs(final byte[] request)
    {
        bench.port().host(request);
        bench.emulation().advance(bench.nowNs());
        final long startNs = bench.nowNs();
        bench.run(2, 1000);
        return bench.port().lastNs() - startNs;
    }

    protected final double speed()
    {
        return bench.device(0).motor().trueVelocityRadS();
    }

    /** A request to device 1 that changes nothing while it is off. */
    protected abstract byte[] question();

    /** Time of question and answer on the wire, ns. */
    protected abstract long wireNs();

    /** What came from the bus, without the adapter's own words. */
    protected abstract byte[] fromBus(byte[] received);

    /** Identifier and data of an answer from the bus, with a blank between; empty for none. */
    protected abstract String text(byte[] fromBus);

    /** The identifier with which a device that is off answers the question. */
    protected abstract String identifier(int device);

    /** A request with a random identifier and random data, often enough one that devices understand. */
    protected abstract byte[] anything(Random random);

    /** The answer to a request. */
    protected final String ask(final byte[] request)
    {
        return text(fromBus(send(request)));
    }

    @Test
    void shouldTakeTheTimesOfTheWire()
    {
        assertEquals(wireNs() + TURNAROUND_NS + 2 * ADAPTER_NS, answerNs(question()), 1000);
    }

    /** For the next request. */
    private void misbehave(final String fault)
    {
        bench.run(5);
        bench.fault(fault + " for_s=0.003");
        bench.run(1);
    }

    @Test
    void shouldMisbehaveAsItIsTold()
    {
        final String well = ask(question());
        final String nothing = well.substring(well.indexOf(' ') + 1).replaceAll(".", "0");
        assertEquals(identifier(1), well.substring(0, well.indexOf(' ')));
        assertNotEquals(identifier(1) + ' ' + nothing, well);
        misbehave("wrong_id id=1 other_id=" + OTHER);
        assertTrue(ask(question()).startsWith(identifier(OTHER) + ' '));
        misbehave("zero_data id=1");
        assertEquals(identifier(1) + ' ' + nothing, ask(question()));
        misbehave("truncated_reply id=1 bytes=9");
        assertEquals(9, fromBus(send(question())).length);
        misbehave("wrong_checksum id=1");
        assertEquals("", ask(question()), "nobody takes a frame with a wrong check");
        misbehave("drop_reply id=1");
        assertEquals("", ask(question()));
        misbehave("bus_cut");
        assertEquals("", ask(question()), "the adapter does not know");
        misbehave("late_reply id=1 delay_s=0.02");
        assertEquals("", ask(question()));
        bench.run(25);
        assertEquals(well, text(fromBus(bench.port().takenBytes())));
        assertEquals(well, ask(question()));
    }

    @Test
    void shouldSurviveAnyBytesAndStayTheSameForTheSameBytes()
    {
        final StringBuilder first = new StringBuilder();
        final StringBuilder second = new StringBuilder();
        for (final StringBuilder into : new StringBuilder[] {first, second})
        {
            use("1,2");
            final Random random = new Random(7);
            for (int i = 0; i < REQUESTS; i++)
            {
                into.append(HEX.formatHex(send(anything(random))));
                final byte[] noise = new byte[random.nextInt(NOISE_BYTES)];
                random.nextBytes(noise);
                bench.port().host(noise);
            }
            into.append(bench.device(0).motor().truePositionRad());
        }
        assertEquals(first.toString(), second.toString());
        assertTrue(first.length() > 10_000, "" + first.length());
        bench.port().host(new byte[60]);
        bench.run(5);
        send(question());
        assertFalse(ask(question()).isEmpty());
    }
}
