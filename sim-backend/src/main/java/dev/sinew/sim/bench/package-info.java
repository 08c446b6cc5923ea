/**
 * Trials of tendon algorithms on a whole simulated robot, offered as tools.
 *
 * <pre>
 *   EstimationBench (sinew tendon bench estimation) ──▶ EstimationTrial ──▶ EstimationScore
 *                                                        │  SimSystem: plant off the file, noise, delay
 *                                                        │  TendonTransmission: knows the file alone
 *                                                        └─ FingerMotion, RigidFormula
 * </pre>
 *
 * <p>Only scores see the simulator's truth. Main thread; may allocate. Imports {@code dev.sinew.hal},
 * {@code dev.sinew.tendon} and the simulator.</p>
 */
package dev.sinew.sim.bench;
