/**
 * Rigid bodies and contact behind one contract: the border that every physics engine implements.
 *
 * <pre>
 *   joint efforts, pushes ──▶ PhysicsEngine.step ──▶ joint state, base, contact forces, inertial units, wrenches
 * </pre>
 *
 * <p>Knows nothing of motors or tendons. Loop's thread; allocation-free after construction; imports hal alone.</p>
 */
package dev.sinew.sim.engine;
