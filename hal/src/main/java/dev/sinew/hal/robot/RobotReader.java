package dev.sinew.hal.robot;

import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Turns the root of a {@code robot.yaml} into a description, section by section; mistakes are collected on the way.
 */
final class RobotReader
{
    private static final int FORMAT = 1;

    private final Mistakes mistakes;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private TendonExamination examination = TendonExamination.NONE;

    RobotReader(final Mistakes mistakes)
    {
        this.mistakes = mistakes;
    }

    /** @return line of what a finding is about. */
    int line(final String path)
    {
        final Integer line = places.get(path);
        return line != null ? line : path.contains(".") ? line(path.substring(0, path.lastIndexOf('.'))) : 0;
    }

    /** @return what was found out about the tendons. */
    TendonExamination examination()
    {
        return examination;
    }

    /** @return the robot, or null after a mistake. */
    RobotDescription read(final YamlMap root, final String sha256)
    {
        root.integer("format", FORMAT, FORMAT);
        final String name = root.string("robot");
        final LoopRates rates = root.map("rates").map(SettingsReader::rates).orElse(null);
        final SafetyLimits safety = root.map("safety").map(SettingsReader::safety).orElse(null);
        final SimulationDescription simulation = root.map("simulation").map(SettingsReader::simulation).orElse(null);
        final CompensationSettings compensation = root.has("compensation") ?
            root.map("compensation").map(SettingsReader::compensation).orElse(null) : CompensationSettings.STANDARD;
        final YamlMap allTypes = root.has("types") ? root.map("types").orElse(null) : null;
        final Types jointTypes = Types.read(allTypes, "joints");
        final Types motorTypes = Types.read(allTypes, "motors");
        final Types tendonTypes = Types.read(allTypes, "tendons");
        final Types springTypes = Types.read(allTypes, "springs");

        final int before = mistakes.count();
        final BodyReader body = new BodyReader(mistakes);
        body.readLinks(root);
        body.readJoints(root, jointTypes);
        body.readShapes();
        body.readContacts(root);
        final ActuationReader actuation = new ActuationReader(mistakes, body);
        actuation.motors.read(root, motorTypes);
        actuation.readTendons(root, tendonTypes);
        actuation.readSprings(root, springTypes);
        actuation.checkThatTendonsCrossEveryJoint(mistakes);
        note(body, actuation);
        if (mistakes.count() == before)
        {
            examine(new RobotDescription(name, sha256, body.links, body.joints, actuation.motors.motors,
                actuation.tendons, actuation.springs, body.contacts, body.shapes, null, rates, safety, simulation,
                List.of()));
        }
        final SettingsReader settings = new SettingsReader(mistakes, body, actuation);
        final SensorDescriptions sensors = root.has("sensors") ?
            root.map("sensors").map(settings::sensors).orElse(null) :
            new SensorDescriptions(List.of(), List.of(), List.of());
        final List<BusDescription> buses = settings.buses(root);

        if (allTypes != null)
        {
            jointTypes.close(allTypes, "joints");
            motorTypes.close(allTypes, "motors");
            tendonTypes.close(allTypes, "tendons");
            springTypes.close(allTypes, "springs");
            allTypes.close();
        }
        root.close();
        return mistakes.isEmpty() ? new RobotDescription(name, sha256, body.links, body.joints,
            actuation.motors.motors, actuation.tendons, actuation.springs, body.contacts, body.shapes, sensors, rates,
            safety, simulation, buses, compensation) : null;
    }

    private void note(final BodyReader body, final ActuationReader actuation)
    {
        body.joints.forEach(joint -> places.put("joints." + joint.name(), body.jointNames.line(joint.name())));
        actuation.tendons.forEach(tendon ->
            places.put("tendons." + tendon.name(), actuation.tendonNames.line(tendon.name())));
        actuation.springs.forEach(spring ->
            places.put("springs." + spring.name(), actuation.springNames.line(spring.name())));
        places.putAll(actuation.pathLines());
    }

    /** Before the other sections are read, so that their mistakes and those of the tendons are told at once. */
    private void examine(final RobotDescription soFar)
    {
        examination = TendonExaminer.find().map(examiner -> examiner.examine(soFar)).orElse(TendonExamination.NONE);
        examination.mistakes().forEach(found -> mistakes.add(line(found.path()), found.path(), found.text()));
    }
}
