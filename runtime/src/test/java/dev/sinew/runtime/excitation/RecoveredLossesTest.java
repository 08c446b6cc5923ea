package dev.sinew.runtime.excitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Identifier;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonDescription.MomentArm;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.runtime.wiring.HangingRobot;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.TestRuns;
import dev.sinew.sim.plant.VariedRobot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plants whose cables rub, creep and hang on loose drums, of which the file says nothing: radii and arms within 3 %,
 * stiffness within 20 %, inertias and all losses within 30 % of what is usual, seeded. Each number that is found lies
 * within its bound of the drawn one and each bound is of use; each that is not has its reason.
 */
class RecoveredLossesTest
{
    private static final double FRICTION = 0.0163;
    private static final double WRAP_RAD = Math.PI;
    private static final double CREEP = 0.3;
    private static final double CREEP_S = 8;
    private static final double GAP_RAD = 0.1;
    private static final double LOSS_SPREAD = 0.3;

    private RobotDescription known;
    private RobotDescription drawn;
    private final List<String> misses = new ArrayList<>();

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private static double off(final SplittableRandom random)
    {
        return 1 + LOSS_SPREAD * (2 * random.nextDouble() - 1);
    }

    private List<IdentifiedTendon> identify(final String robot, final long seed) throws ToolException
    {
        return identify(robot, seed, new TendonLosses(FRICTION, WRAP_RAD, GAP_RAD, CREEP, CREEP_S));
    }

    /** The gap, in rad, is the motor's, and its tendons share it. */
    private List<IdentifiedTendon> identify(final String robot, final long seed, final TendonLosses usual)
        throws ToolException
    {
        known = Gantry.hang(RobotFile.load(TestRuns.HOME.resolve("hal/robots").resolve(robot).resolve("robot.yaml")));
        final RobotDescription varied = VariedRobot.draw(known, seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] gapRad =
            varied.motors().stream().mapToDouble(motor -> usual.backlashM() * off(random)).toArray();
        drawn = varied.withActuation(varied.motors(), varied.tendons().stream().map(tendon -> new TendonDescription(
            tendon.name(), tendon.index(), tendon.motor(), tendon.winding(), tendon.route(), tendon.restLengthM(),
            tendon.tensionMinN(), tendon.tensionMaxN(), tendon.pretensionN(), tendon.stiffnessNM(),
            tendon.dampingNsM(), new TendonLosses(usual.frictionCoefficient() * off(random), WRAP_RAD,
            gapRad[tendon.motor()] * Math.abs(varied.spoolRadiusM(tendon)), usual.creepRatio() * off(random),
            CREEP_S * off(random)))).toList());
        final Recording recording = new ExcitedPlant(new HangingRobot(drawn, "embedded"), known,
            known.tendonGroups()).recording(seed, 0, ToolProgress.NONE);
        final List<IdentifiedTendon> found =
            Services.identifier().identify(known, recording, Identifier.Progress.NONE);
        assertEquals(known.tendonCount(), found.size());
        return found;
    }

    /** Returns true when it was found. */
    private boolean check(
        final IdentifiedTendon of, final String key, final Measured found, final double truth, final double most)
    {
        if (found == null)
        {
            if (of.missing().getOrDefault(key, "").isEmpty())
            {
                misses.add(of.tendon() + " " + key + " is left out without a reason");
            }
            return false;
        }
        if (!found.holds(truth) || found.bound() > most * truth)
        {
            misses.add(of.tendon() + " " + key + ": " + found + ", is " + truth + ", bound may be " + most * truth);
        }
        return true;
    }

    private TendonDescription truth(final IdentifiedTendon of)
    {
        return drawn.tendons().get(drawn.tendonIndex(of.tendon()));
    }

    /** Returns how many arms were found. */
    private int checkArms(final IdentifiedTendon of, final double most)
    {
        int found = 0;
        for (final MomentArm arm : truth(of).momentArms())
        {
            final String joint = known.joints().get(arm.joint()).name();
            final double described = known.tendons().get(truth(of).index()).momentArms().stream()
                .filter(one -> one.joint() == arm.joint()).findFirst().orElseThrow().momentArmM();
            found += check(of, "arm_scale." + joint, of.armScale().get(joint), arm.momentArmM() / described, most) ?
                1 : 0;
        }
        return found;
    }

