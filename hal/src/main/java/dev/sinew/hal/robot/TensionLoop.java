package dev.sinew.hal.robot;

/**
 * What a simulated robot's drives do with a wanted tension: hold it by themselves, several times a cycle, from the load
 * cell at their spool.
 *
 * @param multiple    times a cycle; 0 for drives that only make torques.
 * @param bandwidthHz how fast they follow, Hz.
 */
public record TensionLoop(int multiple, double bandwidthHz)
{
    /** Drives that only make torques. */
    public static final TensionLoop NONE = new TensionLoop(0, 0);
}
