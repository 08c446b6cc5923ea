package dev.sinew.hal.system;

import dev.sinew.hal.scenario.Scenario;

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

    /**
     * A stand-in for warm-ups: the same classes, nothing that could move. By default another system of the same kind,
     * which is right for simulators.
     *
     * @param request what was wanted of the real one.
     * @param real    the real one, configured; it is not read, written or activated.
     * @return a system, not configured yet.
     * @throws SystemException when it cannot be made; the message ends with the remedy.
     */
    default SystemInterface shadow(final SystemRequest request, final SystemInterface real) throws SystemException
    {
        return create(new SystemRequest(request.robot(), Scenario.NONE, request.seed(), request.noise(),
            request.plantSeed()));
    }
}
