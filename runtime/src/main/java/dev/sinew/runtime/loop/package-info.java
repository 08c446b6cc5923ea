/**
 * The cycle, and who runs its stages.
 *
 * <pre>
 *   CycleClock ─release─▶ ControlLoop ─▶ StageRunner ─▶ ReadStage ─▶ DecideStage ─▶ ActStage ─▶ publish ─▶ advance
 *                                        fused: all on sinew-loop          (FrameRing)  (simulation)
 *                                        pipelined: sinew-read, sinew-decide, sinew-act behind sequence barriers
 * </pre>
 *
 * <p>The same stages, the same order and the same bits in both topologies. In steady state nothing here allocates,
 * locks,
 * blocks or logs. Imports hal, frame, safety, clock, policy, command.</p>
 */
package dev.sinew.runtime.loop;
