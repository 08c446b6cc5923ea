package dev.sinew.hal.robot.export;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.Shape;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * Writes a robot as MJCF, in the subset that MuJoCo 2.2.2 and 3.x share. Names in the file, each unique in its kind:
 *
 * <pre>
 *   body    one a link, named as the link; the base's body carries the free joint "root", which comes first
 *   joint   one a joint, named as the joint. Order: bodies depth first, which is the robot's order when its joints are
 *           listed depth first; look joints up by name to be independent of that
 *   geom    "floor" (plane z = 0); one a contact sphere, named as the sphere; looks have no name and touch nothing
 *   site    one an inertial unit and one a force-torque sensor, named as the sensor; one a contact sphere, named as the
 *           sphere, a little larger; one a point of a path, TENDON/2 for its third element; TENDON/2/side beside a
 *           cylinder, which is a geom TENDON/2
 *   tendon  one a tendon and one a return spring, named alike. Round pulleys: fixed, coefficients are dl/dq, the moment
 *           arms negated. Paths: spatial. Arms that are polynomials: fixed, with those of the default pose, because
 *           MuJoCo has no such tendon
 *   actuator  one a tendon, named as the tendon's motor, or as the tendon where its motor winds several; control is
 *           minus the tension, N
 *   sensor  JOINT_pos, JOINT_vel; TENDON_len, TENDON_vel, TENDON_force; SPHERE_touch; IMU_quat, IMU_gyro, IMU_acc;
 *           WRENCH_force, WRENCH_torque (MuJoCo shows what the parent does to the link, in the link's frame: the
 *           negative of {@code SensorDescriptions.Wrench})
 *   key     "stand": base at its start height, joints at their default positions
 * </pre>
 *
 * <p>Spheres meet the floor and nothing else. Tendon actuators are stiff: stretch, slack and rotors are the business of
 * a plant in front of the engine, or, with {@link Rotors#REFLECTED}, rotor inertia is added to each joint.</p>
 */
public final class MjcfExporter
{
    private static final double TOUCH_SITE_SCALE = 1.2;
    private static final String VISUAL_GROUP = "1";

    private final RobotDescription robot;
    private final Rotors rotors;
    private final MjcfTendons tendons;
    private final XmlText xml = new XmlText();

    private MjcfExporter(final RobotDescription robot, final Rotors rotors)
    {
        this.robot = robot;
        this.rotors = rotors;
        tendons = new MjcfTendons(robot, rotors == Rotors.REFLECTED);
    }

    /**
     * @param robot  robot to write.
     * @param rotors where the inertia of the rotors is.
     * @return the file's text.
     */
    public static String export(final RobotDescription robot, final Rotors rotors)
    {
        return new MjcfExporter(robot, rotors).write();
    }

    /** Where the inertia of the rotors is. */
    public enum Rotors
    {
        /** In a plant in front of the engine: joints carry their own armature alone. */
        IN_PLANT,
        /** On the joints: each carries its armature and what its motors' rotors amount to through stiff tendons. */
        REFLECTED
    }

    private String write()
    {
        xml.comment("Written by sinew from robot description '" + robot.name() + "', sha256 " + robot.sha256());
        xml.open("mujoco", "model", robot.name());
        settings();
        xml.open("worldbody");
        xml.leaf("geom", "name", "floor", "type", "plane", "size", "20 20 0.1", "contype", "2", "conaffinity", "1",
            "condim", "3", "friction", friction(), "solref", solref());
        body(0);
        xml.close("worldbody");
        tendons.write(xml);
        sensors();
        final StringBuilder stand = new StringBuilder("0 0 " + XmlText.show(robot.simulation().baseHeightM()) +
            " 1 0 0 0");
        depthFirst(0).forEach(joint ->
            stand.append(' ').append(XmlText.show(robot.joints().get(joint).defaultPositionRad())));
        xml.open("keyframe").leaf("key", "name", "stand", "qpos", stand.toString()).close("keyframe");
        return xml.close("mujoco").toString();
    }

    private void settings()
    {
        final int contacts = robot.contacts().size() + 8;
        final int constraints = 4 * contacts + 2 * robot.jointCount() + 64;
        xml.leaf("compiler", "angle", "radian", "inertiafromgeom", "false");
        xml.leaf("size", "nconmax", Integer.toString(contacts), "njmax", Integer.toString(constraints));
        xml.leaf("option", "timestep", XmlText.show(robot.rates().periodNs() * 1e-9), "integrator", "Euler",
            "solver", "Newton", "iterations", "50", "cone", "pyramidal", "gravity", "0 0 -9.81");
    }

    private String friction()
    {
        return XmlText.show(robot.simulation().friction()) + " 0.01 0.001";
    }

    private String solref()
    {
        final SimulationDescription simulation = robot.simulation();
        return XmlText.show(simulation.contactTimeConstantS()) + " 1";
    }

    private void body(final int index)
    {
        final LinkDescription link = robot.links().get(index);
        final Vector3 place = index == 0 ? new Vector3(0, 0, robot.simulation().baseHeightM()) :
            robot.joints().get(index - 1).originM();
        xml.open("body", "name", link.name(), "pos", XmlText.show(place));
        xml.leaf("inertial", "pos", XmlText.show(link.centreOfMassM()), "mass", XmlText.show(link.massKg()),
            "diaginertia", XmlText.show(link.inertiaKgM2()));
        if (index == 0)
        {
            xml.leaf("freejoint", "name", "root");
        }
        else
        {
            joint(robot.joints().get(index - 1));
        }
        robot.shapes().stream().filter(shape -> shape.link() == index).forEach(this::shape);
        robot.contacts().stream().filter(contact -> contact.link() == index).forEach(this::contact);
        for (final SensorDescriptions.Imu imu : robot.sensors().imus())
        {
            if (imu.link() == index)
            {
                xml.leaf("site", "name", imu.name(), "pos", XmlText.show(imu.positionM()), "size", "0.01");
            }
        }
        for (final SensorDescriptions.Wrench wrench : robot.sensors().wrenches())
        {
            if (wrench.link() == index)
            {
                xml.leaf("site", "name", wrench.name(), "pos", "0 0 0", "size", "0.01");
            }
        }
        tendons.places(xml, index);
        for (final JointDescription joint : robot.joints())
        {
            if (joint.parentLink() == index)
            {
                body(joint.childLink());
            }
        }
        xml.close("body");
    }

    private void joint(final JointDescription joint)
    {
        double armature = joint.armatureKgM2();
        for (final MotorDescription motor : robot.motors())
        {
            armature += rotors == Rotors.REFLECTED ? reflected(motor, joint) : 0;
        }
        xml.leaf("joint", "name", joint.name(), "type", "hinge", "axis", XmlText.show(joint.axis()), "limited", "true",
            "range", XmlText.show(joint.lowerRad()) + " " + XmlText.show(joint.upperRad()),
            "armature", XmlText.show(armature), "damping", XmlText.show(joint.dampingNmsRad()));
    }

    /** A rotor that winds several cables turns with the joint by the mean of what each of them says. */
    private double reflected(final MotorDescription motor, final JointDescription joint)
    {
        double ratio = 0;
        for (final int index : motor.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(index);
            ratio += tendons.arm(tendon, joint) / robot.spoolRadiusM(tendon) / motor.tendons().size();
        }
        return motor.rotorInertiaKgM2() * ratio * ratio;
    }

    private void shape(final Shape shape)
    {
        if (shape.kind() == Shape.Kind.BOX)
        {
            xml.leaf("geom", "type", "box", "pos", XmlText.show(shape.fromM()), "size", XmlText.show(shape.sizeM()),
                "contype", "0", "conaffinity", "0", "group", VISUAL_GROUP, "mass", "0");
        }
        else
        {
            xml.leaf("geom", "type", "capsule", "fromto", XmlText.show(shape.fromM()) + " " +
                XmlText.show(shape.toM()), "size", XmlText.show(shape.sizeM().x()),
                "contype", "0", "conaffinity", "0", "group", VISUAL_GROUP, "mass", "0");
        }
    }

    private void contact(final ContactSphere contact)
    {
        xml.leaf("geom", "name", contact.name(), "type", "sphere", "pos", XmlText.show(contact.centreM()),
            "size", XmlText.show(contact.radiusM()), "contype", "1", "conaffinity", "2", "condim", "3",
            "friction", friction(), "solref", solref(), "group", "3", "mass", "0");
        xml.leaf("site", "name", contact.name(), "type", "sphere", "pos", XmlText.show(contact.centreM()),
            "size", XmlText.show(contact.radiusM() * TOUCH_SITE_SCALE), "group", "4");
    }

    private void sensors()
    {
        xml.open("sensor");
        for (final JointDescription joint : robot.joints())
        {
            xml.leaf("jointpos", "name", joint.name() + "_pos", "joint", joint.name());
            xml.leaf("jointvel", "name", joint.name() + "_vel", "joint", joint.name());
        }
        for (final TendonDescription tendon : robot.tendons())
        {
            xml.leaf("tendonpos", "name", tendon.name() + "_len", "tendon", tendon.name());
            xml.leaf("tendonvel", "name", tendon.name() + "_vel", "tendon", tendon.name());
            xml.leaf("actuatorfrc", "name", tendon.name() + "_force",
                "actuator", tendons.actuator(tendon));
        }
        for (final ContactSphere contact : robot.contacts())
        {
            xml.leaf("touch", "name", contact.name() + "_touch", "site", contact.name());
        }
        for (final SensorDescriptions.Imu imu : robot.sensors().imus())
        {
            xml.leaf("framequat", "name", imu.name() + "_quat", "objtype", "site", "objname", imu.name());
            xml.leaf("gyro", "name", imu.name() + "_gyro", "site", imu.name());
            xml.leaf("accelerometer", "name", imu.name() + "_acc", "site", imu.name());
        }
        for (final SensorDescriptions.Wrench wrench : robot.sensors().wrenches())
        {
            xml.leaf("force", "name", wrench.name() + "_force", "site", wrench.name());
            xml.leaf("torque", "name", wrench.name() + "_torque", "site", wrench.name());
        }
        xml.close("sensor");
    }

    private List<Integer> depthFirst(final int link)
    {
        final List<Integer> order = new ArrayList<>();
        for (final JointDescription joint : robot.joints())
        {
            if (joint.parentLink() == link)
            {
                order.add(joint.index());
                order.addAll(depthFirst(joint.childLink()));
            }
        }
        return order;
    }
}
