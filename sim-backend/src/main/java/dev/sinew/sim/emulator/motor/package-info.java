/**
 * The physical side of an emulated drive: what turns, what warms, what the encoder shows.
 *
 * <pre>
 *   drive's firmware ──current or voltage──▶ EmulatedMotor ──torque, damping──▶ MotorBank
 *        ▲                                    current loop, supply,              StandaloneBank: a rotor each
 *        │                                    two heat capacities                PlantBank: the tendons of a robot
 *        └──────── encoder, current, temperature ◀──── position, velocity ◀──────────┘
 * </pre>
 *
 * <p>Steps of a fixed period; the same calls give the same bits. One thread. Imports the plant and the embedded
 * engine, nothing of any protocol.</p>
 */
package dev.sinew.sim.emulator.motor;
