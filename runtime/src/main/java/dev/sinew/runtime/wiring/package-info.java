/**
 * Puts a run together: robot, system, transmission, policy, loop, black box; warms it up against a shadow; runs it. A
 * simulation and a daemon are the same session with another {@link dev.sinew.runtime.wiring.Lifetime}.
 *
 * <pre>
 *   RunOptions, Lifetime ──▶ RunSession ──▶ LoopAssembly of a shadow: Rehearsal
 *                                       └─▶ LoopAssembly of the robot: thread sinew-loop ──▶ RunResult
 * </pre>
 *
 * <p>Main thread, before and after the loop. What was asked for is what runs: a wish that cannot be met is an
 * error.</p>
 */
package dev.sinew.runtime.wiring;
