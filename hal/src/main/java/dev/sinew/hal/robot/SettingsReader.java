package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads rates, safety limits, simulation settings, sensors and buses.
 */
final class SettingsReader
{
    private static final Range NOISE = Range.of(0, 1000, "(standard deviation)");

    private final Mistakes mistakes;
    private final BodyReader body;
    private final ActuationReader actuation;

    SettingsReader(final Mistakes mistakes, final BodyReader body, final ActuationReader actuation)
    {
        this.mistakes = mistakes;
        this.body = body;
        this.actuation = actuation;
    }

    static LoopRates rates(final YamlMap map)
    {
        final int base = map.integer("base_hz", 100, 4000);
        map.close();
        return new LoopRates(base);
    }

    static SafetyLimits safety(final YamlMap map)
    {
        final Range milliseconds = new Range(1, 60_000, "ms", "s", 1e3);
        final SafetyLimits limits = new SafetyLimits(
            nanoseconds(map.number("command_time_to_live_ms", milliseconds)),
            nanoseconds(map.number("state_stale_ms", milliseconds)),
            map.number("effort_slew_per_s", Range.of(0.1, 1e6, "1/s")),
            map.number("position_margin_rad", Range.radians(0, 1)),
            map.integer("lost_cycles_to_freeze", 1, 10_000),
            map.number("base_tilt_max_rad", Range.radians(0.05, Math.PI)),
            map.number("co_contraction_slew_per_s", Range.of(0.01, 1000, "1/s"),
                SafetyLimits.CO_CONTRACTION_SLEW_PER_S));
        map.close();
        return limits;
    }

    private static long nanoseconds(final double milliseconds)
    {
        return Math.round(milliseconds * 1e6);
    }

    static SimulationDescription simulation(final YamlMap map)
    {
        final SimulationDescription simulation = new SimulationDescription(
            map.number("base_height_m", Range.metres(0, 10)),
            map.number("friction", Range.of(0, 10, "(Coulomb coefficient)")),
            map.number("contact_stiffness_n_m", new Range(1, 1e9, "N/m", "N/mm", 1e3)),
            map.number("contact_damping_s_m", Range.of(0, 1000, "s/m")),
            map.number("contact_time_constant_s", new Range(1e-4, 1, "s", "ms", 1e-3)),
            map.map("noise").map(SettingsReader::noise).orElse(null),
            map.integer("sensor_delay_cycles", 0, 1000),
            map.has("plant_variation") ? map.map("plant_variation").map(SettingsReader::variation).orElse(null) :
                PlantVariation.STANDARD,
            map.has("tension_loop") ? map.map("tension_loop").map(SettingsReader::tensionLoop).orElse(null) :
                TensionLoop.NONE);
        map.close();
        return simulation;
    }

    private static TensionLoop tensionLoop(final YamlMap map)
    {
        final int multiple = map.integer("multiple", 0, 4);
        if (multiple == 3)
        {
            map.mistake("multiple", "should be 0, 1, 2 or 4: a cycle is simulated in four steps");
        }
        final TensionLoop loop = new TensionLoop(multiple,
            map.number("bandwidth_hz", Range.of(0.1, 1000, "Hz")));
        map.close();
        return loop;
    }

    private static PlantVariation variation(final YamlMap map)
    {
        final Range part = new Range(0, 0.5, "(part of the file's value)", "%", 0.01);
        final PlantVariation standard = PlantVariation.STANDARD;
        final PlantVariation variation = new PlantVariation(
            map.number("moment_arm", part, standard.momentArm()),
            map.number("stiffness", part, standard.stiffness()),
            map.number("friction", part, standard.friction()),
            map.number("spool_radius", part, standard.spoolRadius()),
            map.number("rotor_inertia", part, standard.rotorInertia()));
        map.close();
        return variation;
    }

    static CompensationSettings compensation(final YamlMap map)
    {
        final CompensationSettings standard = CompensationSettings.STANDARD;
        final CompensationSettings compensation = new CompensationSettings(
            map.flag("stretch", standard.stretch()),
            map.flag("friction", standard.friction()),
            map.flag("backlash", standard.backlash()),
            map.flag("inertia", standard.inertia()),
            map.flag("motor_friction", standard.motorFriction()),
            map.flag("joint_damping", standard.jointDamping()),
            map.flag("creep", standard.creep()),
            map.number("direction_speed_m_s", new Range(1e-5, 1, "m/s", "mm/s", 1e-3), standard.directionSpeedMS()),
            map.number("direction_error_s", new Range(1e-3, 100, "s", "ms", 1e-3), standard.directionErrorS()),
            map.number("reference_hz", Range.of(1, 1000, "Hz"), standard.referenceHz()),
            map.number("take_up_ratio", Range.of(0.001, 1, "(part of the motor's effort_max_nm)"),
                standard.takeUpRatio()));
        map.close();
        return compensation;
    }

