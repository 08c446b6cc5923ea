package dev.sinew.sim.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;

class EmbeddedEngineBitsTest
{
    /** Of all coordinates over 1000 steps; changes only together with {@link EmbeddedEngine#VERSION}. */
    private static final String EXPECTED =
        "aaaf4ff70d6ebd06f4b2e7c978a6f4c96a195badca3e35db78beb51e709554fb";

    @Test
    void shouldGiveTheSameBitsOnEveryMachine() throws Exception
    {
        final RobotDescription robot = TestRobots.humanoid();
        final EmbeddedEngine engine = new EmbeddedEngine(robot);
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final ByteBuffer bytes = ByteBuffer.allocate(8);
        for (int step = 0; step < 1000; step++)
        {
            for (final JointDescription joint : robot.joints())
            {
                final double error = joint.defaultPositionRad() - engine.jointPosition()[joint.index()];
                engine.jointEffort()[joint.index()] = 0.5 * joint.kpNmRad() * error -
                    0.5 * joint.kdNmsRad() * engine.jointVelocity()[joint.index()];
            }
            engine.externalForce(0, step == 100 ? 300 : 0, step == 200 ? -200 : 0, 0, 0, 0, 0.1);
            engine.step();
            for (final double[] part : new double[][] { engine.jointPosition(), engine.jointVelocity(),
                engine.basePose(), engine.baseVelocity(), engine.contactForce(), engine.imu(), engine.wrench() })
            {
                for (final double value : part)
                {
                    digest.update(bytes.putDouble(0, value).array());
                }
            }
        }
        assertEquals(EXPECTED, HexFormat.of().formatHex(digest.digest()));
    }
}
