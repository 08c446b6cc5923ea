package dev.sinew.tendon;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Viscous friction of the rotors themselves, made up for within each motor's greatest torque. Loop's thread;
 * allocation-free.
 */
final class MotorFriction
{
    private final double[] dampingNmsRad;
    private final double[] effortMaxNm;

    MotorFriction(final RobotDescription robot)
    {
        dampingNmsRad = robot.motors().stream().mapToDouble(MotorDescription::dampingNmsRad).toArray();
        effortMaxNm = robot.motors().stream().mapToDouble(MotorDescription::effortMaxNm).toArray();
    }

    /**
     * @param state   newest sample.
     * @param command in and out, motor torques, N·m; what is not a number becomes 0.
     */
    void add(final StateBlock state, final CommandBlock command)
    {
        for (int i = 0; i < dampingNmsRad.length; i++)
        {
            final double effort = command.motorEffort.get(i) + dampingNmsRad[i] * state.motorVelocity.get(i);
            final double most = effortMaxNm[i];
            command.motorEffort.set(i, effort >= -most ? Math.min(effort, most) : effort < -most ? -most : 0);
        }
    }
}
