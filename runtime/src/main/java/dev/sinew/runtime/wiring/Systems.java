package dev.sinew.runtime.wiring;

import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;

/**
 * Makes the systems of a run; what they refuse becomes one line for the user. Main or loop's thread, before the loop.
 */
final class Systems
{
    private Systems()
    {
    }

    /**
     * @param factory makes it.
     * @param request what is wanted.
     * @return the system itself, not configured.
     * @throws UserException when there is none to be had.
     */
    static SystemInterface create(final SystemFactory factory, final SystemRequest request)
    {
        try
        {
            return factory.create(request);
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param factory makes it.
     * @param request what is wanted.
     * @param real    the system that is run later.
     * @return its shadow for the rehearsal, not configured.
     * @throws UserException when there is none to be had.
     */
    static SystemInterface shadow(final SystemFactory factory, final SystemRequest request, final SystemInterface real)
    {
        try
        {
            return factory.shadow(request, real);
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param system not configured; owned from now on, and closed when it cannot be configured.
     * @return the same, configured.
     * @throws UserException when it refuses.
     */
    static ManagedSystem configured(final SystemInterface system)
    {
        final ManagedSystem managed = new ManagedSystem(system);
        try
        {
            managed.configure();
            return managed;
        }
        catch (final SystemException ex)
        {
            managed.close();
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
