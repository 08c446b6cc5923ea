package dev.sinew.runtime.daemon;

import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.runtime.wiring.Lifetime;
import dev.sinew.runtime.wiring.RunOptions;

/**
 * A configuration that has been read and checked, with everything that it names loaded.
 *
 * @param file        where it was read from.
 * @param sha256      hash of its bytes, 64 hexadecimal digits.
 * @param name        name of the run, for {@code arm}, {@code stop}, {@code top}.
 * @param robot       the robot, with the buses and the rate of this configuration.
 * @param known       the same robot as the loop knows it: with tendons as they were identified, where a file of that is
 *                    given.
 * @param bundle      its policy, null to hold the default pose.
 * @param scenario    scripted events, {@link Scenario#NONE} on hardware.
 * @param options     what is wanted of the session.
 * @param lifetime    how the run begins and ends.
 * @param metricsPort port on the loopback interface where metrics are served, 0 for none.
 */
public record RunConfig(
    Path file,
    String sha256,
    String name,
    RobotDescription robot,
    RobotDescription known,
    PolicyBundle bundle,
    Scenario scenario,
    RunOptions options,
    Lifetime lifetime,
    int metricsPort)
{
    /** Name of the backend that drives real buses. */
    public static final String NATIVE = "native";

    /**
     * @return true when real devices are driven.
     */
    public boolean isNative()
    {
        return NATIVE.equals(options.backend());
    }
}
