package dev.sinew.tendon.compensation;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * How the tendons are meant to move, from the targets of the joints: speed, acceleration and a direction that does not
 * chatter.
 *
 * <pre>
 *   v = R q'_target, filtered        a = v'           e = R (q_target - q)
 *   s = x / sqrt(1 + x²),  x = (v + e / T) / v_0
 * </pre>
 * <p>A measured speed is not in it. So the direction is known before the cable moves, noise hardly moves it, and
 * nothing that is built on it can drive an oscillation by its own speed. Where the target stands still the position
 * error says which way the cable is wanted: what is built on that is a spring of bounded force. Loop's thread;
 * allocation-free.</p>
 */
final class ReferenceMotion
{
    private static final double PERIOD_S = 0.001;
    private static final double NANOSECONDS = 1e-9;

    /** Speed at which each tendon is meant to run to its spool, m/s. */
    final double[] speedMS;
    /** Its rate, m/s². */
    final double[] accelerationMS2;
    /** Direction, -1 paid out to 1 wound in; 0 where nobody asked for it. */
    final double[] direction;

    private final TendonRouting routing;
    private final boolean directed;
    private final double perPeriodS;
    private final double keep;
    private final double perErrorS;
    private final double perSpeed;
    private final double[] position;
    private final double[] target;
    private final double[] velocity;
    private final double[] pathRate;
    private final double[] error;
    private final double[] tendonError;

    /** @param directed true where directions are wanted: they take a square root a tendon. */
    ReferenceMotion(
        final RobotDescription robot,
        final TendonRouting routing,
        final CompensationSettings settings,
        final boolean directed)
    {
        this.routing = routing;
        this.directed = directed;
        final double periodS = robot.rates() == null ? PERIOD_S : robot.rates().periodNs() * NANOSECONDS;
        perPeriodS = 1 / periodS;
        keep = 1 / (1 + 2 * Math.PI * settings.referenceHz() * periodS);
        perErrorS = 1 / settings.directionErrorS();
        perSpeed = 1 / settings.directionSpeedMS();
        final int joints = robot.jointCount();
        final int tendons = robot.tendonCount();
        position = new double[joints];
        target = new double[joints];
        velocity = new double[joints];
        pathRate = new double[tendons];
        error = new double[joints];
        speedMS = new double[tendons];
        accelerationMS2 = new double[tendons];
        direction = new double[tendons];
        tendonError = new double[tendons];
    }

    /**
     * @param targetPosition joint targets, rad.
     * @param targetVelocity their velocities, rad/s; 0 where the targets do not say.
     * @param jointPosition  estimated joint positions, rad.
     */
    void follow(final Column targetPosition, final Column targetVelocity, final Column jointPosition)
    {
        jointPosition.copyTo(position);
        targetVelocity.copyTo(target);
        for (int j = 0; j < velocity.length; j++)
        {
            velocity[j] = target[j] + keep * (velocity[j] - target[j]);
        }
        routing.velocities(position, velocity, pathRate);
        for (int i = 0; i < speedMS.length; i++)
        {
            // A path that grows shorter is a cable that runs to its spool.
            final double before = speedMS[i];
            speedMS[i] = -pathRate[i];
            accelerationMS2[i] = (speedMS[i] - before) * perPeriodS;
        }
        if (directed)
        {
            targetPosition.copyTo(error);
            direct();
        }
    }

    private void direct()
    {
        for (int j = 0; j < error.length; j++)
        {
            error[j] -= position[j];
        }
        routing.velocities(position, error, tendonError);
        for (int i = 0; i < direction.length; i++)
        {
            final double x = (speedMS[i] - tendonError[i] * perErrorS) * perSpeed;
            direction[i] = x / Math.sqrt(1 + x * x);
        }
    }

    /** The tendons are not meant to move. */
    void stand()
    {
        for (int j = 0; j < velocity.length; j++)
        {
            velocity[j] = 0;
        }
        for (int i = 0; i < direction.length; i++)
        {
            speedMS[i] = 0;
            accelerationMS2[i] = 0;
            direction[i] = 0;
        }
    }
}
