package dev.sinew.sim.emulator.dynamixel;

import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * What the servo's firmware does with its goals, once a millisecond. Gains are those of the table: proportional P/128,
 * integral I/65536 and derivative D/16 a millisecond, from counts of position or velocity to counts of PWM or, in
 * current-based position control, of current. Positions and goals here are in the direction of the motor.
 */
final class DynamixelLaws
{
    private static final double P_SCALE = 1.0 / 128;
    private static final double I_SCALE = 1.0 / 65_536;
    private static final double D_SCALE = 1.0 / 16;
    private static final double STEP_S = 1e-3;
    private static final double COUNTS_PER_RAD = DynamixelModel.COUNTS / (2 * Math.PI);
    /** One count of profile acceleration: 214.577 revolutions a minute squared, counts of position a step squared. */
    private static final double ACCELERATION = 214.577 * DynamixelModel.COUNTS / 3600 * STEP_S * STEP_S;
    /** One count of profile velocity, counts of position a step. */
    private static final double VELOCITY = DynamixelModel.VELOCITY_UNIT * COUNTS_PER_RAD * STEP_S;

    private final DynamixelModel model;
    private final RegisterTable table;
    private final EmulatedMotor motor;
    private double integral;
    private double lastError;
    private double path;
    private double pathSpeed;

    DynamixelLaws(final DynamixelModel model, final RegisterTable table, final EmulatedMotor motor)
    {
        this.model = model;
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
        integral = 0;
        lastError = 0;
        path = position;
        pathSpeed = 0;
    }

    /**
     * One step.
     *
     * @param mode     operating mode.
     * @param position where the shaft is, counts.
     * @param goal     where it shall be, counts.
     * @param sign     -1 when the drive mode turns directions round, else 1.
     */
    void step(final int mode, final double position, final double goal, final int sign)
    {
        switch (mode)
        {
            case DynamixelTable.MODE_CURRENT:
                motor.current(sign * table.getSigned(DynamixelTable.GOAL_CURRENT) * model.currentUnitA(), 0);
                break;
            case DynamixelTable.MODE_VELOCITY:
                velocity(sign * table.getSigned(DynamixelTable.GOAL_VELOCITY));
                break;
            case DynamixelTable.MODE_PWM:
                motor.voltage(sign * table.getSigned(DynamixelTable.GOAL_PWM) / (double)DynamixelModel.PWM_FULL);
                break;
            case DynamixelTable.MODE_CURRENT_POSITION:
                current(position, goal);
                break;
            default:
                position(position, goal);
                break;
        }
    }

    private void velocity(final double goal)
    {
        final double most = Math.abs(table.getSigned(DynamixelTable.GOAL_PWM));
        final double error = goal - motor.velocityRadS() / DynamixelModel.VELOCITY_UNIT;
        integral = clamp(integral + error * table.get(DynamixelTable.VELOCITY_I) * I_SCALE, most);
        final double pwm = integral + error * table.get(DynamixelTable.VELOCITY_P) * P_SCALE;
        motor.voltage(clamp(pwm, most) / DynamixelModel.PWM_FULL);
    }

    private void position(final double position, final double goal)
    {
        final double most = Math.abs(table.getSigned(DynamixelTable.GOAL_PWM));
        final double error = follow(goal) - position;
        final double slope = error - lastError;
        lastError = error;
        integral = clamp(integral + error * table.get(DynamixelTable.POSITION_I) * I_SCALE, most);
        final double pwm = error * table.get(DynamixelTable.POSITION_P) * P_SCALE + integral +
            slope * table.get(DynamixelTable.POSITION_D) * D_SCALE;
        motor.voltage(clamp(pwm, most) / DynamixelModel.PWM_FULL);
    }

    private void current(final double position, final double goal)
    {
        final double most = Math.abs(table.getSigned(DynamixelTable.GOAL_CURRENT));
        final double error = follow(goal) - position;
        integral = clamp(integral + error * table.get(DynamixelTable.POSITION_I) * I_SCALE, most);
        final double counts = clamp(error * table.get(DynamixelTable.POSITION_P) * P_SCALE + integral, most);
        final double damping = table.get(DynamixelTable.POSITION_D) * D_SCALE * COUNTS_PER_RAD * STEP_S *
            model.currentUnitA() * motor.parameters().torquePerAmpereNmA();
        motor.current(counts * model.currentUnitA(), damping);
    }

    /** Moves the path towards the goal within the profile, which is none where it is 0. */
    private double follow(final double goal)
    {
        final double fastest = table.get(DynamixelTable.PROFILE_VELOCITY) * VELOCITY;
        final double steepest = table.get(DynamixelTable.PROFILE_ACCELERATION) * ACCELERATION;
        if (fastest == 0)
        {
            path = goal;
            pathSpeed = 0;
            return path;
        }
        final double rest = goal - path;
        final double braking = steepest == 0 ? fastest : Math.sqrt(2 * steepest * Math.abs(rest));
        final double wanted = Math.copySign(Math.min(Math.min(fastest, braking), Math.abs(rest)), rest);
        pathSpeed = steepest == 0 ? wanted : pathSpeed + clamp(wanted - pathSpeed, steepest);
        path += pathSpeed;
        return path;
    }

    private static double clamp(final double value, final double most)
    {
        return Math.max(-most, Math.min(most, value));
    }
}
