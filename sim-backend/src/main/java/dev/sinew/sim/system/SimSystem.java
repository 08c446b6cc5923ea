package dev.sinew.sim.system;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.fault.PhysicalFaults;
import dev.sinew.sim.fault.SensorFaults;
import dev.sinew.sim.plant.TendonPlant;
import dev.sinew.sim.plant.VariedRobot;
import dev.sinew.sim.sensor.DelayLine;
import dev.sinew.sim.sensor.SensorSuite;

/**
 * Physics engine, plant, sensors and faults as one {@link SimulatedSystem}. The robot starts in its default pose with
 * its tendons at rest tension. Its drives have a watchdog like real ones: without a command for
 * {@value #WATCHDOG_NS} ns of simulated time they go limp. Loop's thread; no allocation after construction.
 */
public final class SimSystem implements SimulatedSystem
{
    /** Simulated time without a command after which the drives go limp, ns. */
    public static final long WATCHDOG_NS = 20_000_000L;

    private static final double NANOSECONDS = 1e-9;
    private static final double FAR_M = 1e4;
    private static final double FAST_M_S = 1e3;

    private final PhysicsEngine engine;
    private final TendonPlant plant;
    private final SensorSuite sensors;
    private final DelayLine delay;
    private final PhysicalFaults physicalFaults;
    private final SensorFaults sensorFaults;
    private final CommandBlock latched;
    private final long periodNs;
    private final int tensionLoopHz;
    private final double periodS;

    private long simTimeNs;
    private long lastWriteNs;
    private long originNs = -1;
    private long samples;
    private long delivered;
    private boolean stable = true;
    private boolean sampled;
    private StateBlock arrived;
    private boolean closed;

    /**
     * @param robot   robot.
     * @param engine  its bodies, stepped by one period of the robot's loop; closed with this system.
     * @param request scenario, seed and noise.
     * @throws IllegalArgumentException when the scenario does not fit the robot.
     */
    public SimSystem(final RobotDescription robot, final PhysicsEngine engine, final SystemRequest request)
    {
        this.engine = engine;
        plant = new TendonPlant(VariedRobot.draw(robot, request.plantSeed()));
        plant.driveNoise(request.noise() ? robot.simulation().noise().tendonTensionN() : 0, request.seed());
        tensionLoopHz = robot.simulation().tensionLoop().multiple() * robot.rates().baseHz();
        sensors = new SensorSuite(robot, engine, plant, request.seed(), request.noise());
        delay = new DelayLine(robot);
        physicalFaults = new PhysicalFaults(robot, request.scenario(), engine, plant);
        sensorFaults = new SensorFaults(robot, request.scenario());
        latched = CommandBlock.of(robot);
        periodNs = robot.rates().periodNs();
        periodS = periodNs * NANOSECONDS;
        final double[] pose = new double[robot.jointCount()];
        robot.joints().forEach(joint -> pose[joint.index()] = joint.defaultPositionRad());
        engine.reset(pose, robot.simulation().baseHeightM());
        plant.reset(pose);
        sense();
        arrived = delay.entry();
        delay.prime();
    }

    @Override
    public SystemTraits traits()
    {
        return new SystemTraits(engine.name(), engine.version(), true, true, false, tensionLoopHz);
    }

    @Override
    public void onConfigure()
    {
        // everything was claimed by the constructor
    }

    @Override
    public ReturnCode onActivate(final long nowNs)
    {
        if (originNs < 0)
        {
            originNs = simTimeNs;
        }
        lastWriteNs = simTimeNs;
        return ReturnCode.OK;
    }

    /**
     * @return simulated time of the first activation, from which a scenario's times count, ns; -1 before it.
     */
    public long scenarioOrigin()
    {
        return originNs;
    }

    @Override
    public ReturnCode read(final StateBlock state, final long nowNs)
    {
        if (!sampled)
        {
            sample(); // nothing has moved since the last read, yet the sensors go on
        }
        sampled = false;
        if (sensorFaults.lost(scenarioTimeNs()))
        {
            return ReturnCode.LOST;
        }
        state.copyFrom(arrived);
        delivered++;
        state.stamp(delivered, arrived.deviceTimeNs(), nowNs, arrived.validGroups(), arrived.deviceStatus());
        return ReturnCode.OK;
    }

    /** For tests: the plant itself. */
    TendonPlant plant()
    {
        return plant;
    }

    private void sample()
    {
        sense();
        arrived = delay.exchange();
        sampled = true;
    }

    private void sense()
    {
        final StateBlock entry = delay.entry();
        sensors.sample(entry, samples);
        final long valid = sensorFaults.apply(entry, scenarioTimeNs());
        entry.stamp(samples, simTimeNs, 0, valid, stable ? 0 : 1);
        samples++;
    }

    @Override
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        latched.copyFrom(command);
        lastWriteNs = simTimeNs;
        return ReturnCode.OK;
    }

    @Override
    public ReturnCode advance()
    {
        if (!stable)
        {
            return ReturnCode.ERROR;
        }
        if (latched.enabled() && simTimeNs - lastWriteNs >= WATCHDOG_NS)
        {
            limp();
        }
        physicalFaults.apply(scenarioTimeNs());
        plant.step(engine.jointPosition(), engine.jointVelocity(), latched, engine.jointEffort(), periodS);
        stable = engine.step() && plausible();
        simTimeNs += periodNs;
        sample();
        return stable ? ReturnCode.OK : ReturnCode.ERROR;
    }

    /** A simulation that has blown up is often still finite for a while; no robot of ours is that far or that fast. */
    private boolean plausible()
    {
        final double[] pose = engine.basePose();
        final double[] velocity = engine.baseVelocity();
        double far = 0;
        double fast = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            far = Math.max(far, Math.abs(pose[axis]));
            fast = Math.max(fast, Math.abs(velocity[axis]));
        }
        return far < FAR_M && fast < FAST_M_S;
    }

    private long scenarioTimeNs()
    {
        return originNs < 0 ? -1 : simTimeNs - originNs;
    }

    @Override
    public long simTimeNs()
    {
        return simTimeNs;
    }

    @Override
    public void truth(final TruthBlock truth)
    {
        truth.basePose.setAll(engine.basePose());
        truth.baseVelocity.setAll(engine.baseVelocity());
    }

    @Override
    public void onDeactivate()
    {
        limp();
    }

    private void limp()
    {
        latched.stamp(latched.sequence(), latched.cycleTimeNs(), false);
    }

    @Override
    public void close()
    {
        limp();
        if (!closed)
        {
            closed = true;
            engine.close();
        }
    }
}
