/**
 * A rigid-body engine that needs only the JVM: articulated bodies, joint limits, soft ground contact with friction.
 *
 * <pre>
 *            ArticulatedModel (flat, immutable)          TreeState (flat, mutable)
 *                    │                                        │
 *   step:  JointForces ─▶ GroundContact ─▶ ArticulatedBody (inward, base, outward) ─▶ Integrator
 *                                                                                        │
 *          EngineSensors ◀── LinkInertia (next step's) ◀── Kinematics of the end state ◀─┘
 * </pre>
 *
 * <p>All vectors are in axes parallel to the world, each about its own link's origin: nothing but the link's rigid
 * inertia is ever rotated, and no digits are lost on distances from a common origin. Damping, limits and contact are
 * taken linearly implicit, so that light fingertips on stiff ground stay stable at the loop's period.</p>
 *
 * <p>One thread; no allocation after construction; the same calls give the same bits on every JVM: no functions of
 * {@link java.lang.Math} whose last bit is free, no fused multiply-add. Imports hal and
 * {@code dev.sinew.sim.engine}.</p>
 */
package dev.sinew.sim.embedded;
