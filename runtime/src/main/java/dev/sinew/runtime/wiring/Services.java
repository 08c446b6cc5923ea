package dev.sinew.runtime.wiring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

import dev.sinew.hal.emulation.EmulatorService;
import dev.sinew.hal.identification.Identifier;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.transmission.TransmissionFactory;

/**
 * What was found on the class path.
 */
public final class Services
{
    private Services()
    {
    }

    /**
     * @return every kind of system, by name.
     */
    public static List<SystemFactory> systems()
    {
        final List<SystemFactory> found = new ArrayList<>();
        ServiceLoader.load(SystemFactory.class).forEach(found::add);
        found.sort(Comparator.comparing(SystemFactory::name));
        return found;
    }

    /**
     * @param name kind of system that is wanted.
     * @return its factory.
     * @throws UserException when there is none of that name or it cannot be used here.
     */
    public static SystemFactory system(final String name)
    {
        final List<SystemFactory> all = systems();
        for (final SystemFactory factory : all)
        {
            if (factory.name().equals(name))
            {
                final String reason = factory.unavailableBecause();
                if (reason != null)
                {
                    throw new UserException("backend " + name + " cannot be used here: " + reason);
                }
                return factory;
            }
        }
        throw new UserException("no backend of that name: " + name + " (known: " +
            String.join(", ", all.stream().map(SystemFactory::name).toList()) + ")");
    }

    /**
     * @return the transmission.
     */
    public static TransmissionFactory transmission()
    {
        return ServiceLoader.load(TransmissionFactory.class).findFirst().orElseThrow(() -> new UserException(
            "no transmission on the class path: sinew-tendon-drivers is missing (build again with ./sinew --rebuild)"));
    }

    /**
     * @return what finds out what tendons are really like.
     */
    public static Identifier identifier()
    {
        return ServiceLoader.load(Identifier.class).findFirst().orElseThrow(() -> new UserException(
            "nothing identifies tendons: sinew-tendon-drivers is missing (build again with ./sinew --rebuild)"));
    }

    /**
     * @return what plays devices.
     */
    public static EmulatorService emulator()
    {
        return ServiceLoader.load(EmulatorService.class).findFirst().orElseThrow(() -> new UserException(
            "no emulated devices on the class path: sinew-sim-backend is missing " +
            "(build again with ./sinew --rebuild)"));
    }
}
