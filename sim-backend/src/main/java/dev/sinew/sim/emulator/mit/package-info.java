/**
 * Motors in MIT mode, and those of Damiao on classic CAN: commands, orders, registers, the time-out of register 9.
 *
 * <pre>
 *   frames ──▶ MitBus ──▶ DamiaoMotor: command ── MitMotor: law, time-out ──▶ EmulatedMotor
 *   frames ◀── MitBus ◀── DamiaoMotor: feedback, registers
 * </pre>
 *
 * <p>Sources: jia-xie/python-damiao-driver docs/concept/communication-protocol.md for frames and registers; Damiao's
 * DM_CAN.py for the refresh request and the serial adapter. One thread.</p>
 */
package dev.sinew.sim.emulator.mit;
