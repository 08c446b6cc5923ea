package dev.sinew.sim.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.PlantVariation;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonDescription.MomentArm;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.system.SystemRequest;

/**
 * Draws the robot that a simulator builds from the one that its file describes. Each number has a draw of its own that
 * follows from the seed and its place alone. Nothing outside the simulator and its tests may see what was drawn.
 */
public final class VariedRobot
{
    private static final long STREAMS = 0x9E37_79B9_7F4A_7C15L;
    private static final int MOTORS = 1;
    private static final int TENDONS = 2;

    private VariedRobot()
    {
    }

    /**
     * @param robot     robot as its file describes it.
     * @param plantSeed seed, or {@link SystemRequest#AS_DESCRIBED}.
     * @return robot whose motors and tendons are off it as far as its own variation allows.
     */
    public static RobotDescription draw(final RobotDescription robot, final long plantSeed)
    {
        if (plantSeed == SystemRequest.AS_DESCRIBED)
        {
            return robot;
        }
        final PlantVariation most = robot.simulation().plantVariation();
        final List<MotorDescription> motors = new ArrayList<>();
        for (final MotorDescription motor : robot.motors())
        {
            final SplittableRandom random = stream(plantSeed, MOTORS, motor.index());
            final double radius = motor.spoolRadiusM() * scale(random, most.spoolRadius());
            final double inertia = motor.rotorInertiaKgM2() * scale(random, most.rotorInertia());
            motors.add(new MotorDescription(motor.name(), motor.index(), motor.tendons(), radius, inertia,
                motor.dampingNmsRad(), motor.effortMaxNm(), motor.velocityMaxRadS(), motor.temperatureMaxC(),
                motor.thermal()));
        }
        final List<TendonDescription> tendons = new ArrayList<>();
        for (final TendonDescription tendon : robot.tendons())
        {
            tendons.add(draw(tendon, stream(plantSeed, TENDONS, tendon.index()), most));
        }
        return robot.withActuation(motors, tendons);
    }

    private static TendonDescription draw(
        final TendonDescription tendon, final SplittableRandom random, final PlantVariation most)
    {
        final double stiffness = scale(random, most.stiffness());
        final double friction = scale(random, most.friction());
        final TendonLosses losses = tendon.losses();
        return new TendonDescription(tendon.name(), tendon.index(), tendon.motor(), tendon.winding(),
            draw(tendon.route(), random, most.momentArm()), tendon.restLengthM(), tendon.tensionMinN(),
            tendon.tensionMaxN(), tendon.pretensionN(), tendon.stiffnessNM() * stiffness, tendon.dampingNsM(),
            new TendonLosses(losses.frictionCoefficient() * friction, losses.wrapRad(), losses.backlashM(),
                losses.creepRatio(), losses.creepTimeConstantS()));
    }

    private static TendonRoute draw(final TendonRoute route, final SplittableRandom random, final double most)
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            return new TendonRoute.Pulleys(pulleys.arms().stream().map(arm ->
                new MomentArm(arm.joint(), arm.momentArmM() * scale(random, most))).toList());
        }
        if (route instanceof TendonRoute.Polynomial polynomial)
        {
            return new TendonRoute.Polynomial(polynomial.arms().stream().map(arm ->
            {
                final double scale = scale(random, most);
                return new TendonRoute.PolynomialArm(arm.joint(),
                    arm.coefficientsM().stream().map(c -> c * scale).toList());
            }).toList());
        }
        final TendonRoute.Path path = (TendonRoute.Path)route;
        return new TendonRoute.Path(path.elements().stream().map(element -> draw(element, random, most)).toList(),
            path.joints());
    }

    /** The points stay where they are: a guide that is off by a part of its distance from the world means nothing. */
    private static TendonRoute.Element draw(
        final TendonRoute.Element element, final SplittableRandom random, final double most)
    {
        return element instanceof TendonRoute.Cylinder cylinder ? new TendonRoute.Cylinder(cylinder.link(),
            cylinder.centreM(), cylinder.axis(), cylinder.radiusM() * scale(random, most), cylinder.sideM()) : element;
    }

    private static SplittableRandom stream(final long seed, final int kind, final int index)
    {
        return new SplittableRandom(seed * STREAMS + ((long)kind << 32) + index);
    }

    private static double scale(final SplittableRandom random, final double most)
    {
        return 1 + most * (2 * random.nextDouble() - 1);
    }
}
