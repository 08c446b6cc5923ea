package dev.sinew.hal.system;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * One robot's worth of hardware, real or simulated. Implementers may rely on {@link ManagedSystem} for the order of
 * calls:
 * configure, activate, (read, write)*, deactivate, activate again or close. {@code read} and {@code write} are called
 * once
 * per cycle by the loop's thread: bounded time, no allocation, no lock that a slower thread holds, no exception.
 */
public interface SystemInterface extends AutoCloseable
{
    /**
     * @return what this system is; may be called at any time.
     */
    SystemTraits traits();

    /**
     * Claims memory and device. Main thread, once.
     *
     * @throws SystemException when the device or a library is missing or refuses; nothing is left claimed then.
     */
    void onConfigure() throws SystemException;

    /**
     * Makes the devices ready for commands. No motor may move because of it.
     *
     * @param nowNs time, ns of the loop's clock.
     * @return {@code OK} or {@code ERROR}.
     */
    ReturnCode onActivate(long nowNs);

    /**
     * Brings the newest sample.
     *
     * @param state where it goes, header included; untouched unless the result is {@code OK}.
     * @param nowNs time of the cycle, ns.
     * @return {@code OK}, {@code NO_NEW_SAMPLE}, {@code LOST} or {@code ERROR}.
     */
    ReturnCode read(StateBlock state, long nowNs);

    /**
     * Sends the commands of this cycle.
     *
     * @param command what to send.
     * @param nowNs   time of the cycle, ns.
     * @return {@code OK}, {@code LOST} or {@code ERROR}.
     */
    ReturnCode write(CommandBlock command, long nowNs);

    /**
     * Makes every motor limp or damped, as the device prefers. Must work after an error, and twice.
     */
    void onDeactivate();

    /**
     * Gives everything back. Must work in every state, and twice.
     */
    @Override
    void close();
}
