package dev.sinew.sim.emulator.motor;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SimulationDescription.SensorNoise;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.robot.synthetic.Gantry;
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
    /** As the simulators have it. */
    private static final double GRAVITY_M_S2 = 9.81;

    private final PhysicsEngine engine;
    private final TendonPlant plant;
    private final CommandBlock command;
    private final long periodNs;
    private final SensorNoise noise;
    private boolean stable = true;
    private long steps;

    /**
     * @param robot robot whose motors these are.
     */
    public PlantBank(final RobotDescription robot)
    {
        this(robot, 0);
    }

    /**
     * @param robot robot whose motors these are.
     * @return its motors, with the robot hung up by its base and touching nothing.
     */
    public static PlantBank hung(final RobotDescription robot)
    {
        final RobotDescription hung = Gantry.hang(robot);
        return new PlantBank(hung, hung.massKg() * GRAVITY_M_S2);
    }

    private PlantBank(final RobotDescription robot, final double carriedN)
    {
        engine = new EmbeddedEngine(robot);
        plant = new TendonPlant(robot);
        command = CommandBlock.of(robot);
        periodNs = robot.rates().periodNs();
        noise = robot.simulation().noise();
        final double[] pose = new double[robot.jointCount()];
        robot.joints().forEach(joint -> pose[joint.index()] = joint.defaultPositionRad());
        engine.reset(pose, robot.simulation().baseHeightM());
        final Vector3 centre = robot.links().get(0).centreOfMassM();
        engine.externalForce(0, 0, 0, carriedN, centre.x(), centre.y(), centre.z());
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

    /** Without drag a cable that relaxes throws a limp rotor into metres of slack, as no geared servo does. */
    @Override
    public boolean hasGearFriction()
    {
        return false;
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
     * @return what the robot's sensors have of it.
     */
    public SensorNoise noise()
    {
        return noise;
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

    /**
     * @return velocities of the joints, rad/s.
     */
    public double[] jointVelocityRadS()
    {
        return engine.jointVelocity();
    }

    /**
     * @return lengths of the tendons' paths, m.
     */
    public double[] tendonLengthM()
    {
        return plant.tendonLength();
    }

    /**
     * @return their rates, m/s.
     */
    public double[] tendonVelocityMS()
    {
        return plant.tendonVelocity();
    }

    /**
     * @return ten numbers per inertial unit, see {@link PhysicsEngine#imu()}.
     */
    public double[] imu()
    {
        return engine.imu();
    }

    /**
     * @return six numbers per force-torque sensor, see {@link PhysicsEngine#wrench()}.
     */
    public double[] wrench()
    {
        return engine.wrench();
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