    private boolean checkInertia(final IdentifiedTendon of, final double most)
    {
        return check(of, "rotor_inertia_kgm2", of.rotorInertiaKgM2(),
            drawn.motors().get(truth(of).motor()).rotorInertiaKgM2(), most);
    }

    private static Measured exponent(final IdentifiedTendon of)
    {
        return of.frictionCoefficient() == null ? null : new Measured(of.frictionCoefficient().value() * of.wrapRad(),
            of.frictionCoefficient().bound() * of.wrapRad());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindEverythingOfCablesThatPullOneByOne(final long seed) throws ToolException
    {
        int numbers = 0;
        int all = 0;
        for (final IdentifiedTendon one : identify("finger-coupled", seed))
        {
            final TendonDescription truth = truth(one);
            final TendonLosses losses = truth.losses();
            all += 6 + truth.momentArms().size();
            numbers += check(one, "spool_radius_m", one.spoolRadiusM(), drawn.spoolRadiusM(truth), 0.005) ? 1 : 0;
            numbers += checkInertia(one, 0.15) ? 1 : 0;
            numbers += checkArms(one, 0.01);
            numbers += check(one, "stiffness_n_m", one.stiffnessNM(), truth.stiffnessNM(), 0.04) ? 1 : 0;
            numbers += check(one, "friction_coefficient", exponent(one), losses.frictionCoefficient() * WRAP_RAD,
                0.25) ? 1 : 0;
            numbers += check(one, "creep_ratio", one.creepRatio(), losses.creepRatio(), 0.15) ? 1 : 0;
            numbers += check(one, "creep_ratio", one.creepTimeConstantS(), losses.creepTimeConstantS(), 0.3) ? 1 : 0;
            assertTrue(one.missing().get("backlash_m").contains("stays at one flank"), one.missing().toString());
        }
        assertEquals(List.of(), misses);
        assertEquals(all, numbers, "numbers that were found");
    }

    /**
     * Two cables on one drum cannot pull harder together: their radii, arms and gap are found where torques change
     * enough, and for the rest it is said why not.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindTheGapOfOpposedCablesAndSayWhatItCannotTell(final long seed) throws ToolException
    {
        int radii = 0;
        int arms = 0;
        int gaps = 0;
        int inertias = 0;
        for (final IdentifiedTendon one : identify("finger-pairs", seed))
        {
            final TendonDescription truth = truth(one);
            final MotorDescription motor = drawn.motors().get(truth.motor());
            assertEquals(2, motor.tendons().size());
            radii += check(one, "spool_radius_m", one.spoolRadiusM(), Math.abs(drawn.spoolRadiusM(truth)), 0.035) ?
                1 : 0;
            inertias += checkInertia(one, 0.15) ? 1 : 0;
            arms += checkArms(one, 0.05);
            gaps += check(one, "backlash_m", one.backlashM(), truth.losses().backlashM(), 0.35) ? 1 : 0;
            for (final String untold : List.of("stiffness_n_m", "friction_coefficient", "creep_ratio"))
            {
                assertTrue(one.missing().containsKey(untold), untold + " of " + one);
            }
        }
        assertEquals(List.of(), misses);
        assertEquals(6, gaps, "gaps that were found");
        assertEquals(6, inertias, "inertias that were found");
        assertTrue(radii >= 4 && arms >= 4, radii + " radii and " + arms + " arms of 6 were found");
    }

    /** Without friction the drum floats in its gap for most of the time; without a gap there is none to be found. */
    @ParameterizedTest
    @ValueSource(doubles = {0, GAP_RAD})
    void shouldSayNothingWrongOfOpposedCablesThatDoNotRub(final double gapRad) throws ToolException
    {
        for (final IdentifiedTendon one : identify("finger-pairs", 9, new TendonLosses(0, 0, gapRad, 0, 1)))
        {
            final TendonDescription truth = truth(one);
            check(one, "spool_radius_m", one.spoolRadiusM(), Math.abs(drawn.spoolRadiusM(truth)), 0.035);
            checkArms(one, 0.05);
            final Measured gap = one.backlashM();
            assertTrue(gap == null ? one.missing().containsKey("backlash_m") : gap.holds(truth.losses().backlashM()) &&
                gap.bound() <= 2e-4, one.toString());
        }
        assertEquals(List.of(), misses);
    }
}
