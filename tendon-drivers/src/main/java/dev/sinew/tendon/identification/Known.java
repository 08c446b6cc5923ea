package dev.sinew.tendon.identification;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;

/**
 * What is known of a tendon so far: the robot file's numbers at first, better ones with each round.
 */
final class Known
{
    /** Cable that a turn of its motor by 1 rad takes in, m. */
    double radius;
    double stiffness;
    /** Friction coefficient times wrap angle. */
    double exponent;
    double creepRatio;
    double creepTimeS;
    /** By leg. */
    final double[] scale;

    Known(final RobotDescription robot, final TendonDescription tendon, final List<Leg> legs)
    {
        final TendonLosses losses = tendon.losses();
        radius = robot.spoolRadiusM(tendon);
        stiffness = tendon.stiffnessNM();
        exponent = losses.frictionCoefficient() * losses.wrapRad();
        creepRatio = losses.creepRatio();
        creepTimeS = losses.creepTimeConstantS();
        scale = new double[legs.size()];
        Arrays.fill(scale, 1);
    }
}
