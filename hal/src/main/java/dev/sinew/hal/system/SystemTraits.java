package dev.sinew.hal.system;

/**
 * What a system says of itself, for reports and for decisions at start-up.
 *
 * @param name            name that reports print: {@code embedded}, {@code mujoco}, a driver's name.
 * @param version         version of the engine or the driver, and of what it was built against.
 * @param simulated       true when it is a {@link SimulatedSystem}.
 * @param deviceWatchdog  true when the devices stop by themselves once commands cease.
 * @param pacesLoop       true when {@code read} blocks until the next sample and so paces the loop.
 * @param tensionLoopHz   rate at which the drives hold tensions by themselves, a multiple of the loop's; 0 when they
 *                        only make torques, below 0 when they hold tensions at a rate that they do not tell.
 */
public record SystemTraits(
    String name,
    String version,
    boolean simulated,
    boolean deviceWatchdog,
    boolean pacesLoop,
    int tensionLoopHz)
{
    /** The drives hold tensions, but do not tell how often. */
    public static final int UNKNOWN_RATE = -1;

    /**
     * A system whose drives make torques.
     *
     * @param name           name that reports print.
     * @param version        version.
     * @param simulated      true when it is a {@link SimulatedSystem}.
     * @param deviceWatchdog true when the devices stop by themselves once commands cease.
     * @param pacesLoop      true when {@code read} paces the loop.
     */
    public SystemTraits(
        final String name,
        final String version,
        final boolean simulated,
        final boolean deviceWatchdog,
        final boolean pacesLoop)
    {
        this(name, version, simulated, deviceWatchdog, pacesLoop, 0);
    }
}
