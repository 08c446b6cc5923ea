/**
 * Emulated devices: what a driver sees at the other end of a cable when there is no robot. An emulator is a process of
 * its own; it shares no code with any driver, keeps the wire's time, has the watchdogs that the real device documents
 * and no others, misbehaves on request, and writes down what its motors did.
 *
 * <pre>
 *   host's driver                       one emulator process, one thread
 *   ┌───────────┐  pseudo-terminal  ┌───────────────────────────────────────────────────────────┐
 *   │           │◀─── or network ──▶│ EmulatedBus ── EmulatedDevice ── EmulatedMotor ─┐         │
 *   └───────────┘                   │      │               │                          MotorBank │
 *                                   │  FaultBoard     DeviceJournal ──▶ events        (bench or │
 *   ┌───────────┐                   │                                                  tendons) │
 *   │ another   │◀─────────────────▶│ EmulatedBus ── ...  ────────────────────────────┘         │
 *   └───────────┘                   └───────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>{@link dev.sinew.sim.emulator.Emulation} is all of it without a clock: it is told the time, so that a test can run
 * it by hand and gets the same bytes every time. {@code dev.sinew.sim.emulator.process} adds clock, terminal and
 * command line. A new protocol implements {@link dev.sinew.sim.emulator.EmulatedProtocol}; {@code docs/emulators.md}
 * shows how.</p>
 */
package dev.sinew.sim.emulator;
