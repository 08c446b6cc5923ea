/**
 * What a calibration finds, the file that keeps it, the border to whoever does the work, and its use.
 *
 * <pre>
 *   CalibrationRoutine (ServiceLoader) ◀──one good sample, one command a cycle── loop
 *        │ a group is done                     any SystemInterface: drivers and simulators alike
 *        ▼
 *   GroupCalibration ──▶ Calibration ──▶ CalibrationFile (YAML, replaced as a whole)
 *                                             │ refused for another robot or an older routing
 *                                             ▼
 *   readings ──▶ ShiftedSystem ──▶ joint angles and motor angles that mean what robot.yaml says
 * </pre>
 *
 * <p>{@code ShiftedSystem} and {@code CalibrationRoutine.step} run on the loop's thread without allocation; everything
 * else does not.</p>
 */
package dev.sinew.hal.calibration;
