/**
 * Between the robot's state and the network: observation terms on the way in, the action mapping on the way out.
 *
 * <pre>
 *   ObservationSource (estimated state, commands) ──▶ ObservationAssembler ──float[]──▶ InferenceEngine
 *            clip ─▶ scale ─▶ history, per term, in the manifest's order                     │ raw action
 *   joint targets (position, kp, kd) ◀── ActionMapper ◀──────────────────────────────────────┤
 *                                        ObservationAssembler.recordAction ◀─────────────────┘
 * </pre>
 *
 * <p>Threads: an assembler and a mapper belong to the one thread that steps the policy; nothing here allocates after
 * construction, takes a lock or throws on the cycle path. Imports: dev.sinew.policy.bundle.
 */
package dev.sinew.policy.term;
