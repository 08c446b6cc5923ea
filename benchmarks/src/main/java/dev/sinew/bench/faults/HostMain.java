package dev.sinew.bench.faults;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.Isolation;

/**
 * A host that turns motors in a JVM of its own, so that it can be killed: {@code HOME BUS PORT PRIORITY SECONDS
 * ISOLATION}.
 */
public final class HostMain
{
    /** What it says when the motors have turned for a while. */
    static final String TURNING = "turning";

    /** Motors on the bus. */
    static final int MOTORS = 2;

    /** Period of its loop, ns. */
    static final long PERIOD_NS = 2_000_000;

    private static final double TURN_S = 1;

    private HostMain()
    {
    }

    /**
     * @param arguments root of the project, name of the bus, its port, priority, how long to go on in s, where the
     *                  driver runs: a word of a configuration, or empty for where it runs best.
     * @throws Exception when the driver does not open; whoever started this reads why.
     */
    public static void main(final String[] arguments) throws Exception
    {
        final CampaignPlan plan = new CampaignPlan(Path.of(arguments[0]), List.of(arguments[1]), 0, 0, 0,
            Integer.parseInt(arguments[3]), Isolation.of(arguments[5]));
        try (HostSide host = plan.open(plan.cases().get(0), MOTORS, arguments[2], PERIOD_NS))
        {
            if (!host.activate())
            {
                System.out.println(host.driver().lastError());
                return;
            }
            host.run(TURN_S);
            System.out.println(TURNING);
            host.run(Double.parseDouble(arguments[4]));
        }
    }
}
