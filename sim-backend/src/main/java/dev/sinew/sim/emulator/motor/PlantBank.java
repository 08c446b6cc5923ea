package dev.sinew.sim.emulator.motor;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.plant.TendonPlant;

/**
 * The motors of a whole robot, with its spools, elastic tendons, joints and bodies behind them: what a drive feels is
 * the robot. Motor indices are those of the description. The robot starts in its default pose, tendons at rest
 * tension.
 */
public final class PlantBank implements MotorBank, AutoCloseable
{
    private static final double NANOSECONDS = 1e-9;

    private final PhysicsEngine engine;
    private final TendonPlant plant;
    private final CommandBlock command;
    private final long periodNs;
    private boolean stable = true;
    private long steps;

    /**
     * @param robot robot whose motors these are.
     */
    public PlantBank(final RobotDescription robot)
    {
        engine = new EmbeddedEngine(robot);
        plant = new TendonPlant(robot);
        command = CommandBlock.of(robot);
        periodNs = robot.rates().periodNs();
        final double[] pose = new double[robot.jointCount()];
        robot.joints().forEach(joint -> pose[joint.index()] = joint.defaultPositionRad());
        engine.reset(pose, robot.simulation().baseHeightM());
        plant.reset(pose);
        command.stamp(0, 0, true);
    }

    @Override
    public int count()
    {
        return plant.motorPosition().length;
    }

    @Override
    public long periodNs()
    {
        return periodNs;
    }

    @Override
    public void drive(final int motor, final double torqueNm, final double dampingNmsRad)
    {
        command.motorEffort.set(motor, torqueNm);
        command.motorDamping.set(motor, dampingNmsRad);
    }

    @Override
    public void block(final int motor, final boolean isBlocked)
    {
        plant.motorStuck(motor, isBlocked);
    }

    @Override
    public boolean step()
    {
        if (stable)
        {
            command.stamp(steps, steps * periodNs, true);
            plant.step(engine.jointPosition(), engine.jointVelocity(), command, engine.jointEffort(),
                periodNs * NANOSECONDS);
            stable = engine.step();
            steps++;
        }
        return stable;
    }

    /**
     * @return tensions of the tendons, N.
     */
    public double[] tendonTensionN()
    {
        return plant.tendonTension();
    }

    /**
     * @return positions of the joints, rad.
     */
    public double[] jointPositionRad()
    {
        return engine.jointPosition();
    }

    @Override
    public double[] positionRad()
    {
        return plant.motorPosition();
    }

    @Override
    public double[] velocityRadS()
    {
        return plant.motorVelocity();
    }

    @Override
    public double[] torqueNm()
    {
        return plant.motorEffort();
    }

    @Override
    public void close()
    {
        engine.close();
    }
}