    private static SimulationDescription.SensorNoise noise(final YamlMap map)
    {
        final SimulationDescription.SensorNoise noise = new SimulationDescription.SensorNoise(
            map.number("joint_position_rad", NOISE),
            map.number("joint_velocity_rad_s", NOISE),
            map.number("motor_position_rad", NOISE),
            map.number("motor_velocity_rad_s", NOISE),
            map.number("tendon_length_m", NOISE),
            map.number("tendon_velocity_m_s", NOISE),
            map.number("tendon_tension_n", NOISE),
            map.number("touch_n", NOISE),
            map.number("orientation_rad", NOISE),
            map.number("gyro_rad_s", NOISE),
            map.number("accelerometer_m_s2", NOISE),
            map.number("force_n", NOISE),
            map.number("torque_nm", NOISE));
        map.close();
        return noise;
    }

    SensorDescriptions sensors(final YamlMap map)
    {
        final NameTable imuNames = new NameTable("inertial unit", mistakes);
        final List<SensorDescriptions.Imu> imus = new ArrayList<>();
        for (final YamlMap entry : optional(map, "imus"))
        {
            imus.add(new SensorDescriptions.Imu(imuNames.define(entry, imus.size()), body.findLink(entry),
                BodyReader.vector(entry, "position_m", Range.metres(-5, 5))));
            entry.close();
        }
        final NameTable wrenchNames = new NameTable("force-torque sensor", mistakes);
        final List<SensorDescriptions.Wrench> wrenches = new ArrayList<>();
        for (final YamlMap entry : optional(map, "wrenches"))
        {
            final int link = body.findLink(entry);
            if (link == 0)
            {
                entry.mistake("link", "is the base, which hangs on no joint; name a link that a joint carries");
            }
            wrenches.add(new SensorDescriptions.Wrench(wrenchNames.define(entry, wrenches.size()), link));
            entry.close();
        }
        final NameTable touchNames = new NameTable("touch cell", mistakes);
        final List<SensorDescriptions.Touch> touches = new ArrayList<>();
        for (final YamlMap entry : optional(map, "touches"))
        {
            touches.add(new SensorDescriptions.Touch(touchNames.define(entry, touches.size()),
                indices(entry, "contacts", body.contactNames)));
            entry.close();
        }
        map.close();
        return new SensorDescriptions(imus, wrenches, touches);
    }

    List<BusDescription> buses(final YamlMap root)
    {
        final NameTable busNames = new NameTable("bus", mistakes);
        final List<BusDescription> buses = new ArrayList<>();
        final int[] owner = new int[actuation.motors.motors.size()];
        for (final YamlMap entry : optional(root, "buses"))
        {
            final List<Integer> motors = indices(entry, "motors", actuation.motors.names);
            buses.add(new BusDescription(busNames.define(entry, buses.size()), entry.string("library"),
                entry.has("config") ? entry.string("config") : "", motors,
                BusDescription.isolation(entry), BusDescription.rate(entry)));
            for (final int motor : motors)
            {
                if (motor >= 0 && owner[motor] > 0)
                {
                    entry.mistake("motors", "motor '" + actuation.motors.motors.get(motor).name() + "' is on bus '" +
                        buses.get(owner[motor] - 1).name() + "' already; a motor is on one bus");
                }
                else if (motor >= 0)
                {
                    owner[motor] = buses.size();
                }
            }
            entry.close();
        }
        return buses;
    }

    private static List<Integer> indices(final YamlMap entry, final String key, final NameTable names)
    {
        final List<Integer> indices = new ArrayList<>();
        for (final YamlMap.Word word : entry.words(key))
        {
            indices.add(names.find(word.text(), word.line(), entry.path() + "." + key));
        }
        return indices;
    }

    private static List<YamlMap> optional(final YamlMap map, final String key)
    {
        return map.has(key) ? map.maps(key) : List.of();
    }
}
