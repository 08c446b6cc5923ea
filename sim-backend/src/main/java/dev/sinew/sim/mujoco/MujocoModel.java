package dev.sinew.sim.mujoco;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.Vector3;

/**
 * Writes the rigid bodies of a robot as MJCF, in the subset that MuJoCo 2.2.2 and 3.x share. Motors and tendons stay
 * outside: the plant turns them into joint efforts. Joints, bodies, sites and geoms carry the description's names, by
 * which the shim names its channels.
 */
final class MujocoModel
{
    private final RobotDescription robot;
    private final List<List<JointDescription>> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private MujocoModel(final RobotDescription robot)
    {
        this.robot = robot;
        for (int link = 0; link < robot.links().size(); link++)
        {
            children.add(new ArrayList<>());
        }
        for (final JointDescription joint : robot.joints())
        {
            children.get(joint.parentLink()).add(joint);
        }
    }

    /**
     * @param robot robot.
     * @return its MJCF.
     */
    static String of(final RobotDescription robot)
    {
        return new MujocoModel(robot).write();
    }

    private String write()
    {
        text.append("<mujoco model=\"").append(escape(robot.name())).append("\">\n");
        text.append("<compiler angle=\"radian\" autolimits=\"true\" boundmass=\"0\" boundinertia=\"0\"/>\n");
        // Room for contacts and constraints, which 2.2.2 does not grow by itself.
        text.append("<size nconmax=\"400\" njmax=\"2000\"/>\n");
        text.append("<option gravity=\"0 0 -9.81\" integrator=\"Euler\" solver=\"Newton\" iterations=\"50\" ")
            .append("cone=\"pyramidal\"/>\n<worldbody>\n");
        text.append("<geom name=\"_ground\" type=\"plane\" size=\"0 0 1\" contype=\"0\" conaffinity=\"1\"")
            .append(contact()).append("/>\n");
        body(0, new Vector3(0, 0, robot.simulation().baseHeightM()), null);
        text.append("</worldbody>\n<sensor>\n");
        sensors();
        return text.append("</sensor>\n</mujoco>\n").toString();
    }

    private String contact()
    {
        return " friction=\"" + robot.simulation().friction() + " 0.005 0.0001\" condim=\"3\" solref=\"" +
            robot.simulation().contactTimeConstantS() + " 1\"";
    }

    private void body(final int index, final Vector3 position, final JointDescription joint)
    {
        final LinkDescription link = robot.links().get(index);
        text.append("<body name=\"").append(escape(link.name())).append('"').append(vector("pos", position))
            .append(">\n");
        text.append("<inertial").append(vector("pos", link.centreOfMassM())).append(" mass=\"").append(link.massKg())
            .append('"').append(vector("diaginertia", link.inertiaKgM2())).append("/>\n");
        if (joint == null)
        {
            text.append("<freejoint name=\"_free\"/>\n");
        }
        else
        {
            text.append("<joint name=\"").append(escape(joint.name())).append("\" type=\"hinge\"")
                .append(vector("axis", joint.axis())).append(" range=\"").append(joint.lowerRad()).append(' ')
                .append(joint.upperRad()).append("\" damping=\"").append(joint.dampingNmsRad())
                .append("\" armature=\"").append(joint.armatureKgM2()).append("\"/>\n");
        }
        fixtures(index);
        for (final JointDescription child : children.get(index))
        {
            body(child.childLink(), child.originM(), child);
        }
        text.append("</body>\n");
    }

    private void fixtures(final int link)
    {
        for (final SensorDescriptions.Imu imu : robot.sensors().imus())
        {
            if (imu.link() == link)
            {
                text.append("<site name=\"").append(escape(imu.name())).append('"').append(vector("pos",
                    imu.positionM())).append("/>\n");
            }
        }
        for (final SensorDescriptions.Wrench wrench : robot.sensors().wrenches())
        {
            if (wrench.link() == link)
            {
                text.append("<site name=\"").append(escape(wrench.name())).append("\"/>\n");
            }
        }
        for (final ContactSphere sphere : robot.contacts())
        {
            if (sphere.link() == link)
            {
                text.append("<geom name=\"").append(escape(sphere.name())).append("\" type=\"sphere\"")
                    .append(vector("pos", sphere.centreM())).append(" size=\"").append(sphere.radiusM())
                    .append("\" mass=\"0\" contype=\"1\" conaffinity=\"0\"").append(contact()).append("/>\n");
            }
        }
    }

    private void sensors()
    {
        for (final SensorDescriptions.Imu imu : robot.sensors().imus())
        {
            final String site = escape(imu.name());
            text.append("<framequat objtype=\"site\" objname=\"").append(site).append("\"/>\n");
            text.append("<gyro site=\"").append(site).append("\"/>\n");
            text.append("<accelerometer site=\"").append(site).append("\"/>\n");
        }
        for (final SensorDescriptions.Wrench wrench : robot.sensors().wrenches())
        {
            final String site = escape(wrench.name());
            text.append("<force site=\"").append(site).append("\"/>\n");
            text.append("<torque site=\"").append(site).append("\"/>\n");
        }
    }

    private static String vector(final String attribute, final Vector3 v)
    {
        return " " + attribute + "=\"" + v.x() + " " + v.y() + " " + v.z() + "\"";
    }

    private static String escape(final String name)
    {
        return name.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
