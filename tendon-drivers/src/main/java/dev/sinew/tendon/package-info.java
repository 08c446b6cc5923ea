/**
 * The transmission of a tendon-driven robot: motors wind tendons, tendons pull joints.
 *
 * <pre>
 *                 estimate                         distribute                      command
 *   sensors ──────────────────▶ joint space ───────────────────▶ tensions f ────────────────▶ motor torques
 *            q, q', tau = R^T f              tau = R^T f, lo ≤ f ≤ hi         torque = radius x f
 *                    └── R = R(q): the matrices of a group follow the pose where its cables or springs do
 * </pre>
 *
 * <p>One sign rule everywhere: {@code R = -dl/dq}, positive where pulling the tendon turns the joint in its positive
 * direction, so that {@code tau = R^T f} and {@code l' = -R q'}. {@link dev.sinew.tendon.TendonTransmissionFactory} is
 * found by {@link java.util.ServiceLoader}.</p>
 *
 * <p>Loop's thread; allocation-free after construction. Imports {@code dev.sinew.hal} and nothing else of ours.</p>
 */
package dev.sinew.tendon;
