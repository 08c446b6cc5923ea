/**
 * How late does a periodic thread wake? Runs the loop's way of waiting beside {@code cyclictest}, in turns, at the
 * same period, priority and processor, with and without a keep-awake neighbour.
 *
 * <pre>
 *   LatencyHarness ──▶ Contender.run(LatencyPlan) ──▶ RunResult ──▶ LatencyTable, LatencyJson
 *                      (LoopContender | CyclictestContender)
 * </pre>
 *
 * Both contenders count every wake-up from the first measured one on: nothing is filtered.
 */
package dev.sinew.bench.latency;
