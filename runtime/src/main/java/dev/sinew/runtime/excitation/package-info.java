/**
 * Motion from which tendons can be identified, through the loop that runs on robots, and the recording of it.
 *
 * <pre>
 *   ExciteTool (sinew tendon excite) ──▶ RunSession: simulated in lockstep, or a robot by its run configuration
 *        │                                  └── ExcitationMotion, as its policy
 *        │                                          ├── Excitation        where joints shall be, how hard tendons pull
 *        │                                          └── MotionRecorder    means of what sensors say ──▶ CSV
 *        └── sinew tendon identify reads it; a black box of any other motion will do as well
 * </pre>
 *
 * <p>{@code ExcitationMotion} and {@code MotionRecorder} are on the loop's thread while it runs: they take memory
 * before and neither wait nor write. Everything else is on the main thread. Imports hal and the runtime; nothing here
 * sees a simulator's truth.</p>
 */
package dev.sinew.runtime.excitation;
