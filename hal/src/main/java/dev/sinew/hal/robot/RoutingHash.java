package dev.sinew.hal.robot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells one routing from another: what was measured on a robot (calibration, identification) belongs to the way in
 * which its tendons ran then, and not to the file's colours and gains. Numbers go in bit by bit, because their texts
 * differ between versions of Java.
 */
public final class RoutingHash
{
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Double.BYTES);

    private RoutingHash() throws NoSuchAlgorithmException
    {
        digest = MessageDigest.getInstance("SHA-256");
    }

    /**
     * @param robot a robot.
     * @return hash of its joints' places, of its spools, and of names, motors, windings and routes of its tendons, 64
     *         hexadecimal digits; the same for every file that describes the same routing.
     */
    public static String of(final RobotDescription robot)
    {
        try
        {
            final RoutingHash hash = new RoutingHash();
            for (final JointDescription joint : robot.joints())
            {
                hash.word("joint").word(joint.name()).number(joint.parentLink()).vector(joint.originM())
                    .vector(joint.axis());
            }
            for (final MotorDescription motor : robot.motors())
            {
                hash.word("motor").word(motor.name()).number(motor.spoolRadiusM());
            }
            for (final TendonDescription tendon : robot.tendons())
            {
                hash.word("tendon").word(tendon.name()).number(tendon.motor()).number(tendon.winding())
                    .number(tendon.restLengthM()).route(tendon.route());
            }
            return HexFormat.of().formatHex(hash.digest.digest());
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JVM has SHA-256", ex);
        }
    }

    private RoutingHash word(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
        return this;
    }

    private RoutingHash number(final double value)
    {
        // 0 and -0 are the same number to whoever writes a file.
        digest.update(number.putDouble(0, value == 0 ? 0 : value).array());
        return this;
    }

    private RoutingHash vector(final Vector3 vector)
    {
        return number(vector.x()).number(vector.y()).number(vector.z());
    }

    private void route(final TendonRoute route)
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            word("pulleys");
            pulleys.arms().forEach(arm -> number(arm.joint()).number(arm.momentArmM()));
        }
        else if (route instanceof TendonRoute.Polynomial polynomial)
        {
            word("polynomial");
            for (final TendonRoute.PolynomialArm arm : polynomial.arms())
            {
                number(arm.joint()).number(arm.coefficientsM().size());
                arm.coefficientsM().forEach(this::number);
            }
        }
        else if (route instanceof TendonRoute.Path path)
        {
            word("path");
            path.elements().forEach(this::element);
        }
    }

    private void element(final TendonRoute.Element element)
    {
        if (element instanceof TendonRoute.Via via)
        {
            word("via").number(via.link()).vector(via.atM());
        }
        else if (element instanceof TendonRoute.Cylinder cylinder)
        {
            word("cylinder").number(cylinder.link()).vector(cylinder.centreM()).vector(cylinder.axis())
                .number(cylinder.radiusM()).vector(cylinder.sideM());
        }
        else if (element instanceof TendonRoute.Pulley pulley)
        {
            word("pulley").number(pulley.divisor());
        }
    }
}
