package dev.sinew.tendon;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.tendon.life.GroupNumbers;
import dev.sinew.tendon.life.LossVariant;
import dev.sinew.tendon.life.RobotLife;
import dev.sinew.tendon.routing.ConstantRouting;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Motors wind tendons over constant moment arms. Each group of joints that share tendons is solved by itself: one dense
 * problem over a whole hand is slower and, with rules of thumb, far more often without an answer. One instance serves
 * one loop; not thread-safe; allocation-free after construction; deterministic.
 */
public final class TendonTransmission implements Transmission
{
    private static final long MOTOR_VELOCITY_GROUPS = ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();

    private final TendonRouting routing;
    private final TransmissionOptions options;
    private final TransmissionGroup[] groups;
    private final double[] spoolRadius;
    private final double[] motorDamping;
    private final double[] motorEffortMax;
    private final int[] motorTendon;

    private final RobotLife life;
    private final double[] restTension;
    private final double[] tensionScratch;
    private final double[] windingScratch;
    private final double[] positionScratch;
    private final double[] effortScratch;

    /**
     * @param robot   robot whose tendons are meant.
     * @param options what to do beyond the plain statics.
     * @throws IllegalArgumentException when a joint cannot be moved both ways by its tendons within their bounds; the
     *                                  message names the joint and the missing direction.
     */
    public TendonTransmission(final RobotDescription robot, final TransmissionOptions options)
    {
        this.options = options;
        routing = new ConstantRouting(robot);
        final int motors = robot.motorCount();
        final int tendons = robot.tendonCount();
        spoolRadius = new double[motors];
        motorDamping = new double[motors];
        motorEffortMax = new double[motors];
        motorTendon = new int[motors];
        for (final MotorDescription motor : robot.motors())
        {
            spoolRadius[motor.index()] = motor.spoolRadiusM();
            motorDamping[motor.index()] = motor.dampingNmsRad();
            motorEffortMax[motor.index()] = motor.effortMaxNm();
            motorTendon[motor.index()] = motor.tendon();
        }
        final List<TendonGroup> parts = robot.tendonGroups();
        refuseJointsWithoutTendon(robot, parts);
        groups = new TransmissionGroup[parts.size()];
        for (int g = 0; g < groups.length; g++)
        {
            groups[g] = new TransmissionGroup(robot, parts.get(g), routing);
        }
        tensionScratch = new double[tendons];
        windingScratch = new double[tendons];
        positionScratch = new double[robot.jointCount()];
        effortScratch = new double[robot.jointCount()];
        restTension = new double[tendons];
        final List<GroupNumbers> numbers = new ArrayList<>();
        for (final TransmissionGroup group : groups)
        {
            group.rest(restTension);
            numbers.add(group.numbers());
        }
        life = new RobotLife(robot, routing, numbers, this::use);
    }

    private void use(final int group, final LossVariant variant)
    {
        groups[group].use(variant);
        groups[group].rest(restTension);
    }

    private static void refuseJointsWithoutTendon(final RobotDescription robot, final List<TendonGroup> parts)
    {
        final boolean[] crossed = new boolean[robot.jointCount()];
        for (final TendonGroup part : parts)
        {
            for (final int joint : part.joints())
            {
                crossed[joint] = true;
            }
        }
        for (int j = 0; j < crossed.length; j++)
        {
            if (!crossed[j])
            {
                throw new IllegalArgumentException("joint " + robot.joints().get(j).name() +
                    " cannot be moved in either direction: no tendon crosses it; route at least two tendons over it");
            }
        }
    }

    /**
     * @return number of groups, in the order of {@link RobotDescription#tendonGroups()}.
     */
    public int groupCount()
    {
        return groups.length;
    }

    /**
     * @param group index of the group.
     * @return where its joint velocities came from in the last {@link #estimate}.
     */
    public VelocitySource velocitySource(final int group)
    {
        return groups[group].velocitySource();
    }

    /**
     * @param group index of the group.
     * @return scale of its effort in the last {@link #distribute}, in [0, 1].
     */
    public double scale(final int group)
    {
        return groups[group].scale();
    }

    /**
     * @return what {@link #restTension(Column)} writes, N; a copy.
     */
    public double[] restTensions()
    {
        return restTension.clone();
    }

    @Override
    public void estimate(
        final StateBlock state,
        final Column jointPosition,
        final Column jointVelocity,
        final Column jointEffort)
    {
        jointPosition.copyFrom(state.jointPosition);
        state.tendonTension.copyTo(tensionScratch);
        jointPosition.copyTo(positionScratch);
        for (int i = 0; i < motorTendon.length; i++)
        {
            windingScratch[motorTendon[i]] = spoolRadius[i] * state.motorVelocity.get(i);
        }
        final boolean measured = (state.validGroups() & MOTOR_VELOCITY_GROUPS) == MOTOR_VELOCITY_GROUPS;
        final boolean fromMotors = measured && options.preferMotorVelocity();
        for (final TransmissionGroup group : groups)
        {
            group.velocity(fromMotors, tensionScratch, windingScratch, state.jointVelocity, jointVelocity);
        }
        routing.efforts(positionScratch, tensionScratch, effortScratch);
        jointEffort.setAll(effortScratch);
    }

    @Override
    public double distribute(
        final Column jointPosition,
        final Column jointEffort,
        final double coContraction,
        final Column tendonTension,
        final Column jointAchieved)
    {
        final double level = coContraction > 0 ? Math.min(coContraction, 1) : 0;
        double least = 1;
        for (final TransmissionGroup group : groups)
        {
            least = Math.min(least, group.distribute(jointEffort, level, tendonTension, jointAchieved));
        }
        return least;
    }

    @Override
    public void command(final Column tendonTension, final StateBlock state, final CommandBlock command)
    {
        for (int i = 0; i < motorTendon.length; i++)
        {
            double effort = spoolRadius[i] * tendonTension.get(motorTendon[i]);
            if (options.compensateMotorFriction())
            {
                effort += motorDamping[i] * state.motorVelocity.get(i);
            }
            final double most = motorEffortMax[i];
            // Not a number compares false with everything: such a motor is left without torque.
            command.motorEffort.set(i, effort >= -most ? Math.min(effort, most) : effort < -most ? -most : 0);
        }
    }

    @Override
    public void effortOf(final Column tendonTension, final Column jointPosition, final Column jointEffort)
    {
        tendonTension.copyTo(tensionScratch);
        jointPosition.copyTo(positionScratch);
        routing.efforts(positionScratch, tensionScratch, effortScratch);
        jointEffort.setAll(effortScratch);
    }

    @Override
    public void restTension(final Column tendonTension)
    {
        tendonTension.setAll(restTension);
    }

    @Override
    public TendonLife life()
    {
        return life;
    }

    /**
     * Bounds that the distribution uses: the file's, and no more than the motor can pull.
     *
     * @param tendon tendon.
     * @param motor  motor that winds it.
     * @return greatest tension, N.
     */
    static double tensionMax(final TendonDescription tendon, final MotorDescription motor)
    {
        return Math.min(tendon.tensionMaxN(), motor.effortMaxNm() / motor.spoolRadiusM());
    }
}
