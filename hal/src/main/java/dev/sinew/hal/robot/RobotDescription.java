package dev.sinew.hal.robot;

import java.util.List;

/**
 * A whole robot, immutable and already checked: {@code RobotFile} is the only way to get one from a file.
 *
 * @param name       name of the robot.
 * @param sha256     hash of the bytes that it was read from, 64 hexadecimal digits.
 * @param links      rigid bodies; link 0 is the floating base, link {@code i + 1} the child of joint {@code i}.
 * @param joints     hinges, parents before children.
 * @param motors     motors.
 * @param tendons    tendons; exactly one motor each.
 * @param springs    return springs.
 * @param contacts   spheres that can touch the ground.
 * @param shapes     looks.
 * @param sensors    sensors other than those of joints, motors and tendons.
 * @param rates      rates.
 * @param safety     limits of the robot as a whole.
 * @param simulation what a simulator needs.
 * @param buses      drivers; empty for a robot that exists in simulation alone.
 * @param compensation which losses of its tendons the transmission makes up for.
 */
public record RobotDescription(
    String name,
    String sha256,
    List<LinkDescription> links,
    List<JointDescription> joints,
    List<MotorDescription> motors,
    List<TendonDescription> tendons,
    List<SpringDescription> springs,
    List<ContactSphere> contacts,
    List<Shape> shapes,
    SensorDescriptions sensors,
    LoopRates rates,
    SafetyLimits safety,
    SimulationDescription simulation,
    List<BusDescription> buses,
    CompensationSettings compensation)
{
    /**
     * Makes the lists unmodifiable.
     */
    public RobotDescription
    {
        links = List.copyOf(links);
        joints = List.copyOf(joints);
        motors = List.copyOf(motors);
        tendons = List.copyOf(tendons);
        springs = List.copyOf(springs);
        contacts = List.copyOf(contacts);
        shapes = List.copyOf(shapes);
        buses = List.copyOf(buses);
    }

    /**
     * A robot without return springs.
     *
     * @param name       name of the robot.
     * @param sha256     hash of its bytes.
     * @param links      rigid bodies.
     * @param joints     hinges.
     * @param motors     motors.
     * @param tendons    tendons.
     * @param contacts   spheres that can touch the ground.
     * @param shapes     looks.
     * @param sensors    sensors.
     * @param rates      rates.
     * @param safety     limits.
     * @param simulation what a simulator needs.
     * @param buses      drivers.
     */
    public RobotDescription(
        final String name,
        final String sha256,
        final List<LinkDescription> links,
        final List<JointDescription> joints,
        final List<MotorDescription> motors,
        final List<TendonDescription> tendons,
        final List<ContactSphere> contacts,
        final List<Shape> shapes,
        final SensorDescriptions sensors,
        final LoopRates rates,
        final SafetyLimits safety,
        final SimulationDescription simulation,
        final List<BusDescription> buses)
    {
        this(name, sha256, links, joints, motors, tendons, List.of(), contacts, shapes, sensors, rates, safety,
            simulation, buses);
    }

    /**
     * A robot whose transmission makes up for what it can.
     *
     * @param name       name of the robot.
     * @param sha256     hash of its bytes.
     * @param links      rigid bodies.
     * @param joints     hinges.
     * @param motors     motors.
     * @param tendons    tendons.
     * @param springs    return springs.
     * @param contacts   spheres that can touch the ground.
     * @param shapes     looks.
     * @param sensors    sensors.
     * @param rates      rates.
     * @param safety     limits.
     * @param simulation what a simulator needs.
     * @param buses      drivers.
     */
    public RobotDescription(
        final String name,
        final String sha256,
        final List<LinkDescription> links,
        final List<JointDescription> joints,
        final List<MotorDescription> motors,
        final List<TendonDescription> tendons,
        final List<SpringDescription> springs,
        final List<ContactSphere> contacts,
        final List<Shape> shapes,
        final SensorDescriptions sensors,
        final LoopRates rates,
        final SafetyLimits safety,
        final SimulationDescription simulation,
        final List<BusDescription> buses)
    {
        this(name, sha256, links, joints, motors, tendons, springs, contacts, shapes, sensors, rates, safety,
            simulation, buses, CompensationSettings.STANDARD);
    }

    /**
     * @param other what a simulator needs.
     * @return the same robot with it.
     */
    public RobotDescription withSimulation(final SimulationDescription other)
    {
        return new RobotDescription(name, sha256, links, joints, motors, tendons, springs, contacts, shapes, sensors,
            rates, safety, other, buses, compensation);
    }

    /**
     * @param others   motors, as many and in the same order.
     * @param replaced tendons, as many and in the same order.
     * @return the same robot with them: one whose actuation was measured, or is not what its file says.
     */
    public RobotDescription withActuation(
        final List<MotorDescription> others,
        final List<TendonDescription> replaced)
    {
        return new RobotDescription(name, sha256, links, joints, others, replaced, springs, contacts, shapes, sensors,
            rates, safety, simulation, buses, compensation);
    }

    /**
     * @param tendon a tendon of this robot.
     * @return cable that a turn of its motor by 1 rad takes in, m; negative where it is wound the other way round.
     */
    public double spoolRadiusM(final TendonDescription tendon)
    {
        return tendon.winding() * motors.get(tendon.motor()).spoolRadiusM();
    }

    /**
     * @param others drivers that serve the robot instead.
     * @return changed copy; the hash stays that of the file.
     */
    public RobotDescription withBuses(final List<BusDescription> others)
    {
        return new RobotDescription(name, sha256, links, joints, motors, tendons, springs, contacts, shapes, sensors,
            rates, safety, simulation, others, compensation);
    }

    /**
     * @param others rates to run at instead.
     * @return changed copy; the hash stays that of the file.
     */
    public RobotDescription withRates(final LoopRates others)
    {
        return new RobotDescription(name, sha256, links, joints, motors, tendons, springs, contacts, shapes, sensors,
            others, safety, simulation, buses, compensation);
    }

    /**
     * @param other what to make up for instead.
     * @return changed copy; the hash stays that of the file.
     */
    public RobotDescription withCompensation(final CompensationSettings other)
    {
        return new RobotDescription(name, sha256, links, joints, motors, tendons, springs, contacts, shapes, sensors,
            rates, safety, simulation, buses, other);
    }

    /**
     * @return number of joints.
     */
    public int jointCount()
    {
        return joints.size();
    }

    /**
     * @return number of motors.
     */
    public int motorCount()
    {
        return motors.size();
    }

    /**
     * @return number of tendons.
     */
    public int tendonCount()
    {
        return tendons.size();
    }

    /**
     * @param jointName name to look for.
     * @return index of the joint, or -1.
     */
    public int jointIndex(final String jointName)
    {
        for (final JointDescription joint : joints)
        {
            if (joint.name().equals(jointName))
            {
                return joint.index();
            }
        }
        return -1;
    }

    /**
     * @param tendonName name to look for.
     * @return index of the tendon, or -1.
     */
    public int tendonIndex(final String tendonName)
    {
        for (final TendonDescription tendon : tendons)
        {
            if (tendon.name().equals(tendonName))
            {
                return tendon.index();
            }
        }
        return -1;
    }

    /**
     * @param linkName name to look for.
     * @return index of the link, or -1.
     */
    public int linkIndex(final String linkName)
    {
        for (int i = 0; i < links.size(); i++)
        {
            if (links.get(i).name().equals(linkName))
            {
                return i;
            }
        }
        return -1;
    }

    /**
     * @return names of the joints in index order.
     */
    public List<String> jointNames()
    {
        return joints.stream().map(JointDescription::name).toList();
    }

    /**
     * @return total mass, kg.
     */
    public double massKg()
    {
        return links.stream().mapToDouble(LinkDescription::massKg).sum();
    }

    /**
     * The connected parts of the joint-tendon graph, ordered by their first joint. Joints that no tendon crosses belong
     * to none.
     *
     * @return groups that a tension distribution can solve one by one.
     */
    public List<TendonGroup> tendonGroups()
    {
        return TendonGroup.of(joints, tendons);
    }
}
