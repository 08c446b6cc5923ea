/**
 * Scripted mishaps of a run, the same for every engine.
 *
 * <pre>
 *   Scenario ─┬─▶ PhysicalFaults: pushes (engine), tendons and motors (plant)
 *             └─▶ SensorFaults:   bias, freeze, NaN on columns; lost samples
 * </pre>
 *
 * <p>What concerns the policy is done by the loop. Loop's thread; allocation-free after construction; imports hal, the
 * engine's contract and the plant.</p>
 */
package dev.sinew.sim.fault;
