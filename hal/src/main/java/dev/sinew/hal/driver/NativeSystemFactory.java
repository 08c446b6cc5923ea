package dev.sinew.hal.driver;

import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;

/**
 * Makes systems out of the drivers that a robot's {@code buses:} name. Known to users as {@code native}.
 */
public final class NativeSystemFactory implements SystemFactory
{
    @Override
    public String name()
    {
        return "native";
    }

    @Override
    public String unavailableBecause()
    {
        return LinuxSupport.available() ? null :
            "native drivers cannot be called: " + LinuxSupport.reason();
    }

    @Override
    public SystemInterface create(final SystemRequest request) throws SystemException
    {
        if (request.robot().buses().isEmpty())
        {
            throw new SystemException("robot " + request.robot().name() + " has no buses; name its drivers under " +
                "buses: in robot.yaml, or run it in simulation");
        }
        return new NativeSystem(request.robot());
    }

    @Override
    public SystemInterface shadow(final SystemRequest request, final SystemInterface real) throws SystemException
    {
        return ((NativeSystem)real).shadow();
    }
}
