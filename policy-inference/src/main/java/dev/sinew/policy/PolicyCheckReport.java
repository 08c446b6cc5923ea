package dev.sinew.policy;

import java.util.List;
import java.util.Map;

/**
 * What {@link PolicyCheck} found.
 *
 * @param path     what was checked, as the user named it.
 * @param facts    name, sizes, rate and hash, in the order in which to show them; empty when it could not be loaded.
 * @param problems why the policy must not run; empty when it may.
 * @param warnings what a person should know.
 * @param engines  one row per engine, in the order of preference; empty when the policy could not be loaded.
 */
public record PolicyCheckReport(
    String path, Map<String, String> facts, List<String> problems, List<String> warnings, List<EngineRow> engines)
{
    /**
     * One engine with this policy on this machine.
     *
     * @param name         of the engine.
     * @param unavailable  why it cannot run the policy; null when it can.
     * @param largestError against the test vectors, relative.
     * @param runs         timed runs.
     * @param p50Ns        median of one run.
     * @param p99Ns        99th percentile of one run.
     * @param bytesPerRun  garbage per run, the fewest of several windows.
     */
    public record EngineRow(
        String name, String unavailable, double largestError, int runs, long p50Ns, long p99Ns, long bytesPerRun)
    {
        public boolean available()
        {
            return unavailable == null;
        }
    }

    /** @return true when the policy may run. */
    public boolean passed()
    {
        return problems.isEmpty();
    }
}
