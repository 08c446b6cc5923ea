package dev.sinew.sim.sensor;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SimulationDescription.SensorNoise;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.plant.TendonPlant;

/**
 * All sensors of a simulated robot: the only way from its truth to a sample.
 */
public final class SensorSuite
{
    private final PhysicsEngine engine;
    private final TendonPlant plant;
    private final int[][] touchContacts;
    /** Joints that nothing measures. */
    private final int[] blind;
    private final NoisyColumn jointPosition;
    private final NoisyColumn jointVelocity;
    private final NoisyColumn motorPosition;
    private final NoisyColumn motorVelocity;
    private final NoisyColumn tendonLength;
    private final NoisyColumn tendonVelocity;
    private final NoisyColumn tendonTension;
    private final NoisyColumn touch;
    private final NoisyColumn orientation;
    private final NoisyColumn gyro;
    private final NoisyColumn accelerometer;
    private final NoisyColumn force;
    private final NoisyColumn torque;

    /**
     * @param robot  robot with its sensors and their noise.
     * @param engine truth of bodies and contacts.
     * @param plant  truth of motors and tendons.
     * @param seed   seed of the noise.
     * @param noisy  false for perfect sensors.
     */
    public SensorSuite(
        final RobotDescription robot,
        final PhysicsEngine engine,
        final TendonPlant plant,
        final long seed,
        final boolean noisy)
    {
        this.engine = engine;
        this.plant = plant;
        touchContacts = robot.sensors().touches().stream()
            .map(cell -> cell.contacts().stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
        blind = robot.joints().stream().filter(joint -> !joint.encoder()).mapToInt(JointDescription::index).toArray();
        final SensorNoise noise = noisy ? robot.simulation().noise() :
            new SensorNoise(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        int channel = 0;
        jointPosition = new NoisyColumn(seed, channel++, noise.jointPositionRad());
        jointVelocity = new NoisyColumn(seed, channel++, noise.jointVelocityRadS());
        motorPosition = new NoisyColumn(seed, channel++, noise.motorPositionRad());
        motorVelocity = new NoisyColumn(seed, channel++, noise.motorVelocityRadS());
        tendonLength = new NoisyColumn(seed, channel++, noise.tendonLengthM());
        tendonVelocity = new NoisyColumn(seed, channel++, noise.tendonVelocityMS());
        tendonTension = new NoisyColumn(seed, channel++, noise.tendonTensionN());
        touch = new NoisyColumn(seed, channel++, noise.touchN());
        orientation = new NoisyColumn(seed, channel++, noise.orientationRad());
        gyro = new NoisyColumn(seed, channel++, noise.gyroRadS());
        accelerometer = new NoisyColumn(seed, channel++, noise.accelerometerMS2());
        force = new NoisyColumn(seed, channel++, noise.forceN());
        torque = new NoisyColumn(seed, channel, noise.torqueNm());
    }

    /**
     * Reads every sensor once.
     *
     * @param state  where the readings go; the header stays as it is.
     * @param sample number of the sample, from which the noise follows.
     */
    public void sample(final StateBlock state, final long sample)
    {
        jointPosition.read(state.jointPosition, engine.jointPosition(), sample);
        jointVelocity.read(state.jointVelocity, engine.jointVelocity(), sample);
        for (final int joint : blind)
        {
            state.jointPosition.set(joint, Double.NaN);
            state.jointVelocity.set(joint, Double.NaN);
        }
        motorPosition.read(state.motorPosition, plant.motorPosition(), sample);
        motorVelocity.read(state.motorVelocity, plant.motorVelocity(), sample);
        state.motorEffort.setAll(plant.motorEffort());
        state.motorTemperature.setAll(plant.motorTemperature());
        tendonLength.read(state.tendonLength, plant.tendonLength(), sample);
        tendonVelocity.read(state.tendonVelocity, plant.tendonVelocity(), sample);
        tendonTension.read(state.tendonTension, plant.tendonTension(), sample);
        sampleTouch(state, sample);
        for (int base = 0; base < state.imu.size(); base += StateBlock.IMU_STRIDE)
        {
            sampleImu(state, sample, base);
        }
        for (int base = 0; base < state.wrench.size(); base += StateBlock.WRENCH_STRIDE)
        {
            sampleWrench(state, sample, base);
        }
    }

    private void sampleTouch(final StateBlock state, final long sample)
    {
        final double[] contacts = engine.contactForce();
        for (int cell = 0; cell < touchContacts.length; cell++)
        {
            double sum = 0;
            for (final int contact : touchContacts[cell])
            {
                sum += contacts[contact];
            }
            state.touch.set(cell, Math.max(0, sum + touch.draw(sample, touchContacts.length, cell)));
        }
    }

    /** The orientation's error is a small turn about the sensor's own axes. */
    private void sampleImu(final StateBlock state, final long sample, final int base)
    {
        final double[] truth = engine.imu();
        final int size = state.imu.size();
        final double ex = 0.5 * orientation.draw(sample, size, base);
        final double ey = 0.5 * orientation.draw(sample, size, base + 1);
        final double ez = 0.5 * orientation.draw(sample, size, base + 2);
        final double w = truth[base];
        final double x = truth[base + 1];
        final double y = truth[base + 2];
        final double z = truth[base + 3];
        final double nw = w - x * ex - y * ey - z * ez;
        final double nx = x + w * ex + y * ez - z * ey;
        final double ny = y + w * ey + z * ex - x * ez;
        final double nz = z + w * ez + x * ey - y * ex;
        final double scale = 1 / Math.sqrt(nw * nw + nx * nx + ny * ny + nz * nz);
        state.imu.set(base, nw * scale);
        state.imu.set(base + 1, nx * scale);
        state.imu.set(base + 2, ny * scale);
        state.imu.set(base + 3, nz * scale);
        for (int k = 4; k < 7; k++)
        {
            state.imu.set(base + k, truth[base + k] + gyro.draw(sample, size, base + k));
        }
        for (int k = 7; k < StateBlock.IMU_STRIDE; k++)
        {
            state.imu.set(base + k, truth[base + k] + accelerometer.draw(sample, size, base + k));
        }
    }

    private void sampleWrench(final StateBlock state, final long sample, final int base)
    {
        final double[] truth = engine.wrench();
        final int size = state.wrench.size();
        for (int k = 0; k < 3; k++)
        {
            state.wrench.set(base + k, truth[base + k] + force.draw(sample, size, base + k));
        }
        for (int k = 3; k < StateBlock.WRENCH_STRIDE; k++)
        {
            state.wrench.set(base + k, truth[base + k] + torque.draw(sample, size, base + k));
        }
    }
}
