package dev.sinew.hal.identification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonDescription.MomentArm;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.TendonRoute;

/**
 * What was measured of a robot's tendons in one go.
 *
 * @param robot         name of the robot.
 * @param unit          which one of its kind, for robots of which there are several; may be empty.
 * @param routingSha256 {@link dev.sinew.hal.robot.RoutingHash} of the file that it was measured against.
 * @param dateUtc       when, ISO 8601.
 * @param recording     what it was measured from.
 * @param tendons       the tendons that were measured.
 */
public record Identification(
    String robot,
    String unit,
    String routingSha256,
    String dateUtc,
    String recording,
    List<IdentifiedTendon> tendons)
{
    /**
     * Freezes the list.
     */
    public Identification
    {
        tendons = List.copyOf(tendons);
    }

    /**
     * @param described robot as its file describes it.
     * @return for people: of how many tendons, when and from what.
     */
    public String summary(final RobotDescription described)
    {
        return tendons.size() + " of " + described.tendonCount() + " tendons as identified " + dateUtc + " from " +
            recording + (unit.isEmpty() ? "" : ", unit " + unit);
    }

    /**
     * @param described robot as its file describes it, of the same routing.
     * @return the robot as it was measured; what was not measured stays as described.
     */
    public RobotDescription applyTo(final RobotDescription described)
    {
        final Map<String, IdentifiedTendon> found = new LinkedHashMap<>();
        tendons.forEach(tendon -> found.put(tendon.tendon(), tendon));
        final List<MotorDescription> motors = new ArrayList<>();
        for (final MotorDescription motor : described.motors())
        {
            final IdentifiedTendon first = found.get(described.tendons().get(motor.tendon()).name());
            final double winding = Math.abs(described.tendons().get(motor.tendon()).winding());
            final double radius = first == null || first.spoolRadiusM() == null ? motor.spoolRadiusM() :
                first.spoolRadiusM().value() / winding;
            final double inertia = motor.tendons().stream().map(i -> found.get(described.tendons().get(i).name()))
                .filter(one -> one != null && one.rotorInertiaKgM2() != null).findFirst()
                .map(one -> one.rotorInertiaKgM2().value()).orElse(motor.rotorInertiaKgM2());
            motors.add(new MotorDescription(motor.name(), motor.index(), motor.tendons(), radius,
                inertia, motor.dampingNmsRad(), motor.effortMaxNm(), motor.velocityMaxRadS(),
                motor.temperatureMaxC(), motor.thermal()));
        }
        final List<TendonDescription> cables = new ArrayList<>();
        for (final TendonDescription tendon : described.tendons())
        {
            final IdentifiedTendon one = found.get(tendon.name());
            cables.add(one == null ? tendon : apply(described, tendon, one, motors.get(tendon.motor())));
        }
        return described.withActuation(motors, cables);
    }

    private static TendonDescription apply(
        final RobotDescription described,
        final TendonDescription tendon,
        final IdentifiedTendon one,
        final MotorDescription motor)
    {
        final double radius = one.spoolRadiusM() == null ? Math.abs(described.spoolRadiusM(tendon)) :
            one.spoolRadiusM().value();
        final TendonLosses losses = tendon.losses();
        final boolean rubs = one.frictionCoefficient() != null;
        final TendonLosses measured = new TendonLosses(
            rubs ? Math.max(0, one.frictionCoefficient().value()) : losses.frictionCoefficient(),
            rubs ? one.wrapRad() : losses.wrapRad(),
            value(one.backlashM(), losses.backlashM()),
            value(one.creepRatio(), losses.creepRatio()),
            value(one.creepTimeConstantS(), losses.creepTimeConstantS()));
        return new TendonDescription(tendon.name(), tendon.index(), tendon.motor(),
            Math.copySign(radius / motor.spoolRadiusM(), tendon.winding()), scaled(described, tendon.route(), one),
            tendon.restLengthM(), tendon.tensionMinN(), tendon.tensionMaxN(), tendon.pretensionN(),
            value(one.stiffnessNM(), tendon.stiffnessNM()), tendon.dampingNsM(), measured);
    }

    private static double value(final Measured measured, final double described)
    {
        return measured == null ? described : measured.value();
    }

    private static double scale(final RobotDescription described, final IdentifiedTendon one, final int joint)
    {
        return value(one.armScale().get(described.joints().get(joint).name()), 1);
    }

    /** Arms that follow from points in space stay as they are: a scale would belong to no point. */
    private static TendonRoute scaled(
        final RobotDescription described, final TendonRoute route, final IdentifiedTendon one)
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            return new TendonRoute.Pulleys(pulleys.arms().stream().map(arm ->
                new MomentArm(arm.joint(), arm.momentArmM() * scale(described, one, arm.joint()))).toList());
        }
        if (route instanceof TendonRoute.Polynomial polynomial)
        {
            return new TendonRoute.Polynomial(polynomial.arms().stream().map(arm ->
                new TendonRoute.PolynomialArm(arm.joint(), arm.coefficientsM().stream()
                    .map(c -> c * scale(described, one, arm.joint())).toList())).toList());
        }
        return route;
    }
}
