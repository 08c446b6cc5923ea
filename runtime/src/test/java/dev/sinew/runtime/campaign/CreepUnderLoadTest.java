package dev.sinew.runtime.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.wiring.HangingRobot;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A finger whose loop has no joint encoders holds a pose against a force at its tip for half a minute, on cables that
 * creep in the simulator by as much as they stretch. Its encoders, which only the test reads, say where it is.
 */
class CreepUnderLoadTest
{
    private static final double LOAD_N = 3;
    private static final double LENGTH_S = 30;
    private static final double COUNTS_S = 28;
    private static final TendonLosses CREEP = new TendonLosses(0, 0, 0, 1, 8);

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private static RobotDescription finger(final TendonLosses losses)
    {
        final RobotDescription file =
            Gantry.hang(RobotFile.load(TestRuns.HOME.resolve("hal/robots/finger-coupled/robot.yaml")));
        return file.withActuation(file.motors(), file.tendons().stream().map(tendon -> new TendonDescription(
            tendon.name(), tendon.index(), tendon.motor(), tendon.winding(), tendon.route(), tendon.restLengthM(),
            tendon.tensionMinN(), tendon.tensionMaxN(), tendon.pretensionN(), tendon.stiffnessNM(),
            tendon.dampingNsM(), losses)).toList());
    }

    /** Holds the default pose and notes how far the loop is wrong about the joints, in the mean of the last seconds. */
    private static final class Holding implements PolicyRunner
    {
        private final List<JointDescription> joints;
        private final double[] sumRad;
        private double beginS = Double.NaN;
        private int cycles;

        Holding(final RobotDescription robot)
        {
            joints = robot.joints();
            sumRad = new double[joints.size()];
        }

        double wrongRad(final int joint)
        {
            return sumRad[joint] / cycles;
        }

        @Override
        public String placement()
        {
            return "inline";
        }

        @Override
        public void reset()
        {
            beginS = Double.NaN;
        }

        @Override
        public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
        {
            beginS = Double.isNaN(beginS) ? nowNs * 1e-9 : beginS;
            final double nowS = nowNs * 1e-9 - beginS;
            if (nowS >= COUNTS_S)
            {
                for (int j = 0; j < sumRad.length; j++)
                {
                    sumRad[j] += frame.estimatePosition.get(j) - frame.state.jointPosition.get(j);
                }
                cycles++;
            }
            return Outcome.OK;
        }

        @Override
        public void targets(final CycleFrame frame)
        {
            for (final JointDescription joint : joints)
            {
                frame.targetPosition.set(joint.index(), joint.defaultPositionRad());
                frame.targetVelocity.set(joint.index(), 0);
                frame.targetKp.set(joint.index(), joint.kpNmRad());
                frame.targetKd.set(joint.index(), joint.kdNmsRad());
                frame.targetEffort.set(joint.index(), 0);
            }
        }

        @Override
        public long actionObservationCycle()
        {
            return -1;
        }

        @Override
        public void close()
        {
            // nothing is held
        }
    }

    private static Holding hold(final RobotDescription real, final boolean creep)
    {
        final CompensationSettings all = CompensationSettings.STANDARD;
        final RobotDescription blind = new RobotDescription(real.name(), real.sha256(), real.links(),
            real.joints().stream().map(joint -> joint.withEncoder(false)).toList(), real.motors(), real.tendons(),
            real.springs(), real.contacts(), real.shapes(), real.sensors(), real.rates(), real.safety(),
            real.simulation(), real.buses(), new CompensationSettings(all.stretch(), all.friction(), all.backlash(),
            all.inertia(), all.motorFriction(), all.jointDamping(), creep, all.directionSpeedMS(),
            all.directionErrorS(), all.referenceHz(), all.takeUpRatio()));
        final Scenario load = new Scenario("load", List.of(new ScenarioEvent(ScenarioEvent.Kind.PUSH, 1_000_000_000L,
            Long.MAX_VALUE, "", real.links().size() - 1, 0, new Vector3(0, 0, LOAD_N), Vector3.ZERO)));
        final Holding holding = new Holding(blind);
        assertEquals(FaultCode.NONE, new HangingRobot(real, "embedded").run(blind, holding, load, 1,
            SystemRequest.AS_DESCRIBED, LENGTH_S));
        return holding;
    }

    @Test
    void shouldBeAsRightAboutTheJointsAsIfNothingCrept()
    {
        final Holding never = hold(finger(TendonLosses.NONE), true);
        final Holding with = hold(finger(CREEP), true);
        final Holding without = hold(finger(CREEP), false);
        double left = 0;
        double uncompensated = 0;
        for (int j = 0; j < never.joints.size(); j++)
        {
            left = Math.max(left, Math.abs(with.wrongRad(j) - never.wrongRad(j)));
            uncompensated = Math.max(uncompensated, Math.abs(without.wrongRad(j) - never.wrongRad(j)));
        }

        assertTrue(uncompensated > 0.03, "creep alone makes " + uncompensated + " rad");
        assertTrue(left < 0.05 * uncompensated, "of " + uncompensated + " rad are left " + left);
    }
}
