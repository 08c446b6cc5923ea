/**
 * What a simulated robot's sensors make of the truth: seeded white noise and a delay of whole cycles.
 *
 * <pre>
 *   engine, plant ──▶ SensorSuite (+ NoisyColumn, one per column) ──▶ faults ──▶ DelayLine ──▶ StateBlock
 * </pre>
 *
 * <p>Every random number is a function of seed, column, sample and place alone, so that switching one sensor's noise
 * off
 * changes no other reading. Loop's thread; allocation-free after construction; imports hal, the engine's contract and
 * the plant.</p>
 */
package dev.sinew.sim.sensor;
