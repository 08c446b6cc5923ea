package dev.sinew.sim.testrobot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.LoopRates;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SafetyLimits;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * Robots for tests, independent of any robot file: a humanoid of 75 hinges and seeded random trees. Every joint has an
 * antagonist pair of tendons.
 */
public final class TestRobots
{
    /** Sensor noise of a good robot. */
    public static final SimulationDescription.SensorNoise NOISE = new SimulationDescription.SensorNoise(
        5e-4, 5e-3, 1e-3, 1e-2, 1e-5, 1e-4, 0.5, 0.05, 1e-3, 5e-3, 5e-2, 0.5, 0.02);

    private TestRobots()
    {
    }

    /**
     * @return a humanoid of 76 links in a pose in which its feet carry it.
     */
    public static RobotDescription humanoid()
    {
        final List<LinkDescription> links = new ArrayList<>();
        final List<JointDescription> joints = new ArrayList<>();
        final List<ContactSphere> contacts = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        for (final String[] row : rows())
        {
            final String name = row[0];
            final int link = names.size();
            links.add(new LinkDescription(name, number(row, 10), vector(row, 11), vector(row, 14)));
            if (link > 0)
            {
                joints.add(new JointDescription(name, link - 1, names.indexOf(row[1]), vector(row, 2), vector(row, 5),
                    number(row, 8), number(row, 9), 20, number(row, 21), number(row, 18), number(row, 17),
                    number(row, 22), number(row, 19), number(row, 20), number(row, 23) == 1));
            }
            names.add(name);
            for (int s = 0; s < (int)number(row, 24); s++)
            {
                contacts.add(new ContactSphere(name + "_" + s, link, vector(row, 25 + 4 * s),
                    number(row, 28 + 4 * s)));
            }
        }
        return assemble("test-humanoid", links, joints, contacts, 0.8588, names);
    }

    private static List<String[]> rows()
    {
        final List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            TestRobots.class.getResourceAsStream("humanoid.tsv"), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (!line.startsWith("#"))
                {
                    rows.add(line.trim().split("\\s+"));
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return rows;
    }

    /**
     * @param seed   seed of every number in it.
     * @param joints number of joints.
     * @return a tree of random shape, masses and axes; no contact.
     */
    public static RobotDescription randomTree(final long seed, final int joints)
    {
        final Random random = new Random(seed);
        final List<LinkDescription> links = new ArrayList<>();
        final List<JointDescription> hinges = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        for (int link = 0; link <= joints; link++)
        {
            names.add("link" + link);
            final double mass = 0.05 + random.nextDouble() * 3;
            final double size = mass * 0.02;
            links.add(new LinkDescription(names.get(link), mass, randomVector(random, 0.1),
                new Vector3(size * (0.5 + random.nextDouble() * 0.4), size * (0.5 + random.nextDouble() * 0.4),
                    size * (0.5 + random.nextDouble() * 0.4))));
            if (link > 0)
            {
                hinges.add(new JointDescription("joint" + link, link - 1, random.nextInt(link),
                    randomVector(random, 0.3), unitVector(random), -1, 1, 20, 20, random.nextDouble() * 0.2,
                    random.nextDouble() * 0.02, 0, 10, 1, false));
            }
        }
        return assemble("tree-" + seed, links, hinges, List.of(), 1, names);
    }

    /**
     * @param massKg    mass.
     * @param stiffness stiffness of each contact sphere, N/m.
     * @param friction  Coulomb coefficient.
     * @return a block of 0.4 m x 0.4 m x 0.1 m without joints, on four spheres of radius 0.01 m at its lower corners.
     */
    public static RobotDescription sled(final double massKg, final double stiffness, final double friction)
    {
        final List<ContactSphere> contacts = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            contacts.add(new ContactSphere("corner" + i, 0,
                new Vector3((i & 1) == 0 ? 0.2 : -0.2, (i & 2) == 0 ? 0.2 : -0.2, -0.05), 0.01));
        }
        final RobotDescription plain = assemble("sled",
            List.of(new LinkDescription("block", massKg, Vector3.ZERO,
                new Vector3(massKg * 0.014, massKg * 0.014, massKg * 0.027))),
            List.of(), contacts, 0.06, List.of("block"));
        final SimulationDescription simulation = new SimulationDescription(0.06, friction, stiffness, 0.5, 0.01,
            NOISE, 0);
        return new RobotDescription(plain.name(), plain.sha256(), plain.links(), plain.joints(), plain.motors(),
            plain.tendons(), plain.contacts(), plain.shapes(), plain.sensors(), plain.rates(), plain.safety(),
            simulation, plain.buses());
    }

