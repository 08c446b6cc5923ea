/**
 * Robots of any size for benchmarks and tests.
 *
 * <pre>
 *   number of joints ──▶ SyntheticRobots (text of a robot.yaml) ──▶ RobotFile ──▶ RobotDescription
 * </pre>
 *
 * <p>Set-up only; the same number gives the same robot.</p>
 */
package dev.sinew.hal.robot.synthetic;
