/**
 * A simulated robot behind the same border as a real one.
 *
 * <pre>
 *   write ──▶ latched CommandBlock ──▶ plant ──joint effort──▶ engine ──▶ sensors ──▶ faults ──▶ delay ──▶ read
 *                                        ▲                       │
 *                                        └── joint position, velocity
 *   advance: faults, plant, engine, sensors by one period     truth: base pose, for records alone
 * </pre>
 *
 * <p>Loop's thread; allocation-free after construction; imports hal and the other packages of {@code dev.sinew.sim}.
 * Found by {@link java.util.ServiceLoader}.</p>
 */
package dev.sinew.sim.system;
