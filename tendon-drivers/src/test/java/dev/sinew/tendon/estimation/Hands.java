package dev.sinew.tendon.estimation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.routing.ConstantRouting;
import org.agrona.concurrent.UnsafeBuffer;

/** The reference robot whose file says that its cables rub, and an estimator for it. */
final class Hands
{
    static final double FRICTION = 0.05;
    static final RobotDescription NEO = rubbing(RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml")));
    static final double[] REST = new TendonTransmission(NEO, TransmissionOptions.DEFAULT).restTensions();
    static final int[] JOINTS = NEO.joints().stream().filter(JointDescription::hand)
        .mapToInt(JointDescription::index).toArray();
    static final TendonZero ZERO = TendonZero.atDefaultPose(NEO, REST);

    final Column position = column();
    final Column velocity = column();
    final Column variance = column();
    final Column source = column();
    final JointEstimator estimator;
    final MovedRobot moved;
    /** Root mean square of the largest change of a published position against the true one in a cycle, rad. */
    double jumpRad;
    private final double[] lastError = new double[NEO.jointCount()];

    Hands(final RobotDescription robot, final EstimatorSettings settings, final long seed, final double spread)
    {
        estimator = new JointEstimator(robot, new ConstantRouting(robot), settings, ZERO);
        moved = new MovedRobot(robot, REST, seed, spread);
        moved.frictionRatio = FRICTION;
        moved.delay = 1;
        moved.moveHands(0.6);
    }

    static EstimatorSettings settings()
    {
        return EstimatorSettings.of(NEO).withSampleAge(MovedRobot.PERIOD_S);
    }

    void run(final double seconds)
    {
        for (int c = 0; c < Math.round(seconds / MovedRobot.PERIOD_S); c++)
        {
            cycle();
        }
    }

    void cycle()
    {
        moved.advance();
        estimator.update(moved.state, position, velocity);
        estimator.quality(variance, source);
        for (int j = 0; j < lastError.length; j++)
        {
            final double error = error(j);
            jumpRad = Math.max(jumpRad, Math.abs(error - lastError[j]));
            lastError[j] = error;
        }
    }

    double error(final int joint)
    {
        return position.get(joint) - moved.q[joint];
    }

    /** Cycles until an encoder is out, at most {@code most}. */
    int cyclesUntilOut(final int joint, final int most)
    {
        int cycles = 0;
        while (estimator.encoder(joint) == EncoderState.HEALTHY && cycles < most)
        {
            cycle();
            cycles++;
        }
        return cycles;
    }

    private static RobotDescription rubbing(final RobotDescription robot)
    {
        final List<TendonDescription> tendons = new ArrayList<>();
        for (final TendonDescription t : robot.tendons())
        {
            tendons.add(new TendonDescription(t.name(), t.index(), t.motor(), t.winding(), t.route(), t.restLengthM(),
                t.tensionMinN(), t.tensionMaxN(), t.pretensionN(), t.stiffnessNM(), t.dampingNsM(),
                new TendonLosses(FRICTION, 1, 0, 0, 1)));
        }
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), robot.joints(), robot.motors(),
            tendons, robot.springs(), robot.contacts(), robot.shapes(), robot.sensors(), robot.rates(),
            robot.safety(), robot.simulation(), robot.buses());
    }

    static RobotDescription withoutEncoders(final RobotDescription robot, final int... joints)
    {
        final List<JointDescription> list = new ArrayList<>(robot.joints());
        for (final int j : joints)
        {
            list.set(j, list.get(j).withEncoder(false));
        }
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), list, robot.motors(),
            robot.tendons(), robot.springs(), robot.contacts(), robot.shapes(), robot.sensors(), robot.rates(),
            robot.safety(), robot.simulation(), robot.buses());
    }

    private static Column column()
    {
        final int size = NEO.jointCount();
        return new Column("test", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }
}
