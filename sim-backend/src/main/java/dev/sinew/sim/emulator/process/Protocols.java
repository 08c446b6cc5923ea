package dev.sinew.sim.emulator.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

import dev.sinew.sim.emulator.EmulatedProtocol;

/**
 * The protocols on the class path.
 */
public final class Protocols
{
    private Protocols()
    {
    }

    /**
     * @return every protocol, by name.
     */
    public static List<EmulatedProtocol> all()
    {
        final List<EmulatedProtocol> found = new ArrayList<>();
        ServiceLoader.load(EmulatedProtocol.class).forEach(found::add);
        found.sort(Comparator.comparing(EmulatedProtocol::name));
        return found;
    }

    /**
     * @param name name of a protocol.
     * @return the protocol, or empty when there is none of that name.
     */
    public static Optional<EmulatedProtocol> find(final String name)
    {
        return all().stream().filter(protocol -> protocol.name().equals(name)).findFirst();
    }
}
