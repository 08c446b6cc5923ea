/**
 * A CAN or CAN-FD bus behind a host's adapter: frames, their time on the wire and who goes first, and how adapters
 * write frames down.
 *
 * <pre>
 *   host ──▶ HostPort ──▶ CanAdapter ──frame──▶ CanWire: least identifier first ──▶ CanBus (devices)
 *                                                   │                                     │ answers
 *   host ◀── HostPort ◀── faults ◀── CanAdapter ◀────┴───────────────◀─────────────────────┘
 * </pre>
 *
 * <p>Sources: ISO 11898-1 for the fields of frames; mjbots' fdcanusb for its lines. Time is passed in; nothing here
 * reads a clock. One thread. Imports: ports, faults and motors of the emulators.</p>
 */
package dev.sinew.sim.emulator.can;
