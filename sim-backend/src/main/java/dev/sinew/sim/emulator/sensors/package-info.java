/**
 * A board that measures a robot: joint encoders, tendon sensors, inertial units, force-torque sensors.
 *
 * <pre>
 *   question ──▶ SensorBus ── PlantBank: joints, tendons, imus, wrenches as they are when it has ended
 *   answer   ◀── SensorFrames
 * </pre>
 *
 * <p>The protocol is ours, as {@code docs/drivers.md} describes it: there is none that builders of such boards share.
 * One thread. Imports the emulator's own packages and nothing of a driver.</p>
 */
package dev.sinew.sim.emulator.sensors;
