/**
 * Benchmarks: JMH by name, the whole cycle's percentiles, races, wake-up lateness.
 *
 * <pre>
 *   benchmarks/run NAME...  ─▶ BenchmarkRun ─▶ JMH forks (loop, crossing, handoff, policy, tendon)
 *                                           └▶ CyclePercentiles (lockstep and paced)
 *   benchmarks/latency      ─▶ latency       benchmarks/jmh ─▶ JMH as it is       mvn -Pstress ─▶ stress
 * </pre>
 *
 * <p>Imports anything; nobody imports it.</p>
 */
package dev.sinew.bench;
