/**
 * mjbots' moteus motor controllers on CAN-FD: subframes, registers, modes, the watchdog of each command.
 *
 * <pre>
 *   frames ──▶ MoteusBus ──▶ MoteusDrive ── MoteusSubframes ──read, write──▶ registers ── control ──▶ EmulatedMotor
 *   frames ◀── MoteusBus ◀──────────── MoteusSubframes ◀──────answers───────┘
 * </pre>
 *
 * <p>Sources: mjbots/moteus docs/protocol/can.md, docs/protocol/registers.md, docs/guides/control-modes.md,
 * docs/reference/configuration.md, docs/integration/uart.md. One thread.</p>
 */
package dev.sinew.sim.emulator.moteus;
