package dev.sinew.sim.system;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.engine.PhysicsEngine;

/**
 * A simulated robot and the loop around it, in the order of a real cycle.
 */
final class SimRun
{
    final RobotDescription robot;
    final SimSystem system;
    final StateBlock state;
    final TruthBlock truth = TruthBlock.create();
    ReturnCode lastRead = ReturnCode.OK;
    private final long periodNs;
    private long nowNs;

    SimRun(final RobotDescription robot, final Scenario scenario, final long seed, final boolean noise)
    {
        this(robot, new EmbeddedEngine(robot), scenario, seed, noise);
    }

    SimRun(
        final RobotDescription robot,
        final PhysicsEngine engine,
        final Scenario scenario,
        final long seed,
        final boolean noise)
    {
        this.robot = robot;
        system = new SimSystem(robot, engine, new SystemRequest(robot, scenario, seed, noise));
        state = StateBlock.of(robot);
        periodNs = robot.rates().periodNs();
        system.onActivate(0);
    }

    /** Cycles under one command. */
    void hold(final CommandBlock command, final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            read();
            system.write(command, nowNs);
            advance();
        }
    }

    /** Cycles under a controller. */
    void control(final PoseHolder holder, final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            read();
            system.write(holder.answer(state, nowNs), nowNs);
            advance();
        }
    }

    /** One read, without anything else. */
    void read()
    {
        lastRead = system.read(state, nowNs);
    }

    /** One period, without anything else. */
    void advance()
    {
        if (system.advance() != ReturnCode.OK)
        {
            throw new AssertionError("simulation unstable: simTimeNs=" + system.simTimeNs());
        }
        nowNs += periodNs;
    }

    /** Height of the base, m. */
    double height()
    {
        system.truth(truth);
        return truth.basePose.get(2);
    }

    /** An event of a sensor. */
    static ScenarioEvent ofSensor(
        final ScenarioEvent.Kind kind, final String channel, final int target, final double value, final long beginNs)
    {
        return new ScenarioEvent(kind, beginNs, Long.MAX_VALUE, channel, target, value, Vector3.ZERO, Vector3.ZERO);
    }

    /** An event of a tendon or motor. */
    static ScenarioEvent of(
        final ScenarioEvent.Kind kind, final int target, final double value, final long beginNs, final long durationNs)
    {
        return new ScenarioEvent(kind, beginNs, durationNs, "", target, value, Vector3.ZERO, Vector3.ZERO);
    }
}
