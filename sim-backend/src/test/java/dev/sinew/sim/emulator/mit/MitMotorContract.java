package dev.sinew.sim.emulator.mit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import dev.sinew.sim.emulator.can.CanBusContract;
import org.junit.jupiter.api.Test;

/** What motors in MIT mode keep to, whoever makes them: orders, the law of position and damping, time-out, faults. */
public abstract class MitMotorContract extends CanBusContract
{
    protected static final int TIMEOUT_UNITS = 400; // of 50 us

    private static final long BYTE_NS = 10_851; // at 921600 baud
    private static final double WITHIN_RAD_S = 1;

    protected MitMotorContract(final String protocol)
    {
        super(protocol);
    }

    /* ------------------------------------------------------------------------------------- requests to motor 1 */

    protected abstract byte[] enable();

    protected abstract byte[] disable();

    protected abstract byte[] clear();

    protected abstract byte[] zero();

    protected abstract byte[] command(double positionRad, double kp, double kd, double torqueNm);

    protected abstract byte[] timeout(int units);

    protected final String command(final double kd, final double torqueNm)
    {
        return ask(command(0, 0, kd, torqueNm));
    }

    /* ----------------------------------------------------------------------------------------------- its answers */

    /** Bytes of a question and its answer on the serial side. */
    protected abstract int serialBytes();

    /** What its answer to the question says of it. */
    protected abstract String state();

    protected abstract String off();

    protected abstract String on();

    protected abstract String timedOut();

    protected abstract String hot();

    protected abstract double velocityIn(String answer);

    /** Position in the answer to the question, as it stands there. */
    protected abstract int rawPosition();

    protected abstract int timeoutUnits();

    @Test
    void shouldTakeTheTimeOfASerialLineTooWhereThereIsOne()
    {
        final long fastNs = answerNs(question());
        use("1", "serial_baud: 921600");
        assertEquals(fastNs + serialBytes() * BYTE_NS, answerNs(question()), 2000);
    }

    @Test
    void shouldTurnByATorqueAndDampByKd()
    {
        command(0, 3);
        bench().run(50);
        assertEquals(0, speed(), 1e-9, "not without being enabled");
        ask(enable());
        for (int i = 0; i < 100; i++)
        {
            command(0, 1);
        }
        assertTrue(speed() > 5, "" + speed());
        final String answer = command(0, 1);
        assertEquals(speed(), velocityIn(answer), WITHIN_RAD_S);
        for (int i = 0; i < 300; i++)
        {
            command(1, 1);
        }
        assertEquals(1, speed(), 0.1, "1 N·m against 1 N·m·s/rad, and friction");
        ask(disable());
        assertTrue(bench().device(0).motor().isLimp());
        assertEquals(1, bench().events("torque_on").size());
    }

    @Test
    void shouldStopWhenNothingCameForTheTimeThatItWasGiven()
    {
        ask(timeout(TIMEOUT_UNITS));
        ask(enable());
        for (int i = 0; i < 20; i++)
        {
            command(0, 1);
        }
        bench().run(15);
        assertEquals(on(), state());
        bench().run(25);
        final String stop = bench().events("stopped").get(0);
        assertTrue(stop.contains("\"how\":\"limp\"") && stop.contains("\"cause\":\"watchdog\""), stop);
        assertEquals(timedOut(), state());
    }

    @Test
    void shouldGoOnForEverWithoutATimeout()
    {
        ask(enable());
        command(0, 1);
        bench().run(3000);
        assertEquals(on(), state());
        assertTrue(speed() > 5);
    }

    @Test
    void shouldHoldAFaultUntilItIsCleared()
    {
        ask(enable());
        bench().fault("overheat id=1 celsius=120");
        bench().run(5);
        assertEquals(hot(), state());
        bench().emulation().faults().heal(bench().nowNs());
        bench().run(5);
        ask(enable());
        ask(disable());
        assertEquals(hot(), state(), "neither order clears it");
        ask(clear());
        assertEquals(off(), state());
        ask(enable());
        assertEquals(on(), state());
    }

    @Test
    void shouldComeBackOffAndWithoutItsTimeoutAfterAReset()
    {
        ask(timeout(TIMEOUT_UNITS));
        ask(enable());
        command(0, 1);
        assertEquals(TIMEOUT_UNITS, timeoutUnits());
        bench().fault("reset id=1");
        bench().run(5);
        assertEquals("", ask(enable()), "it boots");
        bench().run(600);
        assertEquals(off(), state());
        assertEquals(0, timeoutUnits());
        assertTrue(bench().device(0).motor().isLimp());
    }

    @Test
    void shouldHoldAPositionAndSetItsZero()
    {
        ask(enable());
        for (int i = 0; i < 500; i++)
        {
            ask(command(1, 50, 1, 0));
        }
        assertEquals(1, bench().device(0).motor().truePositionRad(), 0.05);
        ask(disable());
        ask(zero());
        assertEquals(0x8000, rawPosition(), 2);
    }

    /** Each line of the host's, and what comes back until the next one. */
    protected final String slcan(final String... lines)
    {
        final StringBuilder heard = new StringBuilder();
        for (final String line : lines)
        {
            heard.append(new String(send(line.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII))
                .append('|');
        }
        return heard.toString();
    }
}
