package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import dev.sinew.runtime.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest
{
    private static final String PUSH = """
        scenario: push
        events:
          - {kind: push, at_s: 0.3, for_s: 0.1, link: torso, point_m: [0, 0, 0.2], impulse_ns: 3, direction: [1, 1, 0]}
          - {kind: tendon_cut, at_s: 0.5, tendon: l_ff_fl1}
        """;

    @TempDir
    private Path directory;

    private TestRuns runs()
    {
        return new TestRuns(directory).scenario(PUSH);
    }

    private static String hash(final TestRuns runs)
    {
        return runs.run().outcome().stateSha256();
    }

    @Test
    void shouldGiveTheSameHashForTheSameSeedAndAnotherForAnother()
    {
        final String first = hash(runs());
        assertEquals(first, hash(runs()));
        assertNotEquals(first, hash(runs().seed(2)));
    }

    @Test
    void shouldGiveTheSameHashWithAndWithoutWarmUp()
    {
        assertEquals(hash(runs()), hash(runs().warmUpCycles(300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "beside"})
    void shouldGiveTheSameHashFusedAndPipelined(final String placement)
    {
        assertEquals(hash(runs().placement(placement)), hash(runs().placement(placement).topology("pipelined")));
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final RunReport.Counts counts = new TestRuns(directory).durationS(12).warmUpCycles(3000).run().counts();
        assertEquals(11, counts.allocationWindows());
        // The virtual machine allocates when it throws compiled code away; one of ours would be in every window.
        assertTrue(counts.allocationFreeWindows() >= 6,
            "free windows: " + counts.allocationFreeWindows() + " of " + counts.allocationWindows());
    }
}
