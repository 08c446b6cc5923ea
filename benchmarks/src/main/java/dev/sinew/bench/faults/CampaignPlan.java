package dev.sinew.bench.faults;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.system.SystemException;

/**
 * Where and how a campaign is run.
 *
 * @param home     root of the project.
 * @param buses    what is tried.
 * @param soakS    length of each long run, s.
 * @param faultS   how long each fault lasts, s.
 * @param seed     seed of what the emulators leave to chance.
 * @param priority SCHED_FIFO priority of host, driver and emulator; 0 for none.
 * @param isolation where all drivers run; null: each where it runs best, which is in this process where the device has
 *                 a watchdog of its own.
 */
public record CampaignPlan(Path home, List<String> buses, double soakS, double faultS, int seed, int priority,
    Isolation isolation)
{
    /** @return the buses that are named; all when none is. */
    List<BusCase> cases()
    {
        return BusCase.ALL.stream().filter(bus -> buses.isEmpty() || buses.contains(bus.name()) ||
            buses.contains(bus.library())).toList();
    }

    /**
     * @return what each {@link #cases} runs in by its own wish, in words for a child process.
     */
    String isolationWord()
    {
        return isolation == null ? "" : isolation.word();
    }

    /**
     * @return names that are no driver's.
     */
    public List<String> unknown()
    {
        return buses.stream().filter(name -> BusCase.ALL.stream().noneMatch(bus -> bus.name().equals(name) ||
            bus.library().equals(name))).toList();
    }

    /**
     * @param bus a driver.
     * @return where it runs.
     */
    Isolation isolation(final BusCase bus)
    {
        return isolation == null ? bus.isolation() : isolation;
    }

    /**
     * @param bus      a driver.
     * @param devices  devices on the bus.
     * @param port     the host's end.
     * @param periodNs period of the host's loop, ns.
     * @return a loop around it, not yet active.
     * @throws SystemException when the driver does not open; one line.
     */
    HostSide open(final BusCase bus, final int devices, final String port, final long periodNs) throws SystemException
    {
        return new HostSide(NativeDriver.open(bus.file(home), bus.configText(port, devices, priority),
            isolation(bus)), bus, periodNs);
    }
}
