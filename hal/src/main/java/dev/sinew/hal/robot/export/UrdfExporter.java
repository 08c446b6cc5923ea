package dev.sinew.hal.robot.export;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Shape;
import dev.sinew.hal.robot.Vector3;

/**
 * Writes a robot as URDF: links, revolute joints with limits and damping, looks, and contact spheres as collision
 * bodies. URDF has no tendons, motors or sensors, so these are left out; capsules become a cylinder and two spheres.
 */
public final class UrdfExporter
{
    private final RobotDescription robot;
    private final XmlText xml = new XmlText();

    private UrdfExporter(final RobotDescription robot)
    {
        this.robot = robot;
    }

    /**
     * @param robot robot to write.
     * @return the file's text.
     */
    public static String export(final RobotDescription robot)
    {
        return new UrdfExporter(robot).write();
    }

    private String write()
    {
        xml.comment("Written by sinew from robot description '" + robot.name() + "', sha256 " + robot.sha256());
        xml.open("robot", "name", robot.name());
        for (int i = 0; i < robot.links().size(); i++)
        {
            link(i);
        }
        robot.joints().forEach(this::joint);
        return xml.close("robot").toString();
    }

    private void link(final int index)
    {
        final LinkDescription link = robot.links().get(index);
        final Vector3 inertia = link.inertiaKgM2();
        xml.open("link", "name", link.name());
        xml.open("inertial");
        xml.leaf("origin", "xyz", XmlText.show(link.centreOfMassM()), "rpy", "0 0 0");
        xml.leaf("mass", "value", XmlText.show(link.massKg()));
        xml.leaf("inertia", "ixx", XmlText.show(inertia.x()), "ixy", "0", "ixz", "0",
            "iyy", XmlText.show(inertia.y()), "iyz", "0", "izz", XmlText.show(inertia.z()));
        xml.close("inertial");
        robot.shapes().stream().filter(shape -> shape.link() == index).forEach(this::shape);
        for (final ContactSphere contact : robot.contacts())
        {
            if (contact.link() == index)
            {
                body("collision", contact.centreM(), "0 0 0", "sphere", "radius", XmlText.show(contact.radiusM()));
            }
        }
        xml.close("link");
    }

    private void shape(final Shape shape)
    {
        if (shape.kind() == Shape.Kind.BOX)
        {
            final Vector3 half = shape.sizeM();
            body("visual", shape.fromM(), "0 0 0", "box", "size",
                XmlText.show(new Vector3(2 * half.x(), 2 * half.y(), 2 * half.z())));
            return;
        }
        final Vector3 a = shape.fromM();
        final Vector3 b = shape.toM();
        final Vector3 along = new Vector3(b.x() - a.x(), b.y() - a.y(), b.z() - a.z());
        final double length = Math.sqrt(along.x() * along.x() + along.y() * along.y() + along.z() * along.z());
        final String radius = XmlText.show(shape.sizeM().x());
        if (length > 0)
        {
            final double pitch = Math.atan2(Math.hypot(along.x(), along.y()), along.z());
            final double yaw = Math.atan2(along.y(), along.x());
            final Vector3 middle = new Vector3((a.x() + b.x()) / 2, (a.y() + b.y()) / 2, (a.z() + b.z()) / 2);
            body("visual", middle, "0 " + XmlText.show(pitch) + " " + XmlText.show(yaw), "cylinder",
                "radius", radius, "length", XmlText.show(length));
        }
        body("visual", a, "0 0 0", "sphere", "radius", radius);
        body("visual", b, "0 0 0", "sphere", "radius", radius);
    }

    private void body(final String use, final Vector3 place, final String turn, final String form,
        final String... attributes)
    {
        xml.open(use);
        xml.leaf("origin", "xyz", XmlText.show(place), "rpy", turn);
        xml.open("geometry").leaf(form, attributes).close("geometry");
        xml.close(use);
    }

    private void joint(final JointDescription joint)
    {
        xml.open("joint", "name", joint.name(), "type", "revolute");
        xml.leaf("parent", "link", robot.links().get(joint.parentLink()).name());
        xml.leaf("child", "link", robot.links().get(joint.childLink()).name());
        xml.leaf("origin", "xyz", XmlText.show(joint.originM()), "rpy", "0 0 0");
        xml.leaf("axis", "xyz", XmlText.show(joint.axis()));
        xml.leaf("limit", "lower", XmlText.show(joint.lowerRad()), "upper", XmlText.show(joint.upperRad()),
            "effort", XmlText.show(joint.effortMaxNm()), "velocity", XmlText.show(joint.velocityMaxRadS()));
        xml.leaf("dynamics", "damping", XmlText.show(joint.dampingNmsRad()));
        xml.close("joint");
    }
}
