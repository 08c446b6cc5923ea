package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A finger that has lost a tendon, and a transmission that says whether it knows where the joints are. */
class RobotLifeTest
{
    private static final long PERIOD_NS = 1_000_000L;

    private final RobotDescription robot = TestRobot.small();
    private final TendonRouting routing = TendonRouting.of(robot);
    private final List<LossVariant> used = new ArrayList<>();
    private final boolean[] known = new boolean[robot.tendonGroups().size()];
    private final RobotLife life = new RobotLife(robot, routing, numbers(), new Hooks());
    private final StateBlock state = StateBlock.of(robot);
    private final CommandBlock sent = CommandBlock.of(robot);
    private final Column position =
        new Column("q", new UnsafeBuffer(new byte[robot.jointCount() * Double.BYTES]), 0, robot.jointCount());
    private final int flexor = robot.tendonIndex("ff_t4");
    private final int finger = groupOf(flexor);
    private double aheadM;
    private long cycle;
    private int cutFor = -1;

    /** Notes what is used and answers as the test wants. */
    private final class Hooks implements RobotLife.Groups
    {
        @Override
        public void use(final int group, final LossVariant variant)
        {
            assertEquals(finger, group);
            used.add(variant);
        }

        @Override
        public void firmness(final int group, final double part)
        {
            // other tests look at it
        }

        @Override
        public boolean isKnown(final int group)
        {
            return known[group];
        }
    }

    private int groupOf(final int tendon)
    {
        final List<TendonGroup> groups = robot.tendonGroups();
        for (int g = 0; g < groups.size(); g++)
        {
            if (groups.get(g).tendons().contains(tendon))
            {
                return g;
            }
        }
        return -1;
    }

    private List<GroupNumbers> numbers()
    {
        final double[] q = new double[robot.jointCount()];
        return robot.tendonGroups().stream().map(group ->
        {
            final List<TendonDescription> tendons =
                group.tendons().stream().map(i -> robot.tendons().get(i)).toList();
            final double[] arms = group.joints().stream().flatMapToDouble(joint -> tendons.stream()
                .mapToDouble(tendon -> routing.momentArm(q, tendon.index(), joint))).toArray();
            return new GroupNumbers(arms, tendons.stream().mapToDouble(TendonDescription::tensionMinN).toArray(),
                tendons.stream().mapToDouble(TendonDescription::tensionMaxN).toArray(),
                tendons.stream().mapToDouble(TendonDescription::pretensionN).toArray(),
                group.joints().stream().mapToDouble(joint -> robot.joints().get(joint).effortMaxNm()).toArray());
        }).toList();
    }

    /** One cycle of readings at working tension; the cut one's motor runs away. */
    private void cycle()
    {
        final double[] length = new double[robot.tendonCount()];
        routing.lengths(new double[robot.jointCount()], length);
        for (final TendonDescription tendon : robot.tendons())
        {
            final boolean cut = cutFor >= 0 && tendon.index() == flexor;
            final double tensionN = 3 * tendon.tensionMinN();
            aheadM += cut ? 5e-3 * ++cutFor * 1e-3 : 0;
            state.motorPosition.set(tendon.motor(), (tensionN / tendon.stiffnessNM() + (cut ? aheadM : 0) -
                length[tendon.index()]) / robot.spoolRadiusM(tendon));
            state.tendonTension.set(tendon.index(), cut ? 0 : tensionN);
            sent.motorEffort.set(tendon.motor(), robot.spoolRadiusM(tendon) * tendon.tensionMinN());
        }
        cycle++;
        state.stamp(cycle, cycle * PERIOD_NS, 0, ChannelGroup.ALL, 0);
        sent.stamp(cycle, cycle * PERIOD_NS, true);
        life.observe(state, position, sent, LifePhase.ACTIVE, cycle * PERIOD_NS);
    }

    private void cycles(final int count)
    {
        for (int k = 0; k < count; k++)
        {
            cycle();
        }
    }

    private void cut()
    {
        cycles(50);
        cutFor = 0;
        cycles(50);
        assertTrue(life.changes() > 0, "the cut was not found");
    }

    private LossPlan.Kind kind()
    {
        return used.get(used.size() - 1).plan().kind();
    }

    @Test
    void shouldGoOnWithoutATendonWhereTheJointsAreKnown()
    {
        Arrays.fill(known, true);
        cut();

        assertEquals(1, used.size());
        assertFalse(kind() == LossPlan.Kind.NOTHING, "it keeps " + kind());
        assertEquals(LifeState.DEGRADED, life.group(finger));
    }

    @Test
    void shouldBeLimpForAsLongAsNobodyKnowsWhereTheJointsAre()
    {
        Arrays.fill(known, true);
        cut();
        final LossVariant without = used.get(0);
        known[finger] = false;
        cycle();

        assertEquals(LossPlan.Kind.NOTHING, kind());
        assertEquals(LifeState.SAFE, life.group(finger));
        for (final int tendon : robot.tendonGroups().get(finger).tendons())
        {
            assertTrue(life.damped(tendon), "tendon " + tendon);
            assertEquals(0, life.tensionMaxN(tendon));
        }
        cycles(100);
        assertEquals(2, used.size(), "nothing changes while they are not known");

        known[finger] = true;
        cycle();
        assertEquals(without, used.get(2));
        assertEquals(LifeState.DEGRADED, life.group(finger));
        assertEquals(3, life.changes());
    }

    @Test
    void shouldBeLimpFromTheCutOnWhereTheyWereNotKnown()
    {
        cut();

        assertEquals(LossPlan.Kind.NOTHING, kind());
        assertEquals(LifeState.SAFE, life.group(finger));
    }
}
