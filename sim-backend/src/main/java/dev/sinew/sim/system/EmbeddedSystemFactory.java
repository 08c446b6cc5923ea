package dev.sinew.sim.system;

import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.embedded.EmbeddedEngine;

/**
 * Makes simulated robots that need only the JVM.
 */
public final class EmbeddedSystemFactory implements SystemFactory
{
    /** Found by the service loader. */
    public EmbeddedSystemFactory()
    {
    }

    @Override
    public String name()
    {
        return EmbeddedEngine.NAME;
    }

    @Override
    public String unavailableBecause()
    {
        return null;
    }

    @Override
    public SystemInterface create(final SystemRequest request) throws SystemException
    {
        try
        {
            return new SimSystem(request.robot(), new EmbeddedEngine(request.robot()), request);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new SystemException("the simulation cannot be set up: " + ex.getMessage() +
                "; mend the robot file or the scenario", ex);
        }
    }
}
