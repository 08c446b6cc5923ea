package dev.sinew.tendon.identification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Identifier;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import org.junit.jupiter.api.Test;

/** Recordings that are written down from the equations, so that the truth is known without a simulator. */
class TendonIdentifierTest
{
    private static final RobotDescription FINGER =
        RobotFile.load(Path.of("..", "hal", "robots", "finger-coupled", "robot.yaml"));
    private static final int ROWS = 12_000;
    private static final double ROW_S = 0.01;
    private static final double RADIUS = 1.02;
    private static final double ARM = 0.98;
    private static final double STIFFNESS = 1.15;
    private static final double INERTIA = 1.25;
    private static final double NOISE_RAD = 2e-4;
    private static final double NOISE_N = 0.02;

    /** An ideal cable of other radii, arms and stiffness than in the file; each joint swings by itself. */
    private static Map<String, double[]> columns(final double swingRad, final double pullN)
    {
        return columns(swingRad, pullN, 0);
    }

    /** In the last tenth each joint swings quickly beside, each with a frequency of its own. */
    private static Map<String, double[]> columns(final double swingRad, final double pullN, final double quickRad)
    {
        final Random random = new Random(5);
        final Map<String, double[]> columns = new LinkedHashMap<>();
        final double[] time = new double[ROWS];
        final double[][] q = new double[FINGER.jointCount()][ROWS];
        for (int r = 0; r < ROWS; r++)
        {
            time[r] = r * ROW_S;
            for (int j = 0; j < q.length; j++)
            {
                q[j][r] = 0.6 + swingRad * Math.sin(2 * Math.PI * (0.21 + 0.05 * j) * time[r] + j);
                q[j][r] += r < 0.9 * ROWS ? 0 : quickRad * Math.sin(2 * Math.PI * (4 + 0.5 * j) * time[r]);
            }
        }
        columns.put(Recording.TIME_S, time);
        FINGER.joints().forEach(joint ->
            columns.put("joint_position_rad." + joint.name(), noisy(q[joint.index()], random, NOISE_RAD)));
        for (final TendonDescription tendon : FINGER.tendons())
        {
            final MotorDescription motor = FINGER.motors().get(tendon.motor());
            final double radius = RADIUS * FINGER.spoolRadiusM(tendon);
            final double[] tension = new double[ROWS];
            final double[] position = new double[ROWS];
            final double[] effort = new double[ROWS];
            for (int r = 0; r < ROWS; r++)
            {
                final int i = tendon.index();
                tension[r] = 12 + pullN * Math.sin(2 * Math.PI * (0.4 + 0.07 * i) * time[r]);
                position[r] = tension[r] / (STIFFNESS * tendon.stiffnessNM() * radius);
                for (final TendonDescription.MomentArm arm : tendon.momentArms())
                {
                    position[r] += ARM * arm.momentArmM() * q[arm.joint()][r] / radius;
                }
                effort[r] = radius * tension[r];
            }
            addRotor(motor, position, effort);
            columns.put("motor_position_rad." + motor.name(), noisy(position, random, NOISE_RAD));
            columns.put("motor_effort_nm." + motor.name(), effort);
            columns.put("tendon_tension_n." + tendon.name(), noisy(tension, random, NOISE_N));
        }
        return columns;
    }

    private static void addRotor(final MotorDescription motor, final double[] position, final double[] effort)
    {
        for (int r = 1; r < ROWS - 1; r++)
        {
            effort[r] += motor.dampingNmsRad() * (position[r + 1] - position[r - 1]) / (2 * ROW_S) +
                INERTIA * motor.rotorInertiaKgM2() * (position[r + 1] - 2 * position[r] + position[r - 1]) /
                (ROW_S * ROW_S);
        }
    }

    private static double[] noisy(final double[] values, final Random random, final double sigma)
    {
        final double[] found = values.clone();
        for (int r = 0; r < found.length; r++)
        {
            found[r] += sigma * random.nextGaussian();
        }
        return found;
    }

    private static List<IdentifiedTendon> identify(final Map<String, double[]> columns)
    {
        return new TendonIdentifier().identify(FINGER, Recording.of("here", columns), Identifier.Progress.NONE);
    }

