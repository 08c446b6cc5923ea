/**
 * The wire between host and devices, byte for byte and in time: when a byte that the host wrote has ended on the wire,
 * when an answer may begin, when its bytes reach the host, and what happens when both talk at once.
 *
 * <pre>
 *   host ──▶ HostPort ──▶ SerialLine: bytes end one after another ──▶ SerialNodes (devices)
 *                │                                                       │ Reply, with the time at which it begins
 *   host ◀── HostPort ◀── SerialLine: bytes due by now ◀── faults ◀──────┘
 * </pre>
 *
 * <p>Time is passed in; nothing here reads a clock. One thread.</p>
 */
package dev.sinew.sim.emulator.wire;
