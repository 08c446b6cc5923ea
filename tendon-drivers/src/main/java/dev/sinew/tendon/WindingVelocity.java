package dev.sinew.tendon;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.compensation.TendonCompensation;

/**
 * Joint velocities from the cable that motors take in, less the change of its stretch: far quieter than encoders.
 * Where all tendons are taut and moment arms do not follow the pose, one solution for the whole robot; else group by
 * group. Loop's thread; allocation-free.
 */
final class WindingVelocity
{
    private static final long NEEDED_GROUPS = ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();

    private final TransmissionGroup[] groups;
    private final TendonCompensation compensation;
    private final boolean preferMotors;
    /** By tendon: cable that a turn of its motor takes in, m/rad, and the motor. */
    private final double[] spoolRadius;
    private final int[] tendonMotor;
    private final double[] windingScratch;
    private final double[] motorScratch;
    private final double[] velocityScratch;
    /** Null where moment arms follow the pose. */
    private final TautVelocity taut;
    private boolean allTaut;

    WindingVelocity(
        final RobotDescription robot,
        final TransmissionGroup[] groups,
        final TendonCompensation compensation,
        final boolean preferMotors)
    {
        this.groups = groups;
        this.compensation = compensation;
        this.preferMotors = preferMotors;
        spoolRadius = robot.tendons().stream().mapToDouble(robot::spoolRadiusM).toArray();
        tendonMotor = robot.tendons().stream().mapToInt(TendonDescription::motor).toArray();
        taut = TautVelocity.of(groups, robot.jointCount(), robot.tendonCount());
        windingScratch = new double[robot.tendonCount()];
        motorScratch = new double[robot.motorCount()];
        velocityScratch = new double[robot.jointCount()];
    }

    /**
     * @param state         newest sample.
     * @param tension       tension of each tendon, N.
     * @param allWhole      true when no group does without a lost tendon.
     * @param jointVelocity in, what the estimate says; out, with what motors say better, rad/s.
     */
    void refine(
        final StateBlock state,
        final double[] tension,
        final boolean allWhole,
        final Column jointVelocity)
    {
        state.motorVelocity.copyTo(motorScratch);
        for (int i = 0; i < tendonMotor.length; i++)
        {
            windingScratch[i] = spoolRadius[i] * motorScratch[tendonMotor[i]];
        }
        compensation.unstretch(windingScratch);
        final boolean fromMotors = preferMotors && (state.validGroups() & NEEDED_GROUPS) == NEEDED_GROUPS;
        jointVelocity.copyTo(velocityScratch);
        allTaut = fromMotors && allWhole && taut != null && taut.isTaut(tension);
        if (allTaut)
        {
            taut.solve(windingScratch, velocityScratch);
        }
        for (int g = 0; g < groups.length && !allTaut; g++)
        {
            groups[g].velocity(fromMotors, tension, windingScratch, velocityScratch);
        }
        jointVelocity.setAll(velocityScratch);
    }

    VelocitySource source(final int group)
    {
        return allTaut ? VelocitySource.MOTORS : groups[group].velocitySource();
    }
}
