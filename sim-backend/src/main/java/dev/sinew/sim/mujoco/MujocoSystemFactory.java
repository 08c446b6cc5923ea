package dev.sinew.sim.mujoco;

import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.system.SimSystem;

/**
 * Makes simulated robots on MuJoCo: the newest that the build found, or the one that {@value
 * MujocoLibraries#VERSION_PROPERTY} names.
 */
public final class MujocoSystemFactory implements SystemFactory
{
    /** Found by the service loader. */
    public MujocoSystemFactory()
    {
    }

    @Override
    public String name()
    {
        return MujocoEngine.NAME;
    }

    @Override
    public String unavailableBecause()
    {
        try
        {
            MujocoLibraries.choose();
            return null;
        }
        catch (final SystemException missing)
        {
            return missing.getMessage();
        }
    }

    @Override
    public SystemInterface create(final SystemRequest request) throws SystemException
    {
        final MujocoEngine engine = new MujocoEngine(request.robot(), MujocoLibraries.choose());
        try
        {
            return new SimSystem(request.robot(), engine, request);
        }
        catch (final IllegalArgumentException ex)
        {
            engine.close();
            throw new SystemException("the simulation cannot be set up: " + ex.getMessage() +
                "; mend the robot file or the scenario", ex);
        }
    }
}
