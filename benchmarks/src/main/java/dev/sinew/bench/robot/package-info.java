/**
 * A whole robot on emulated buses: how well the daemon holds it, and whether every drive is limp in the end.
 *
 * <pre>
 *   HeldRobot ─┬─▶ sinew emulate: neo's servos and boards, its tendons and bodies
 *              ├─▶ sinew run, sinew arm: as on a robot ──▶ black box ──▶ PoseWatch
 *              └─▶ events of the devices ──▶ HeldRow
 * </pre>
 *
 * <p>Three processes beside this one, which only waits and reads. One thread. Imports hal, runtime and the events of
 * {@code bench.faults}.</p>
 */
package dev.sinew.bench.robot;
