package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads motors, and learns from the tendons what each of them winds.
 */
final class MotorReader
{
    private static final Range RESISTANCE_K_W = Range.of(1e-4, 1e5, "K/W");
    private static final Range CAPACITY_J_K = Range.of(1e-4, 1e6, "J/K");
    /** Time that a motor may take from rest to its greatest speed with its greatest torque, s. */
    private static final double START_S_LEAST = 1e-4;
    private static final double START_S_MOST = 1;

    final NameTable names;
    final List<MotorDescription> motors = new ArrayList<>();
    private final List<YamlMap> entries = new ArrayList<>();
    private final List<List<TendonDescription>> wound = new ArrayList<>();
    private boolean allNamed = true;

    MotorReader(final Mistakes mistakes)
    {
        names = new NameTable("motor", mistakes);
    }

    void read(final YamlMap root, final Types types)
    {
        for (final YamlMap raw : root.maps("motors"))
        {
            final YamlMap entry = types.resolve(raw);
            final String name = names.define(entry, motors.size());
            final double effortMax = entry.number("effort_max_nm", new Range(1e-5, 1e4, "N·m", "N·mm", 1e-3));
            final double temperatureMax = entry.number("temperature_max_c", Range.of(30, 200, "°C"));
            motors.add(new MotorDescription(
                name,
                motors.size(),
                List.of(),
                entry.number("spool_radius_m", Range.metres(1e-4, 0.5)),
                entry.number("rotor_inertia_kgm2", new Range(1e-10, 1, "kg·m²", "g·cm²", 1e-7)),
                entry.number("damping_nms_rad", Range.of(0, 100, "N·m·s/rad")),
                effortMax,
                entry.number("velocity_max_rad_s", new Range(1e-2, 1e5, "rad/s", "revolutions/min", Math.PI / 30)),
                temperatureMax,
                thermal(entry, effortMax, temperatureMax)));
            checkStart(entry, motors.get(motors.size() - 1));
            entries.add(entry);
            wound.add(new ArrayList<>());
            entry.close();
        }
    }

    /** Torque, inertia and speed of a motor have to fit each other, whatever its size. */
    private static void checkStart(final YamlMap entry, final MotorDescription motor)
    {
        final double seconds = motor.rotorInertiaKgM2() * motor.velocityMaxRadS() / motor.effortMaxNm();
        final String what = Range.show(motor.effortMaxNm()) + " N·m bring the rotor of " +
            Range.show(motor.rotorInertiaKgM2()) + " kg·m² to velocity_max_rad_s " +
            Range.show(motor.velocityMaxRadS()) + " within " + Range.show(seconds) + " s; ";
        if (seconds < START_S_LEAST)
        {
            entry.mistake("effort_max_nm", what + "no motor starts so fast: did you mean N·mm? " +
                Range.show(motor.effortMaxNm()) + " N·mm is " + Range.show(1e-3 * motor.effortMaxNm()));
        }
        else if (seconds > START_S_MOST)
        {
            entry.mistake("rotor_inertia_kgm2", what + "no motor that winds tendons is so slow: did you mean g·m²? " +
                Range.show(motor.rotorInertiaKgM2()) + " g·m² is " + Range.show(1e-3 * motor.rotorInertiaKgM2()));
        }
    }

    private static MotorThermal thermal(final YamlMap entry, final double effortMax, final double temperatureMax)
    {
        final MotorThermal assumed = MotorThermal.assumed(effortMax, temperatureMax);
        if (!entry.has("thermal"))
        {
            return assumed;
        }
        return entry.map("thermal").map(map ->
        {
            final MotorThermal thermal = new MotorThermal(
                map.number("loss_w_per_nm2", Range.of(1e-6, 1e9, "W/(N·m)²")),
                map.number("winding_j_k", CAPACITY_J_K),
                map.number("winding_to_case_k_w", RESISTANCE_K_W),
                map.number("case_j_k", CAPACITY_J_K),
                map.number("case_to_air_k_w", RESISTANCE_K_W),
                map.number("air_c", Range.of(-40, 80, "°C"), assumed.airC()));
            if (thermal.airC() >= temperatureMax)
            {
                map.mistake("air_c", Range.show(thermal.airC()) + " °C is not below temperature_max_c " +
                    Range.show(temperatureMax) + ", so the motor could never run; lower the one or raise the other");
            }
            map.close();
            return thermal;
        }).orElse(assumed);
    }

    /** A tendon without a motor of the file: which motors wind nothing is then not known. */
    void unknown()
    {
        allNamed = false;
    }

    /**
     * Gives a motor one more tendon to wind; two may share it when they are wound against each other.
     *
     * @param entry  the tendon's entry, for mistakes.
     * @param tendon the tendon.
     */
    void wind(final YamlMap entry, final TendonDescription tendon)
    {
        final MotorDescription motor = motors.get(tendon.motor());
        for (final TendonDescription other : wound.get(motor.index()))
        {
            if (other.winding() * tendon.winding() > 0)
            {
                entry.mistake("motor", "motor '" + motor.name() + "' winds tendon '" + other.name() +
                    "' already, the same way round; give each tendon a motor of its own, or, for a pair of opposed " +
                    "tendons on one motor, say 'wound: against' of one of them");
            }
        }
        wound.get(motor.index()).add(tendon);
        final double radius = Math.abs(tendon.winding()) * motor.spoolRadiusM();
        final double needed = radius * tendon.tensionMaxN();
        if (motor.effortMaxNm() < needed * (1 - 1e-9))
        {
            entries.get(motor.index()).mistake("effort_max_nm", Range.show(motor.effortMaxNm()) +
                " N·m is too little: tendon '" + tendon.name() + "' wants " + Range.show(tendon.tensionMaxN()) +
                " N on a spool of " + Range.show(radius) + " m; give at least " + Range.show(needed) +
                " or lower tension_n");
        }
    }

    /** After the tendons: each motor knows what it winds. */
    void finish()
    {
        for (int i = 0; i < motors.size(); i++)
        {
            final MotorDescription motor = motors.get(i);
            if (allNamed && wound.get(i).isEmpty())
            {
                entries.get(i).mistake("name", "motor '" + motor.name() + "' winds no tendon; name it in one " +
                    "tendon's 'motor' or remove it");
            }
            motors.set(i, new MotorDescription(motor.name(), i,
                wound.get(i).stream().map(TendonDescription::index).toList(), motor.spoolRadiusM(),
                motor.rotorInertiaKgM2(), motor.dampingNmsRad(), motor.effortMaxNm(), motor.velocityMaxRadS(),
                motor.temperatureMaxC(), motor.thermal()));
        }
    }
}
