package dev.sinew.hal.system;

/**
 * What a system says of itself, for reports and for decisions at start-up.
 *
 * @param name            name that reports print: {@code embedded}, {@code mujoco}, a driver's name.
 * @param version         version of the engine or the driver, and of what it was built against.
 * @param simulated       true when it is a {@link SimulatedSystem}.
 * @param deviceWatchdog  true when the devices stop by themselves once commands cease.
 * @param pacesLoop       true when {@code read} blocks until the next sample and so paces the loop.
 */
public record SystemTraits(
    String name,
    String version,
    boolean simulated,
    boolean deviceWatchdog,
    boolean pacesLoop)
{
}
