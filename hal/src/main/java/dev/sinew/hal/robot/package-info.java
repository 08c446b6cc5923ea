/**
 * The robot as data: an immutable, validated model. Nothing in Java knows how many joints there are.
 *
 * <pre>
 *   robot.yaml ──▶ RobotFile (parse, check, report every mistake at once) ──▶ RobotDescription
 *                      └── TendonExaminer, found by ServiceLoader: what the tendons do over the range of motion
 * </pre>
 *
 * <p>Built once at start-up by the main thread, then shared by every thread without synchronisation.</p>
 */
package dev.sinew.hal.robot;
