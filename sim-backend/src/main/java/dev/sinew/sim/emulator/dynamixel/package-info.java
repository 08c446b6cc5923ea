/**
 * Servos that speak Dynamixel Protocol 2.0, in the shape of the X series: frames, control table, instructions, control
 * laws, protections, bus watchdog.
 *
 * <pre>
 *   bytes ──▶ DynamixelParser ──instruction──▶ DynamixelBus ──▶ DynamixelServo ── DynamixelLaws ──▶ EmulatedMotor
 *                                                  │              control table, errors
 *   bytes ◀── DynamixelFrames ◀──status────────────┘
 * </pre>
 *
 * <p>Sources: emanual.robotis.com, "Protocol 2.0", and the control tables of XM430-W210 and XL330-M288. What the manual
 * leaves open is said where it is decided. One thread.</p>
 */
package dev.sinew.sim.emulator.dynamixel;