    /**
     * @param robot robot.
     * @return the same without damping, armature and limits.
     */
    public static RobotDescription frictionless(final RobotDescription robot)
    {
        final List<JointDescription> joints = new ArrayList<>();
        for (final JointDescription j : robot.joints())
        {
            joints.add(new JointDescription(j.name(), j.index(), j.parentLink(), j.originM(), j.axis(), -1e3, 1e3,
                j.velocityMaxRadS(), j.effortMaxNm(), 0, 0, j.defaultPositionRad(), j.kpNmRad(), j.kdNmsRad(),
                j.hand()));
        }
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), joints, robot.motors(),
            robot.tendons(), robot.contacts(), robot.shapes(), robot.sensors(), robot.rates(), robot.safety(),
            robot.simulation(), robot.buses());
    }

    private static RobotDescription assemble(
        final String name,
        final List<LinkDescription> links,
        final List<JointDescription> joints,
        final List<ContactSphere> contacts,
        final double baseHeightM,
        final List<String> names)
    {
        final List<TendonDescription> tendons = new ArrayList<>();
        final List<MotorDescription> motors = new ArrayList<>();
        for (final JointDescription joint : joints)
        {
            addPair(joint, tendons, motors);
        }
        return new RobotDescription(name, "0".repeat(64), links, joints, motors, tendons, contacts, List.of(),
            sensors(names, contacts), new LoopRates(1000),
            new SafetyLimits(100_000_000L, 5_000_000L, 50, 0.05, 5, 1.2),
            new SimulationDescription(baseHeightM, 0.9, 40_000, 0.5, 0.01, NOISE, 0), List.of());
    }

    private static void addPair(
        final JointDescription joint, final List<TendonDescription> tendons, final List<MotorDescription> motors)
    {
        final boolean small = joint.hand();
        final double arm = small ? 0.008 : 0.04;
        final double spool = small ? 0.005 : 0.01;
        final double tensionMax = Math.max(150, 1.5 * joint.effortMaxNm() / arm);
        for (int side = 0; side < 2; side++)
        {
            final int index = tendons.size();
            final String name = joint.name() + (side == 0 ? "_pull" : "_back");
            tendons.add(new TendonDescription(name, index, index,
                List.of(new TendonDescription.MomentArm(joint.index(), side == 0 ? arm : -arm)),
                0.3, 2, tensionMax, 10, small ? 13_000 : 800_000, small ? 2.7 : 210));
            motors.add(new MotorDescription(name + "_motor", index, index, spool, small ? 1e-6 : 3.75e-4,
                small ? 2e-6 : 2e-4, 1.05 * tensionMax * spool, 500, 90));
        }
    }

    private static SensorDescriptions sensors(final List<String> names, final List<ContactSphere> contacts)
    {
        final List<SensorDescriptions.Imu> imus = new ArrayList<>();
        imus.add(new SensorDescriptions.Imu("imu_base", 0, Vector3.ZERO));
        final int torso = names.indexOf("torso");
        if (torso > 0)
        {
            imus.add(new SensorDescriptions.Imu("imu_torso", torso, new Vector3(0.02, 0.01, 0.2)));
        }
        final List<SensorDescriptions.Wrench> wrenches = new ArrayList<>();
        for (final String foot : List.of("l_ankle_roll", "r_ankle_roll"))
        {
            if (names.contains(foot))
            {
                wrenches.add(new SensorDescriptions.Wrench(foot + "_wrench", names.indexOf(foot)));
            }
        }
        final List<SensorDescriptions.Touch> touches = new ArrayList<>();
        for (int i = 0; i < contacts.size(); i++)
        {
            touches.add(new SensorDescriptions.Touch(contacts.get(i).name() + "_touch", List.of(i)));
        }
        return new SensorDescriptions(imus, wrenches, touches);
    }

    private static double number(final String[] row, final int column)
    {
        return Double.parseDouble(row[column]);
    }

    private static Vector3 vector(final String[] row, final int column)
    {
        return new Vector3(number(row, column), number(row, column + 1), number(row, column + 2));
    }

    private static Vector3 randomVector(final Random random, final double size)
    {
        return new Vector3((random.nextDouble() - 0.5) * 2 * size, (random.nextDouble() - 0.5) * 2 * size,
            (random.nextDouble() - 0.5) * 2 * size);
    }

    private static Vector3 unitVector(final Random random)
    {
        final double x = random.nextGaussian();
        final double y = random.nextGaussian();
        final double z = random.nextGaussian();
        final double size = Math.sqrt(x * x + y * y + z * z);
        return new Vector3(x / size, y / size, z / size);
    }
}
