package dev.sinew.hal.system;

/**
 * Makes systems of one kind; found by {@link java.util.ServiceLoader}.
 */
public interface SystemFactory
{
    /**
     * @return name by which users ask for it: {@code embedded}, {@code mujoco}, {@code native}.
     */
    String name();

    /**
     * @return null when it can be used here, else one line that says what is missing and how to get it.
     */
    String unavailableBecause();

    /**
     * @param request what is wanted.
     * @return a system, not configured yet.
     * @throws SystemException when it cannot be made; the message ends with the remedy.
     */
    SystemInterface create(SystemRequest request) throws SystemException;
}
