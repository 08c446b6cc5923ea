package dev.sinew.hal.robot.export;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonExaminer;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.Vector3;

/**
 * The tendons of an MJCF file: round pulleys as fixed tendons, paths as spatial ones over sites and cylinders.
 */
final class MjcfTendons
{
    private static final String GROUP = "5";
    private static final double SITE_M = 0.001;

    private final RobotDescription robot;
    private final boolean springsPull;
    /** One row a tendon, then one a spring, in the default pose; null where all are constant. */
    private final double[][] arms;

    /**
     * @param robot       robot.
     * @param springsPull true where MuJoCo's own springs do what return springs do.
     * @throws IllegalStateException when moment arms depend on the pose and no tendon module is on the class path.
     */
    MjcfTendons(final RobotDescription robot, final boolean springsPull)
    {
        this.robot = robot;
        this.springsPull = springsPull;
        final boolean posed = !robot.tendons().stream().allMatch(TendonDescription::isConstant) ||
            robot.springs().stream().anyMatch(spring -> !(spring.route() instanceof TendonRoute.Pulleys));
        arms = posed ? TendonExaminer.find().orElseThrow(() -> new IllegalStateException(
            "moment arms of robot " + robot.name() + " depend on the pose: put the tendon module on the class path"))
            .momentArms(robot,
            robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray()) : null;
    }

    /** Moment arm of a tendon in the default pose, m. */
    double arm(final TendonDescription tendon, final JointDescription joint)
    {
        if (arms != null)
        {
            return arms[tendon.index()][joint.index()];
        }
        return tendon.momentArms().stream().filter(arm -> arm.joint() == joint.index())
            .mapToDouble(TendonDescription.MomentArm::momentArmM).sum();
    }

    /** Name of a tendon's actuator: that of its motor, or of the tendon where the motor winds several. */
    String actuator(final TendonDescription tendon)
    {
        return robot.motors().get(tendon.motor()).tendons().size() > 1 ? tendon.name() :
            robot.motors().get(tendon.motor()).name();
    }

    /** Writes what the paths pass on a link. */
    void places(final XmlText xml, final int link)
    {
        robot.tendons().forEach(tendon -> places(xml, link, tendon.name(), tendon.route()));
        robot.springs().forEach(spring -> places(xml, link, spring.name(), spring.route()));
    }

    private static void places(final XmlText xml, final int link, final String name, final TendonRoute route)
    {
        if (!(route instanceof TendonRoute.Path path))
        {
            return;
        }
        for (int i = 0; i < path.elements().size(); i++)
        {
            if (path.elements().get(i) instanceof TendonRoute.Via via && via.link() == link)
            {
                site(xml, place(name, i), via.atM());
            }
            else if (path.elements().get(i) instanceof TendonRoute.Cylinder cylinder && cylinder.link() == link)
            {
                xml.leaf("geom", "name", place(name, i), "type", "cylinder", "pos", XmlText.show(cylinder.centreM()),
                    "zaxis", XmlText.show(cylinder.axis()),
                    "size", XmlText.show(cylinder.radiusM()) + " " + XmlText.show(cylinder.radiusM()),
                    "contype", "0", "conaffinity", "0", "group", GROUP, "mass", "0");
                site(xml, place(name, i) + "/side", cylinder.sideM());
            }
        }
    }

    private static void site(final XmlText xml, final String name, final Vector3 at)
    {
        xml.leaf("site", "name", name, "pos", XmlText.show(at), "size", XmlText.show(SITE_M), "group", GROUP);
    }

    /** No name of a robot file has a slash, so these meet none of them. */
    private static String place(final String name, final int element)
    {
        return name + "/" + element;
    }

    /** Writes the sections of tendons and actuators. */
    void write(final XmlText xml)
    {
        xml.open("tendon");
        for (final TendonDescription tendon : robot.tendons())
        {
            route(xml, tendon.name(), tendon.route(), tendon.index(), -1);
        }
        robot.springs().forEach(spring -> spring(xml, spring));
        xml.close("tendon");
        xml.open("actuator");
        for (final TendonDescription tendon : robot.tendons())
        {
            xml.leaf("motor", "name", actuator(tendon), "tendon", tendon.name(),
                "ctrllimited", "true", "ctrlrange", XmlText.show(-tendon.tensionMaxN()) + " 0");
        }
        xml.close("actuator");
    }

    /**
     * MuJoCo 2.2.2 takes a negative resting length for none at all, and the length of a fixed tendon is without its
     * rest length; so one that would rest below 0 is measured the other way round.
     */
    private void spring(final XmlText xml, final SpringDescription spring)
    {
        final double resting = spring.freeLengthM() - spring.restLengthM();
        final int row = robot.tendonCount() + spring.index();
        route(xml, spring.name(), spring.route(), row, resting < 0 ? 1 : -1, springsPull ?
            new String[] {"stiffness", XmlText.show(spring.stiffnessNM()), "damping",
                XmlText.show(spring.dampingNsM()), "springlength", XmlText.show(Math.abs(resting))} : new String[0]);
    }

    /** Coefficients of a fixed tendon are its moment arms times {@code sign}: -1 for dl/dq. */
    private void route(final XmlText xml, final String name, final TendonRoute route, final int row, final int sign,
        final String... attributes)
    {
        final List<String> all = new ArrayList<>(List.of("name", name));
        all.addAll(List.of(attributes));
        if (route instanceof TendonRoute.Path path)
        {
            xml.open("spatial", all.toArray(String[]::new));
            for (int i = 0; i < path.elements().size(); i++)
            {
                element(xml, place(name, i), path.elements().get(i));
            }
            xml.close("spatial");
            return;
        }
        if (route instanceof TendonRoute.Polynomial)
        {
            xml.comment("moment arms of " + name + " depend on the pose; these are those of the default pose");
        }
        xml.open("fixed", all.toArray(String[]::new));
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            pulleys.arms().forEach(arm -> coefficient(xml, arm.joint(), sign * arm.momentArmM()));
        }
        else
        {
            route.joints().forEach(joint -> coefficient(xml, joint, sign * arms[row][joint]));
        }
        xml.close("fixed");
    }

    private void coefficient(final XmlText xml, final int joint, final double value)
    {
        xml.leaf("joint", "joint", robot.joints().get(joint).name(), "coef", XmlText.show(value));
    }

    private static void element(final XmlText xml, final String place, final TendonRoute.Element element)
    {
        if (element instanceof TendonRoute.Pulley pulley)
        {
            xml.leaf("pulley", "divisor", XmlText.show(pulley.divisor()));
        }
        else if (element instanceof TendonRoute.Cylinder)
        {
            xml.leaf("geom", "geom", place, "sidesite", place + "/side");
        }
        else
        {
            xml.leaf("site", "site", place);
        }
    }
}
