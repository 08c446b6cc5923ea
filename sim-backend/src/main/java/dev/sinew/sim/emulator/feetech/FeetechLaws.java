package dev.sinew.sim.emulator.feetech;

import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * What the servo's firmware does with its goals, once a millisecond. The documents name the gains and not their
 * scales; these are ours. The STS closes its loops with a voltage, the HLS with a current.
 */
final class FeetechLaws
{
    /** Duty or current counts per count of position and count of P. */
    private static final double P_SCALE = 0.25;
    /** Duty counts, or current counts, per count of D and count of position a millisecond. */
    private static final double D_SCALE = 0.25;
    private static final double D_SCALE_HLS = 1;
    private static final double STEP_S = 1e-3;
    private static final double COUNTS_PER_RAD = FeetechModel.COUNTS / (2 * Math.PI);
    /** One count of acceleration is 100 counts of position a second squared. */
    private static final double ACCELERATION = 100 * STEP_S * STEP_S;

    private final boolean hls;
    private final RegisterTable table;
    private final EmulatedMotor motor;
    private double path;
    private double pathSpeed;
    private double lastError;
    private double integral;

    FeetechLaws(final boolean hls, final RegisterTable table, final EmulatedMotor motor)
    {
        this.hls = hls;
        this.table = table;
        this.motor = motor;
    }

    /**
     * Starts afresh where the shaft stands.
     *
     * @param position counts.
     */
    void reset(final double position)
    {
        path = position;
        pathSpeed = 0;
        lastError = 0;
        integral = 0;
    }

    /**
     * @return where the path to the goal is, counts.
     */
    double path()
    {
        return path;
    }

    /**
     * Position control.
     *
     * @param position  where the shaft is, counts.
     * @param goal      where it shall be, counts.
     * @param fastest   speed of the path, counts a second; infinite for none.
     * @param most      limit of the duty, counts.
     * @param direction -1 when counts grow against the motor's direction.
     */
    void position(final double position, final double goal, final double fastest, final double most,
        final int direction)
    {
        follow(goal, fastest);
        final double error = path - position;
        final double slope = error - lastError;
        lastError = error;
        final double p = table.octet(hls ? FeetechTable.GAIN_P : FeetechTable.POSITION_P) * P_SCALE;
        if (hls)
        {
            final double torque = Math.abs(FeetechTable.unsigned(table.get(FeetechTable.GOAL_TIME), 15));
            final double limit = Math.min(torque, most * motor.parameters().currentMaxA() /
                FeetechModel.CURRENT_UNIT / FeetechModel.DUTY_FULL);
            final double damping = table.octet(FeetechTable.GAIN_D) * D_SCALE_HLS * COUNTS_PER_RAD * STEP_S *
                FeetechModel.CURRENT_UNIT * motor.parameters().torquePerAmpereNmA();
            motor.current(direction * clamp(p * error, limit) * FeetechModel.CURRENT_UNIT, damping);
        }
        else
        {
            final double d = table.octet(FeetechTable.POSITION_D) * D_SCALE;
            motor.voltage(direction * clamp(p * error + d * slope, most) / FeetechModel.DUTY_FULL);
        }
    }

    /**
     * Speed control.
     *
     * @param speed     how fast the shaft is, counts a second.
     * @param goal      how fast it shall be, counts a second.
     * @param most      limit of the duty, counts.
     * @param direction -1 when counts grow against the motor's direction.
     */
    void speed(final double speed, final double goal, final double most, final int direction)
    {
        final double steepest = table.octet(FeetechTable.ACCELERATION) * ACCELERATION / STEP_S;
        pathSpeed = steepest == 0 ? goal : pathSpeed + clamp(goal - pathSpeed, steepest);
        final double error = pathSpeed - speed;
        integral = clamp(integral + error * table.octet(39) * 2e-4, most);
        final double duty = integral + error * table.octet(FeetechTable.SPEED_P) * 2e-2;
        motor.voltage(direction * clamp(duty, most) / FeetechModel.DUTY_FULL);
    }

    /** Moves the path towards the goal within speed and acceleration. */
    private void follow(final double goal, final double fastest)
    {
        final double steepest = table.octet(FeetechTable.ACCELERATION) * ACCELERATION;
        final double rest = goal - path;
        final double braking = steepest == 0 ? Double.MAX_VALUE : Math.sqrt(2 * steepest * Math.abs(rest));
        final double most = Math.min(Math.min(fastest * STEP_S, braking), Math.abs(rest));
        final double wanted = Math.copySign(most, rest);
        pathSpeed = steepest == 0 ? wanted : pathSpeed + clamp(wanted - pathSpeed, steepest);
        path += pathSpeed;
    }

    private static double clamp(final double value, final double most)
    {
        return Math.max(-most, Math.min(most, value));
    }
}
