package dev.sinew.hal.robot.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ExportTest
{
    private final RobotDescription neo = RobotFile.load(Path.of("robots/neo/robot.yaml"));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteEveryPartOnceUnderItsNameAsMjcf() throws Exception
    {
        final Element root = parse(MjcfExporter.export(neo, MjcfExporter.Rotors.IN_PLANT));
        assertEquals(neo.links().stream().map(link -> link.name()).toList(), names(root, "body"));
        assertEquals(neo.tendons().stream().map(TendonDescription::name).toList(), names(root, "fixed"));
        assertEquals(neo.motors().stream().map(motor -> motor.name()).toList(), names(root, "motor"));
        assertEquals(neo.jointNames(), names(root, "jointpos").stream().map(name -> name.replace("_pos", ""))
            .toList());
        final Set<String> geoms = new HashSet<>(names(root, "geom"));
        neo.contacts().forEach(contact -> assertTrue(geoms.contains(contact.name()), contact.name()));
        final Set<String> sites = new HashSet<>();
        names(root, "site").forEach(name -> assertTrue(sites.add(name), "twice: " + name));
        final Set<String> sensors = new HashSet<>();
        final NodeList all = ((Element)root.getElementsByTagName("sensor").item(0)).getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++)
        {
            assertTrue(sensors.add(((Element)all.item(i)).getAttribute("name")));
        }
        assertEquals(2 * 75 + 3 * 118 + neo.contacts().size() + 3 * 3 + 2 * 4, sensors.size());
    }

    @Test
    void shouldAddTheRotorsOnlyWhenAsked() throws Exception
    {
        final double alone = armature(parse(MjcfExporter.export(neo, MjcfExporter.Rotors.IN_PLANT)), "l_knee");
        final double reflected = armature(parse(MjcfExporter.export(neo, MjcfExporter.Rotors.REFLECTED)), "l_knee");
        assertEquals(0.008, alone, 1e-12);
        assertEquals(0.020, reflected, 1e-12);
    }

    @Test
    void shouldWriteTheSameTextTwice()
    {
        assertEquals(MjcfExporter.export(neo, MjcfExporter.Rotors.IN_PLANT),
            MjcfExporter.export(neo, MjcfExporter.Rotors.IN_PLANT));
        assertEquals(UrdfExporter.export(neo), UrdfExporter.export(neo));
    }

    @Test
    void shouldWriteOneTreeWithAllMassAsUrdf() throws Exception
    {
        final Element root = parse(UrdfExporter.export(neo));
        double mass = 0;
        final NodeList masses = root.getElementsByTagName("mass");
        for (int i = 0; i < masses.getLength(); i++)
        {
            mass += Double.parseDouble(((Element)masses.item(i)).getAttribute("value"));
        }
        assertEquals(neo.massKg(), mass, 1e-9);
        final Map<String, String> parentOf = new HashMap<>();
        final NodeList joints = root.getElementsByTagName("joint");
        assertEquals(75, joints.getLength());
        for (int i = 0; i < joints.getLength(); i++)
        {
            final Element joint = (Element)joints.item(i);
            final JointDescription described = neo.joints().get(i);
            assertEquals(described.name(), joint.getAttribute("name"));
            final Element limit = (Element)joint.getElementsByTagName("limit").item(0);
            assertEquals(described.upperRad(), Double.parseDouble(limit.getAttribute("upper")));
            parentOf.put(child(joint, "child"), child(joint, "parent"));
        }
        for (String link : names(root, "link"))
        {
            for (int steps = 0; parentOf.containsKey(link); steps++)
            {
                assertTrue(steps < 76, "a loop at " + link);
                link = parentOf.get(link);
            }
            assertEquals("pelvis", link);
        }
    }

    @Test
    void shouldLoadAndStandInMujocoWhereItsPythonPackageIsFound() throws Exception
    {
        final String python = System.getenv().getOrDefault("SINEW_PYTHON", "python3");
        Assumptions.assumeTrue(run(python, "-c", "import mujoco") == 0,
            "SKIPPED: no Python with the package 'mujoco' (name one in SINEW_PYTHON); the MJCF was not loaded");
        final Path model = folder.resolve("neo.xml");
        Files.writeString(model, MjcfExporter.export(neo, MjcfExporter.Rotors.REFLECTED));
        final Path gains = folder.resolve("gains.txt");
        final StringBuilder table = new StringBuilder();
        neo.joints().forEach(joint -> table.append(joint.kpNmRad()).append(' ').append(joint.kdNmsRad()).append('\n'));
        Files.writeString(gains, table.toString());
        assertEquals(0, run(python, "src/test/python/check_mjcf.py", model.toString(), gains.toString()),
            "see the lines above");
    }

    private int run(final String... command) throws Exception
    {
        final Path log = folder.resolve("python.log");
        final Process process;
        try
        {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        }
        catch (final IOException e)
        {
            return 127;
        }
        if (!process.waitFor(120, TimeUnit.SECONDS))
        {
            process.destroyForcibly();
            return 124;
        }
        System.out.print(Files.readString(log));
        return process.exitValue();
    }

    private static double armature(final Element root, final String jointName)
    {
        final NodeList joints = root.getElementsByTagName("joint");
        for (int i = 0; i < joints.getLength(); i++)
        {
            final Element joint = (Element)joints.item(i);
            if (joint.getAttribute("name").equals(jointName))
            {
                return Double.parseDouble(joint.getAttribute("armature"));
            }
        }
        throw new AssertionError("no joint " + jointName);
    }

    private static String child(final Element joint, final String which)
    {
        return ((Element)joint.getElementsByTagName(which).item(0)).getAttribute("link");
    }

    private static List<String> names(final Element root, final String tag)
    {
        final List<String> names = new ArrayList<>();
        final NodeList all = root.getElementsByTagName(tag);
        for (int i = 0; i < all.getLength(); i++)
        {
            final String name = ((Element)all.item(i)).getAttribute("name");
            if (!name.isEmpty())
            {
                names.add(name);
            }
        }
        return names;
    }

    private static Element parse(final String text) throws Exception
    {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    }
}
