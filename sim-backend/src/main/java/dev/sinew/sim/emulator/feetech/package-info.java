/**
 * Bus servos of Feetech's STS and HLS series: frames, memory table, instructions, control laws, protections.
 *
 * <pre>
 *   bytes ──▶ FeetechParser ──instruction──▶ FeetechBus ──▶ FeetechServo ── FeetechLaws ──▶ EmulatedMotor
 *                                                │            memory, status
 *   bytes ◀── FeetechFrames ◀──status────────────┘
 * </pre>
 *
 * <p>Sources: the maker's "SCS communication protocol" and memory tables of the magnetic-encoder STS and HLS servos.
 * None of them names a watchdog, so there is none here: a servo goes on with its last goal for ever. One thread.</p>
 */
package dev.sinew.sim.emulator.feetech;
