/**
 * The same {@link dev.sinew.hal.system.SystemInterface} as a robot's, simulated.
 *
 * <pre>
 *   CommandBlock ──▶ plant (motors, spools, elastic tendons) ──joint effort──▶ engine (rigid bodies, contact)
 *        faults ───────▲                                                          │
 *   StateBlock ◀── sensors (noise, delay, faults) ◀───────────────────────────────┘
 * </pre>
 *
 * <p>Everything runs on the loop's thread. Imports hal and the routing mathematics of tendon-drivers; found by the
 * runtime through {@link java.util.ServiceLoader}.</p>
 */
package dev.sinew.sim;
