package dev.sinew.sim.emulator.ethercat;

import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * The loops of the cyclic modes, once a step. No document gives gains of a drive in general; these are ours, made from
 * the motor's own inertia.
 */
final class DriveLoops
{
    private static final double STEP_S = 1e-3;
    private static final double VELOCITY_SHARE = 0.2;
    private static final double INTEGRAL_SHARE = 0.02;
    private static final double POSITION_PER_S = 20;
    private static final int PER_MILLE = 1000;

    private final EthercatModel model;
    private final EmulatedMotor motor;
    private double integralNm;

    DriveLoops(final EthercatModel model, final EmulatedMotor motor)
    {
        this.model = model;
        this.motor = motor;
    }

    /** Starts afresh. */
    void reset()
    {
        integralNm = 0;
    }

    /** @param target torque; both in thousandths of the rated one. */
    void torque(final double target, final double most)
    {
        final double limited = clamp(target, most) * model.ratedNm() / PER_MILLE;
        motor.current(limited / motor.parameters().torquePerAmpereNmA(), 0);
    }

    /** @param target velocity, rad/s; {@code most} torque in thousandths of the rated one. */
    void velocity(final double target, final double most)
    {
        final double limit = most * model.ratedNm() / PER_MILLE;
        final double stiffness = motor.parameters().inertiaKgM2() / STEP_S;
        final double error = target - motor.velocityRadS();
        integralNm = clamp(integralNm + INTEGRAL_SHARE * stiffness * error, limit);
        final double wanted = clamp(VELOCITY_SHARE * stiffness * error + integralNm, limit);
        motor.current(wanted / motor.parameters().torquePerAmpereNmA(), 0);
    }

    /** @param target position, counts of the register; the nearer way round its range is taken. */
    void position(final long target, final int actual, final double most)
    {
        final double error = ((int)target - actual) * 2 * Math.PI / motor.parameters().encoderCounts();
        velocity(POSITION_PER_S * error, most);
    }

    private static double clamp(final double value, final double most)
    {
        return Math.max(-most, Math.min(most, value));
    }
}
