package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads motors and tendons and checks that they fit each other and move every joint both ways.
 */
final class ActuationReader
{
    private static final Range TENSION_N = new Range(0, 1e5, "N", "mN", 1e-3);
    private static final double ARM_MIN_M = 1e-5;

    final NameTable motorNames;
    final NameTable tendonNames;
    final List<MotorDescription> motors = new ArrayList<>();
    final List<TendonDescription> tendons = new ArrayList<>();
    private final List<YamlMap> motorEntries = new ArrayList<>();
    private final Map<Integer, Integer> tendonOfMotor = new LinkedHashMap<>();
    private final BodyReader body;
    private boolean referencesGood = true;
    private boolean motorsGood = true;

    ActuationReader(final Mistakes mistakes, final BodyReader body)
    {
        motorNames = new NameTable("motor", mistakes);
        tendonNames = new NameTable("tendon", mistakes);
        this.body = body;
    }

    void readMotors(final YamlMap root, final Types types)
    {
        for (final YamlMap raw : root.maps("motors"))
        {
            final YamlMap entry = types.resolve(raw);
            motors.add(new MotorDescription(
                motorNames.define(entry, motors.size()),
                motors.size(),
                -1,
                entry.number("spool_radius_m", Range.metres(1e-4, 0.5)),
                entry.number("rotor_inertia_kgm2", new Range(1e-10, 1, "kg·m²", "g·cm²", 1e-7)),
                entry.number("damping_nms_rad", Range.of(0, 100, "N·m·s/rad")),
                entry.number("effort_max_nm", new Range(1e-5, 1e4, "N·m", "N·mm", 1e-3)),
                entry.number("velocity_max_rad_s", new Range(1e-2, 1e5, "rad/s", "revolutions/min", Math.PI / 30)),
                entry.number("temperature_max_c", Range.of(30, 200, "°C"))));
            motorEntries.add(entry);
            entry.close();
        }
    }

    void readTendons(final YamlMap root, final Types types)
    {
        for (final YamlMap raw : root.maps("tendons"))
        {
            final YamlMap entry = types.resolve(raw);
            final String name = tendonNames.define(entry, tendons.size());
            final int motor = motorNames.find(entry, "motor");
            final List<TendonDescription.MomentArm> arms = momentArms(entry);
            final double[] tension = entry.numbers("tension_n", 2, TENSION_N);
            final double pretension = entry.number("pretension_n", TENSION_N);
            checkTension(entry, tension, pretension);
            claim(entry, motor, tension[1]);
            tendons.add(new TendonDescription(
                name,
                tendons.size(),
                motor,
                arms,
                entry.number("rest_length_m", Range.metres(1e-3, 20)),
                tension[0],
                tension[1],
                pretension,
                entry.number("stiffness_n_m", new Range(1, 1e9, "N/m", "N/mm", 1e3)),
                entry.number("damping_ns_m", Range.of(0, 1e6, "N·s/m"))));
            entry.close();
        }
        bindMotors();
    }

    private List<TendonDescription.MomentArm> momentArms(final YamlMap entry)
    {
        final List<TendonDescription.MomentArm> arms = new ArrayList<>();
        entry.map("arms_m").ifPresent(map ->
        {
            for (final String jointName : map.keys())
            {
                final double arm = map.number(jointName, Range.metres(-0.5, 0.5));
                final int joint = body.jointNames.find(jointName, map.line(jointName), map.path());
                referencesGood &= joint >= 0 && !Double.isNaN(arm);
                if (Math.abs(arm) < ARM_MIN_M)
                {
                    map.mistake(jointName, "a moment arm of " + Range.show(arm) +
                        " m moves nothing; give the spool's distance from the joint in m, or remove the joint");
                }
                arms.add(new TendonDescription.MomentArm(joint, arm));
            }
        });
        if (arms.isEmpty() && entry.has("arms_m"))
        {
            entry.mistake("arms_m", "crosses no joint; name at least one, like {l_knee: 0.04}");
        }
        referencesGood &= !arms.isEmpty();
        return arms;
    }

