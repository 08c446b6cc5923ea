package dev.sinew.sim.emulator.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network cable with two ends: one in a network namespace of its own, for the devices, the other here, for the host.
 * Needs {@code ip} and the right to make both. Blocks; for set-up only.
 */
public final class VethCable implements AutoCloseable
{
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String tag = ProcessHandle.current().pid() % 100_000 + "x" + NUMBER.getAndIncrement();
    private final String refused = make();

    /** Makes both ends; {@link #refused()} tells whether it worked. */
    public VethCable()
    {
        if (!refused.isEmpty())
        {
            close();
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

    /**
     * @return why there is no cable, with the remedy; empty when there is one.
     */
    public String refused()
    {
        return refused.isEmpty() ? "" : "no veth pair in a network namespace: " + refused.strip() +
            " (run as root with iproute2, or grant CAP_NET_ADMIN, CAP_SYS_ADMIN and CAP_NET_RAW)";
    }

    /**
     * @return name of the devices' network namespace.
     */
    public String namespace()
    {
        return "snec" + tag;
    }

    /**
     * @return interface of the host's end.
     */
    public String host()
    {
        return "ech" + tag;
    }

    /**
     * @return interface of the devices' end, in the namespace.
     */
    public String device()
    {
        return "ecd" + tag;
    }

    /** Takes both ends away; harmless when there are none. */
    @Override
    public void close()
    {
        run("ip", "link", "del", host());
        run("ip", "netns", "del", namespace());
    }
}
