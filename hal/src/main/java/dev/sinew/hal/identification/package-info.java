/**
 * What was measured of a robot's tendons, as a file beside {@code robot.yaml}, and the robot that follows from both.
 *
 * <pre>
 *   recording ──▶ tendon-drivers (finds the numbers) ──▶ Identification ──▶ IdentificationFile (YAML)
 *                                                                              │
 *   robot.yaml ──▶ RobotDescription ────────────────── Identification.applyTo ◀┘ ──▶ transmission, estimation
 * </pre>
 *
 * <p>Whatever controls takes the changed robot and knows nothing of files. Main thread; allocates. Imports
 * {@code dev.sinew.hal.robot} and {@code dev.sinew.hal.yaml}.</p>
 */
package dev.sinew.hal.identification;
