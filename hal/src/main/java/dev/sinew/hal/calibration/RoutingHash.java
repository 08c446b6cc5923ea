package dev.sinew.hal.calibration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.Vector3;

/**
 * A hash of all that a calibration depends on: names and stops of joints, spools, and how tendons run. Gains, efforts,
 * tensions, looks and comments may change without making a calibration worthless. The same numbers give the same hash
 * on every JVM.
 */
public final class RoutingHash
{
    private final MessageDigest digest;

    private RoutingHash()
    {
        try
        {
            digest = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JVM has SHA-256", ex);
        }
    }

    /**
     * @param robot a robot.
     * @return 64 hexadecimal digits.
     */
    public static String of(final RobotDescription robot)
    {
        final RoutingHash hash = new RoutingHash();
        for (final JointDescription joint : robot.joints())
        {
            hash.text("joint").text(joint.name()).number(joint.lowerRad()).number(joint.upperRad())
                .number(joint.parentLink()).number(joint.encoder() ? 1 : 0).vector(joint.originM())
                .vector(joint.axis());
        }
        for (final MotorDescription motor : robot.motors())
        {
            hash.text("motor").text(motor.name()).number(motor.spoolRadiusM());
        }
        for (final TendonDescription tendon : robot.tendons())
        {
            hash.text("tendon").text(tendon.name()).number(tendon.motor()).number(tendon.winding())
                .number(tendon.restLengthM()).route(tendon.route());
        }
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private RoutingHash route(final TendonRoute route)
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            pulleys.arms().forEach(arm -> text("arm").number(arm.joint()).number(arm.momentArmM()));
        }
        else if (route instanceof TendonRoute.Polynomial polynomial)
        {
            polynomial.arms().forEach(arm ->
            {
                text("polynomial").number(arm.joint());
                arm.coefficientsM().forEach(this::number);
            });
        }
        else if (route instanceof TendonRoute.Path path)
        {
            path.elements().forEach(this::element);
        }
        return this;
    }

    private void element(final TendonRoute.Element element)
    {
        if (element instanceof TendonRoute.Via via)
        {
            text("via").number(via.link()).vector(via.atM());
        }
        else if (element instanceof TendonRoute.Cylinder cylinder)
        {
            text("cylinder").number(cylinder.link()).vector(cylinder.centreM()).vector(cylinder.axis())
                .number(cylinder.radiusM()).vector(cylinder.sideM());
        }
        else if (element instanceof TendonRoute.Pulley pulley)
        {
            text("pulley").number(pulley.divisor());
        }
    }

    private RoutingHash vector(final Vector3 vector)
    {
        return number(vector.x()).number(vector.y()).number(vector.z());
    }

    private RoutingHash text(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
        return this;
    }

    /** By its bits: how a number is written differs between JVMs. */
    private RoutingHash number(final double value)
    {
        long bits = Double.doubleToLongBits(value + 0.0);
        for (int i = 0; i < Long.BYTES; i++)
        {
            digest.update((byte)bits);
            bits >>>= Byte.SIZE;
        }
        return this;
    }
}