    @Test
    void shouldFindRadiiArmsAndStiffnessOfACableThatKeepsToTheEquations()
    {
        final List<IdentifiedTendon> found = identify(columns(0.4, 6));

        assertEquals(FINGER.tendonCount(), found.size());
        for (final IdentifiedTendon one : found)
        {
            final TendonDescription tendon = FINGER.tendons().get(FINGER.tendonIndex(one.tendon()));
            final double radius = RADIUS * Math.abs(FINGER.spoolRadiusM(tendon));
            assertTrue(one.spoolRadiusM().holds(radius) && one.spoolRadiusM().bound() < 0.01 * radius, one.toString());
            assertEquals(tendon.momentArms().size(), one.armScale().size());
            one.armScale().forEach((joint, scale) ->
                assertTrue(scale.holds(ARM) && scale.bound() < 0.02, joint + " of " + one));
            final double stiffness = STIFFNESS * tendon.stiffnessNM();
            assertTrue(one.stiffnessNM().holds(stiffness) && one.stiffnessNM().bound() < 0.1 * stiffness,
                one.toString());
            assertTrue(one.residualRad() < 5 * NOISE_RAD, "residual " + one.residualRad());
        }
    }

    @Test
    void shouldFindTheInertiaOfRotorsThatAreAcceleratedAndStillFindTheRest()
    {
        for (final IdentifiedTendon one : identify(columns(0.4, 6, 0.1)))
        {
            final TendonDescription tendon = FINGER.tendons().get(FINGER.tendonIndex(one.tendon()));
            final double inertia = INERTIA * FINGER.motors().get(tendon.motor()).rotorInertiaKgM2();
            assertTrue(one.rotorInertiaKgM2().holds(inertia), one.toString());
            assertTrue(one.rotorInertiaKgM2().bound() < 0.08 * inertia, one.toString());
            assertTrue(one.spoolRadiusM().holds(RADIUS * Math.abs(FINGER.spoolRadiusM(tendon))), one.toString());
            one.armScale().forEach((joint, scale) -> assertTrue(scale.holds(ARM), joint + " of " + one));
            assertTrue(one.stiffnessNM().holds(STIFFNESS * tendon.stiffnessNM()), one.toString());
        }
    }

    @Test
    void shouldLeaveOutWhatWasNotExcitedAndSayWhatToDo()
    {
        final IdentifiedTendon still = identify(columns(0, 6)).get(0);
        assertTrue(still.armScale().isEmpty());
        assertTrue(still.missing().toString().contains("the joint hardly moved: move it over most of its range"),
            still.missing().toString());
        assertNull(still.rotorInertiaKgM2());
        assertTrue(still.missing().get("rotor_inertia_kgm2").contains("hardly accelerated: swing its joints quickly"),
            still.missing().toString());
        assertTrue(still.spoolRadiusM() != null && still.stiffnessNM() != null, still.toString());

        final IdentifiedTendon lazy = identify(columns(0.4, 0)).get(0);
        assertNull(lazy.stiffnessNM());
        assertTrue(lazy.missing().get("spool_radius_m").contains("torque hardly changed"), lazy.missing().toString());
        assertTrue(lazy.missing().get("stiffness_n_m").contains("radius is not known"), lazy.missing().toString());
        assertTrue(lazy.missing().get("arm_scale.mcp").contains("radius is not known"), lazy.missing().toString());
        assertTrue(lazy.armScale().isEmpty());
        assertNull(lazy.frictionCoefficient());
        assertTrue(lazy.missing().containsKey("friction_coefficient"));
        assertTrue(lazy.missing().containsKey("backlash_m"));
        assertTrue(lazy.missing().containsKey("creep_ratio"));
    }

    @Test
    void shouldLeaveOutAGroupOfWhichColumnsAreMissing()
    {
        final Map<String, double[]> columns = columns(0.4, 6);
        final String gone = "tendon_tension_n." + FINGER.tendons().get(0).name();
        columns.remove(gone);

        assertEquals(List.of(), identify(columns));
        assertEquals(gone, new TendonIdentifier().firstMissing(FINGER, Recording.of("here", columns)));
        assertTrue(new TendonIdentifier().uses(gone));
        assertFalse(new TendonIdentifier().uses("truth_base_pose.x"));
        assertFalse(new TendonIdentifier().uses("tendon_length_m.flexor_mcp"));
    }

    @Test
    void shouldGiveTheSameNumbersForTheSameRecording()
    {
        assertEquals(identify(columns(0.4, 6)), identify(columns(0.4, 6)));
    }
}
