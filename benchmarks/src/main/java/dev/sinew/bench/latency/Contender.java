package dev.sinew.bench.latency;

import java.io.IOException;

/** Somebody who wakes up periodically and tells how late. */
interface Contender
{
    /** Short name for tables. */
    String name();

    /** How it waits, in one line. */
    String description();

    /**
     * Runs once and measures every wake-up.
     *
     * @throws IOException          where the contender could not be run.
     * @throws InterruptedException where the calling thread was interrupted.
     */
    RunResult run(LatencyPlan plan) throws IOException, InterruptedException;
}
