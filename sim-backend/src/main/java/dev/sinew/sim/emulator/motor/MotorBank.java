package dev.sinew.sim.emulator.motor;

/**
 * The moving parts behind a number of drives, stepped together by a fixed period. Arrays are the bank's own, indexed
 * by motor, and are overwritten by each step. One thread; no allocation after construction; deterministic.
 */
public interface MotorBank
{
    /**
     * @return number of motors.
     */
    int count();

    /**
     * @return length of a step, ns.
     */
    long periodNs();

    /**
     * Sets what a drive makes its motor do in the next steps, until set again.
     *
     * @param motor         index of the motor.
     * @param torqueNm      torque at the output shaft, N·m.
     * @param dampingNmsRad damping that is taken off it, implicitly: made torque = torque - damping x velocity at the
     *                      end of the step; N·m·s/rad, at least 0.
     */
    void drive(int motor, double torqueNm, double dampingNmsRad);

    /**
     * @return true when its shafts have the friction of the drives' motors and gearboxes; false when it only knows what
     *         a robot's file says, so that a limp drive has to bring the drag of its gearbox.
     */
    default boolean hasGearFriction()
    {
        return true;
    }

    /**
     * Blocks a motor's shaft where it stands, or lets it go.
     *
     * @param motor     index of the motor.
     * @param isBlocked true to block it.
     */
    void block(int motor, boolean isBlocked);

    /**
     * Lets everything move on by one period.
     *
     * @return false when the physics behind it has become unstable; it then stands still from now on.
     */
    boolean step();

    /**
     * @return positions of the output shafts, rad; 0 at the start.
     */
    double[] positionRad();

    /**
     * @return velocities of the output shafts, rad/s.
     */
    double[] velocityRadS();

    /**
     * @return torques that the motors made at the end of the last step, damping included, N·m.
     */
    double[] torqueNm();
}
