package dev.sinew.policy.term;

import dev.sinew.policy.bundle.HistoryLayout;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyManifest;
import dev.sinew.policy.bundle.TermKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HistoryPropertyTest
{
    private static final List<String> JOINTS = List.of("a", "b");

    private static PolicyManifest manifest(final int length, final HistoryLayout layout)
    {
        final double[] two = { 1, 1 };
        final double[] three = { 1, 1, 1 };
        return new PolicyManifest("p", "r", "m", null, Map.of(), 0.02, "obs", "actions", JOINTS, two, two, two, two,
            two, two, List.of(
                new ObservationSpec("joint_vel", TermKind.JOINT_VEL, -1, JOINTS, 2, two, -1e9, 1e9, false, length, 0),
                new ObservationSpec("base_ang_vel", TermKind.BASE_ANG_VEL, -1, List.of(), 3, three, -1e9, 1e9, false,
                    length, 0)),
            layout, List.of(), null, Map.of());
    }

    @Property(tries = 300)
    void shouldHoldTheLastStepsOldestFirst(
        @ForAll @IntRange(min = 1, max = 6) final int length, @ForAll final HistoryLayout layout,
        @ForAll @Size(min = 1, max = 20) final List<@IntRange(min = -50, max = 50) Integer> shifts)
    {
        final ObservationAssembler assembler = new ObservationAssembler(manifest(length, layout), JOINTS);
        final FakeSource source = new FakeSource();
        final float[] out = new float[5 * length];
        for (int step = 0; step < shifts.size(); step++)
        {
            source.shift = shifts.get(step);
            assembler.assemble(source, out);
            for (int age = 0; age < length; age++)
            {
                final int shift = shifts.get(Math.max(0, step - age));      // before the first step lies the first
                final int slot = length - 1 - age;
                final int velocityAt = layout == HistoryLayout.TERM ? 2 * slot : 5 * slot;
                final int gyroAt = layout == HistoryLayout.TERM ? 2 * length + 3 * slot : 5 * slot + 2;
                assertEquals(10 + shift, out[velocityAt]);
                assertEquals(11 + shift, out[velocityAt + 1]);
                assertEquals(20 + shift, out[gyroAt]);
                assertEquals(22 + shift, out[gyroAt + 2]);
            }
        }
    }
}
