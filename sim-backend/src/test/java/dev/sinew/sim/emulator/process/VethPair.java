package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sinew.sim.emulator.port.VethCable;

/**
 * A cable for a test: where it cannot be made the test says so loudly and is skipped, or fails where
 * {@code SINEW_REQUIRE_NETWORK} is true.
 */
public final class VethPair implements AutoCloseable
{
    private final VethCable cable = new VethCable();

    public VethPair()
    {
        final String message = cable.refused();
        if (!message.isEmpty())
        {
            System.err.println("SKIPPED not run: " + message);
            if (Boolean.parseBoolean(System.getenv("SINEW_REQUIRE_NETWORK")))
            {
                fail("SINEW_REQUIRE_NETWORK=true: " + message);
            }
            abort(message);
        }
    }

    public String namespace()
    {
        return cable.namespace();
    }

    /** The host's end. */
    public String host()
    {
        return cable.host();
    }

    /** The devices' end, in the namespace. */
    public String device()
    {
        return cable.device();
    }

    @Override
    public void close()
    {
        cable.close();
    }
}