    private static void checkTension(final YamlMap entry, final double[] tension, final double pretension)
    {
        if (tension[0] >= tension[1])
        {
            entry.mistake("tension_n", "should be [least, greatest], least first and smaller; is [" +
                Range.show(tension[0]) + ", " + Range.show(tension[1]) + "]");
        }
        else if (pretension < tension[0] || pretension > tension[1])
        {
            entry.mistake("pretension_n", Range.show(pretension) + " lies outside tension_n [" +
                Range.show(tension[0]) + ", " + Range.show(tension[1]) + "]");
        }
    }

    private void claim(final YamlMap entry, final int motor, final double tensionMax)
    {
        if (motor < 0)
        {
            motorsGood = false;
            return;
        }
        final Integer before = tendonOfMotor.putIfAbsent(motor, tendons.size());
        final MotorDescription winder = motors.get(motor);
        if (before != null)
        {
            entry.mistake("motor", "motor '" + winder.name() + "' winds tendon '" + tendons.get(before).name() +
                "' already; give each tendon a motor of its own");
        }
        final double needed = winder.spoolRadiusM() * tensionMax;
        if (winder.effortMaxNm() < needed * (1 - 1e-9))
        {
            motorEntries.get(motor).mistake("effort_max_nm", Range.show(winder.effortMaxNm()) +
                " N·m is too little: tendon '" + entry.string("name") + "' wants " + Range.show(tensionMax) +
                " N on a spool of " + Range.show(winder.spoolRadiusM()) + " m; give at least " + Range.show(needed) +
                " or lower tension_n");
        }
    }

    private void bindMotors()
    {
        for (int i = 0; i < motors.size(); i++)
        {
            final MotorDescription motor = motors.get(i);
            if (motorsGood && !tendonOfMotor.containsKey(i))
            {
                motorEntries.get(i).mistake("name", "motor '" + motor.name() + "' winds no tendon; name it in one " +
                    "tendon's 'motor' or remove it");
            }
            motors.set(i, new MotorDescription(motor.name(), i, tendonOfMotor.getOrDefault(i, -1),
                motor.spoolRadiusM(), motor.rotorInertiaKgM2(), motor.dampingNmsRad(), motor.effortMaxNm(),
                motor.velocityMaxRadS(), motor.temperatureMaxC()));
        }
    }

    /** Needs every tendon's joints; after an unknown one, closure would only repeat that mistake in other words. */
    void checkClosure(final Mistakes mistakes)
    {
        if (!referencesGood)
        {
            return;
        }
        final List<TendonGroup> groups = TendonGroup.of(body.joints, tendons);
        final boolean[] moved = new boolean[body.joints.size()];
        for (final TendonGroup group : groups)
        {
            group.joints().forEach(joint -> moved[joint] = true);
            final List<String> names = group.tendons().stream().map(t -> tendons.get(t).name()).toList();
            for (final WrenchClosure.Missing missing : new WrenchClosure(group, tendons).missing())
            {
                final String joint = body.joints.get(missing.joint()).name();
                mistakes.add(body.jointNames.line(joint), "joints." + joint, "no pull turns it in the " +
                    (missing.sign() > 0 ? "positive" : "negative") + " direction without turning another joint; " +
                    "tendons of its group: " + String.join(", ", names) + "; add one with a " +
                    (missing.sign() > 0 ? "positive" : "negative") + " moment arm, or balance the arms");
            }
        }
        for (int i = 0; i < moved.length; i++)
        {
            if (!moved[i])
            {
                final String joint = body.joints.get(i).name();
                mistakes.add(body.jointNames.line(joint), "joints." + joint,
                    "is crossed by no tendon, so nothing moves it; add a pair of tendons with arms_m {" + joint +
                    ": 0.01} and {" + joint + ": -0.01}");
            }
        }
    }
}
