package dev.sinew.sim.emulator.ethercat;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;
import dev.sinew.sim.emulator.port.PacketPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * EtherCAT with CiA 402 drives. The port is a network interface; ids are names in plans and events, the order of the
 * list is the order of the line.
 */
public final class EthercatProtocol extends MotorProtocol
{
    private static final int ETHER_TYPE = 0x88A4;
    private static final int ID_MAX = 1024;

    /** Found by the service loader. */
    public EthercatProtocol()
    {
        super("ethercat", "CiA 402 drives (CSP, CSV, CST) in an EtherCAT line; watchdog of the sync manager", ID_MAX, 0,
            EthercatModel.ALL, List.of("home", "hop_ns", "drift_ppm", "boot_s"));
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        if (spec.port().isEmpty())
        {
            throw new IllegalArgumentException("an EtherCAT line needs a network interface; name this end of the " +
                "cable with --port or the key 'port'");
        }
        return new PacketPort(spec.port(), ETHER_TYPE);
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new EthercatBus(setup);
    }
}
