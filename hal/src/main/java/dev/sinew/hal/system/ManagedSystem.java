package dev.sinew.hal.system;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * Owns the lifecycle of a system, so that no driver has to: an inactive system is never written to, and an error
 * deactivates it at once. Loop's thread only, after {@link #configure()}.
 */
public final class ManagedSystem implements AutoCloseable
{
    private final SystemInterface system;
    private LifecycleState state = LifecycleState.UNCONFIGURED;

    /**
     * @param system what to manage; closed by {@link #close()}.
     */
    public ManagedSystem(final SystemInterface system)
    {
        this.system = system;
    }

    /**
     * @return where the system is in its life.
     */
    public LifecycleState state()
    {
        return state;
    }

    /**
     * @return what the system says of itself.
     */
    public SystemTraits traits()
    {
        return system.traits();
    }

    /**
     * @return what the system tells of its buses, null when it has none.
     */
    public BusMonitor busMonitor()
    {
        return system instanceof BusMonitor monitor ? monitor : null;
    }

    /**
     * @return the system as a simulation, null when it is none.
     */
    public SimulatedSystem simulated()
    {
        return system instanceof SimulatedSystem simulated ? simulated : null;
    }

    /**
     * Claims memory and device.
     *
     * @throws SystemException when that fails; the system stays unconfigured.
     */
    public void configure() throws SystemException
    {
        if (state != LifecycleState.UNCONFIGURED)
        {
            throw new IllegalStateException("configure: state=" + state + ", needed=UNCONFIGURED");
        }
        system.onConfigure();
        state = LifecycleState.INACTIVE;
    }

    /**
     * @param nowNs time, ns.
     * @return {@code OK}, {@code ERROR}, or {@code NOT_ACTIVE} when the system is not configured.
     */
    public ReturnCode activate(final long nowNs)
    {
        if (state == LifecycleState.ACTIVE)
        {
            return ReturnCode.OK;
        }
        if (state != LifecycleState.INACTIVE)
        {
            return ReturnCode.NOT_ACTIVE;
        }
        final ReturnCode code = system.onActivate(nowNs);
        if (code == ReturnCode.OK)
        {
            state = LifecycleState.ACTIVE;
        }
        else
        {
            system.onDeactivate();
        }
        return code;
    }

    /**
     * @param block where the sample goes.
     * @param nowNs time of the cycle, ns.
     * @return the system's outcome; {@code NOT_ACTIVE} before configuration and after close.
     */
    public ReturnCode read(final StateBlock block, final long nowNs)
    {
        if (state != LifecycleState.ACTIVE && state != LifecycleState.INACTIVE)
        {
            return ReturnCode.NOT_ACTIVE;
        }
        return afterCall(system.read(block, nowNs));
    }

    /**
     * @param command what to send.
     * @param nowNs   time of the cycle, ns.
     * @return the system's outcome; {@code NOT_ACTIVE}, with nothing sent, unless the system is active.
     */
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        if (state != LifecycleState.ACTIVE)
        {
            return ReturnCode.NOT_ACTIVE;
        }
        return afterCall(system.write(command, nowNs));
    }

    /**
     * Stops sending commands; the devices go limp or damped.
     */
    public void deactivate()
    {
        if (state == LifecycleState.ACTIVE)
        {
            system.onDeactivate();
            state = LifecycleState.INACTIVE;
        }
    }

    @Override
    public void close()
    {
        if (state != LifecycleState.CLOSED)
        {
            deactivate();
            state = LifecycleState.CLOSED;
            system.close();
        }
    }

    private ReturnCode afterCall(final ReturnCode code)
    {
        if (code == ReturnCode.ERROR)
        {
            deactivate();
        }
        return code;
    }
}
