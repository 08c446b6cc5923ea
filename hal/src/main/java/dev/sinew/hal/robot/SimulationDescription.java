package dev.sinew.hal.robot;

/**
 * What a simulator needs beyond the robot itself: the ground, where the robot starts, how its sensors err.
 *
 * @param baseHeightM            height of the base frame above the ground at the start, m.
 * @param friction               Coulomb coefficient between contact spheres and the ground.
 * @param contactStiffnessNM     stiffness of one contact sphere on the ground, N/m (embedded engine).
 * @param contactDampingSM       Hunt-Crossley damping factor, s/m: normal force = k d (1 + c ddot) (embedded engine).
 * @param contactTimeConstantS   time constant of the soft constraint (MuJoCo: solref[0]), s.
 * @param noise                  standard deviations of the sensors' white noise at the loop's rate.
 * @param sensorDelayCycles      whole cycles by which every sensor lags, 0 or more.
 * @param plantVariation         how far the simulated tendons are off this file when a run asks for it.
 * @param tensionLoop            whether the simulated drives hold tensions by themselves.
 */
public record SimulationDescription(
    double baseHeightM,
    double friction,
    double contactStiffnessNM,
    double contactDampingSM,
    double contactTimeConstantS,
    SensorNoise noise,
    int sensorDelayCycles,
    PlantVariation plantVariation,
    TensionLoop tensionLoop)
{
    /**
     * With the standard variation.
     *
     * @param baseHeightM          height of the base at the start, m.
     * @param friction             Coulomb coefficient.
     * @param contactStiffnessNM   stiffness of a contact sphere, N/m.
     * @param contactDampingSM     damping factor, s/m.
     * @param contactTimeConstantS time constant, s.
     * @param noise                noise of the sensors.
     * @param sensorDelayCycles    delay of the sensors, cycles.
     */
    public SimulationDescription(
        final double baseHeightM,
        final double friction,
        final double contactStiffnessNM,
        final double contactDampingSM,
        final double contactTimeConstantS,
        final SensorNoise noise,
        final int sensorDelayCycles)
    {
        this(baseHeightM, friction, contactStiffnessNM, contactDampingSM, contactTimeConstantS, noise,
            sensorDelayCycles, PlantVariation.STANDARD, TensionLoop.NONE);
    }

    /**
     * @param cycles whole cycles by which every sensor lags.
     * @return the same with that delay.
     */
    public SimulationDescription withSensorDelay(final int cycles)
    {
        return new SimulationDescription(baseHeightM, friction, contactStiffnessNM, contactDampingSM,
            contactTimeConstantS, noise, cycles, plantVariation, tensionLoop);
    }

    /**
     * @param loop what drives do with a wanted tension.
     * @return the same with such drives.
     */
    public SimulationDescription withTensionLoop(final TensionLoop loop)
    {
        return new SimulationDescription(baseHeightM, friction, contactStiffnessNM, contactDampingSM,
            contactTimeConstantS, noise, sensorDelayCycles, plantVariation, loop);
    }

    /**
     * Standard deviations of white noise, one value a kind; 0 switches a kind off.
     *
     * @param jointPositionRad   joint encoders, rad.
     * @param jointVelocityRadS  joint velocities, rad/s.
     * @param motorPositionRad   motor encoders, rad.
     * @param motorVelocityRadS  motor velocities, rad/s.
     * @param tendonLengthM      tendon length sensors, m.
     * @param tendonVelocityMS   tendon velocity, m/s.
     * @param tendonTensionN     load cells, N.
     * @param touchN             touch cells, N.
     * @param orientationRad     inertial unit's orientation, rad.
     * @param gyroRadS           gyroscope, rad/s.
     * @param accelerometerMS2   accelerometer, m/s².
     * @param forceN             force sensors, N.
     * @param torqueNm           torque sensors, N·m.
     */
    public record SensorNoise(
        double jointPositionRad,
        double jointVelocityRadS,
        double motorPositionRad,
        double motorVelocityRadS,
        double tendonLengthM,
        double tendonVelocityMS,
        double tendonTensionN,
        double touchN,
        double orientationRad,
        double gyroRadS,
        double accelerometerMS2,
        double forceN,
        double torqueNm)
    {
    }
}
