package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cable with two ends: one in a network namespace of its own, for the devices, the other here, for the host. Needs
 * {@code ip} and the right to make both; where they are missing the test says so loudly and is skipped, or fails where
 * {@code SINEW_REQUIRE_NETWORK} is true.
 */
public final class VethPair implements AutoCloseable
{
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String tag = ProcessHandle.current().pid() % 100_000 + "x" + NUMBER.getAndIncrement();

    public VethPair()
    {
        final String refused = make();
        if (!refused.isEmpty())
        {
            close();
            final String message = "no veth pair in a network namespace: " + refused.strip() +
                " (run as root with iproute2, or grant CAP_NET_ADMIN, CAP_SYS_ADMIN and CAP_NET_RAW)";
            System.err.println("SKIPPED not run: " + message);
            if (Boolean.parseBoolean(System.getenv("SINEW_REQUIRE_NETWORK")))
            {
                fail("SINEW_REQUIRE_NETWORK=true: " + message);
            }
            abort(message);
        }
    }

    private String make()
    {
        final String[][] steps = {
            {"ip", "netns", "add", namespace()},
            {"ip", "link", "add", host(), "type", "veth", "peer", "name", device(), "netns", namespace()},
            {"ip", "link", "set", host(), "addrgenmode", "none"},
            {"ip", "-n", namespace(), "link", "set", device(), "addrgenmode", "none"},
            {"ip", "-n", namespace(), "link", "set", device(), "up"},
            {"ip", "link", "set", host(), "up"}};
        for (final String[] step : steps)
        {
            final String output = run(step);
            if (!output.isEmpty())
            {
                return output;
            }
        }
        return "";
    }

    /** Empty when it worked. */
    private static String run(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : output + " " + List.of(command);
        }
        catch (final IOException e)
        {
            return e.getMessage();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    public String namespace()
    {
        return "snec" + tag;
    }

    /** The host's end. */
    public String host()
    {
        return "ech" + tag;
    }

    /** The devices' end, in the namespace. */
    public String device()
    {
        return "ecd" + tag;
    }

    @Override
    public void close()
    {
        run("ip", "link", "del", host());
        run("ip", "netns", "del", namespace());
    }
}
