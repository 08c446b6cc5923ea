package dev.sinew.tendon.estimation;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SimulationDescription.SensorNoise;

/**
 * How far the estimator trusts what, and how much patience it has. All sigmas are standard deviations.
 *
 * @param encoderSigmaRad       noise of a joint encoder, rad.
 * @param motorSigmaRad         noise of a motor encoder, rad.
 * @param tensionSigmaN         noise of a load cell, N.
 * @param zeroSigmaM            error of a tendon's known zero, as a length, m.
 * @param armRatioSigma         error of a moment arm of the file, as a part of it.
 * @param spoolRatioSigma       error of a spool radius of the file, as a part of it.
 * @param complianceRatioSigma  error of a tendon's compliance 1/k of the file, as a part of it.
 * @param frictionRatioSigma    error of a tendon's friction coefficient of the file, as a part of it.
 * @param accelerationSigmaRadS2 acceleration that a joint may have unannounced, rad/s²; the filter's process noise.
 * @param cellAtJoint           true where load cells sit at the joint's end of the cable, behind its friction; false
 *                              where they sit at the motor's end, or tension comes from motor currents.
 * @param adapt                 true to learn offsets, arms and compliances while the robot runs.
 * @param sampleAgeS            age of a sample when it is used, s; estimates from tendons are carried forward by it.
 * @param disagreementRad       least difference between encoder and tendons that is held against one of them, rad, on
 *                              top of what the parameters' own uncertainty explains.
 * @param confirmCycles         cycles in a row that a disagreement must last before an encoder is no longer used.
 * @param recoverCycles         good cycles in a row after which an encoder is used again that its device had declared
 *                              invalid or that was not finite; ten times as many after a disagreement.
 * @param blendS                time constant with which the published position goes over to a new source, s.
 * @param usableSigmaRad        uncertainty of a joint beyond which its position must not be used for control, rad.
 * @param creep                 true to take off the length by which a cable creeps under its load, as the file says.
 */
public record EstimatorSettings(
    double encoderSigmaRad,
    double motorSigmaRad,
    double tensionSigmaN,
    double zeroSigmaM,
    double armRatioSigma,
    double spoolRatioSigma,
    double complianceRatioSigma,
    double frictionRatioSigma,
    double accelerationSigmaRadS2,
    boolean cellAtJoint,
    boolean adapt,
    double sampleAgeS,
    double disagreementRad,
    int confirmCycles,
    int recoverCycles,
    double blendS,
    double usableSigmaRad,
    boolean creep)
{
    /** Sensors of the usual kind, a robot that was built to a few per cent. */
    public static final EstimatorSettings DEFAULT = new EstimatorSettings(0.0005, 0.001, 0.3, 0.0002, 0.017, 0.017,
        0.12, 0.17, 200, false, true, 0, 0.044, 10, 20, 0.05, 0.15, true);

    /**
     * @param robot robot whose sensors are meant.
     * @return the defaults with the noise that the robot's file states for its sensors, and its creep where it is to be
     *         made up for.
     */
    public static EstimatorSettings of(final RobotDescription robot)
    {
        final EstimatorSettings settings = DEFAULT.withCreep(robot.compensation().creep());
        if (robot.simulation() == null)
        {
            return settings;
        }
        final SensorNoise noise = robot.simulation().noise();
        return settings.withNoise(Math.max(noise.jointPositionRad(), 1e-5), Math.max(noise.motorPositionRad(), 1e-5),
            Math.max(noise.tendonTensionN(), 1e-3));
    }

    /**
     * @param encoderRad noise of a joint encoder, rad, greater than 0.
     * @param motorRad   noise of a motor encoder, rad, greater than 0.
     * @param tensionN   noise of a load cell, N, greater than 0.
     * @return the same with this noise.
     */
    public EstimatorSettings withNoise(final double encoderRad, final double motorRad, final double tensionN)
    {
        return new EstimatorSettings(encoderRad, motorRad, tensionN, zeroSigmaM, armRatioSigma, spoolRatioSigma,
            complianceRatioSigma, frictionRatioSigma, accelerationSigmaRadS2, cellAtJoint, adapt, sampleAgeS,
            disagreementRad, confirmCycles, recoverCycles, blendS, usableSigmaRad, creep);
    }

    /**
     * @param arm        error of a moment arm, as a part of it, greater than 0.
     * @param spool      error of a spool radius, as a part of it, greater than 0.
     * @param compliance error of a compliance, as a part of it, greater than 0.
     * @param zeroM      error of a known zero, m, greater than 0.
     * @return the same with these uncertainties, as {@code identify} and a calibration leave them.
     */
    public EstimatorSettings withParameterSigmas(
        final double arm,
        final double spool,
        final double compliance,
        final double zeroM)
    {
        return new EstimatorSettings(encoderSigmaRad, motorSigmaRad, tensionSigmaN, zeroM, arm, spool, compliance,
            frictionRatioSigma, accelerationSigmaRadS2, cellAtJoint, adapt, sampleAgeS, disagreementRad, confirmCycles,
            recoverCycles, blendS, usableSigmaRad, creep);
    }

    /**
     * @param isAdapting true to learn while the robot runs.
     * @return the same with that.
     */
    public EstimatorSettings withAdaptation(final boolean isAdapting)
    {
        return new EstimatorSettings(encoderSigmaRad, motorSigmaRad, tensionSigmaN, zeroSigmaM, armRatioSigma,
            spoolRatioSigma, complianceRatioSigma, frictionRatioSigma, accelerationSigmaRadS2, cellAtJoint, isAdapting,
            sampleAgeS, disagreementRad, confirmCycles, recoverCycles, blendS, usableSigmaRad, creep);
    }

    /**
     * @param ageS age of a sample when it is used, s.
     * @return the same with that.
     */
    public EstimatorSettings withSampleAge(final double ageS)
    {
        return new EstimatorSettings(encoderSigmaRad, motorSigmaRad, tensionSigmaN, zeroSigmaM, armRatioSigma,
            spoolRatioSigma, complianceRatioSigma, frictionRatioSigma, accelerationSigmaRadS2, cellAtJoint, adapt, ageS,
            disagreementRad, confirmCycles, recoverCycles, blendS, usableSigmaRad, creep);
    }

    /**
     * @param atJoint true where load cells sit behind the cable's friction.
     * @return the same with that.
     */
    public EstimatorSettings withCellAtJoint(final boolean atJoint)
    {
        return new EstimatorSettings(encoderSigmaRad, motorSigmaRad, tensionSigmaN, zeroSigmaM, armRatioSigma,
            spoolRatioSigma, complianceRatioSigma, frictionRatioSigma, accelerationSigmaRadS2, atJoint, adapt,
            sampleAgeS, disagreementRad, confirmCycles, recoverCycles, blendS, usableSigmaRad, creep);
    }

    /**
     * @param isCreeping true to take off what cables creep.
     * @return the same with that.
     */
    public EstimatorSettings withCreep(final boolean isCreeping)
    {
        return new EstimatorSettings(encoderSigmaRad, motorSigmaRad, tensionSigmaN, zeroSigmaM, armRatioSigma,
            spoolRatioSigma, complianceRatioSigma, frictionRatioSigma, accelerationSigmaRadS2, cellAtJoint, adapt,
            sampleAgeS, disagreementRad, confirmCycles, recoverCycles, blendS, usableSigmaRad, isCreeping);
    }
}
