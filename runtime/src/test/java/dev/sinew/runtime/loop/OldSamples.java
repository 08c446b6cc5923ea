package dev.sinew.runtime.loop;

import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemTraits;

/** A simulated robot whose samples are old, behind a bus that says so. */
final class OldSamples implements SimulatedSystem, BusMonitor
{
    private final SimulatedSystem inside;
    private final double ageS;

    /**
     * @param inside a simulator with a delay.
     * @param ageS   what the bus says of it.
     */
    OldSamples(final SimulatedSystem inside, final double ageS)
    {
        this.inside = inside;
        this.ageS = ageS;
    }

    @Override
    public List<String> busNames()
    {
        return List.of("slow");
    }

    @Override
    public void busHealth(final Column age, final Column code, final long nowNs)
    {
        age.fill(ageS);
        code.fill(ReturnCode.OK.ordinal());
    }

    @Override
    public String busError(final int bus)
    {
        return "";
    }

    @Override
    public int busOf(final ChannelGroup group, final int index)
    {
        return 0;
    }

    @Override
    public List<String> unserved(final long groups)
    {
        return List.of();
    }

    @Override
    public SystemTraits traits()
    {
        return inside.traits();
    }

    @Override
    public void onConfigure() throws SystemException
    {
        inside.onConfigure();
    }

    @Override
    public ReturnCode onActivate(final long nowNs)
    {
        return inside.onActivate(nowNs);
    }

    @Override
    public ReturnCode read(final StateBlock state, final long nowNs)
    {
        return inside.read(state, nowNs);
    }

    @Override
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        return inside.write(command, nowNs);
    }

    @Override
    public void onDeactivate()
    {
        inside.onDeactivate();
    }

    @Override
    public void close()
    {
        inside.close();
    }

    @Override
    public ReturnCode advance()
    {
        return inside.advance();
    }

    @Override
    public long simTimeNs()
    {
        return inside.simTimeNs();
    }

    @Override
    public void truth(final TruthBlock truth)
    {
        inside.truth(truth);
    }
}
