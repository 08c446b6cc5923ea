/**
 * An emulator as a process: real time, pseudo-terminals, configuration, commands, report.
 *
 * <pre>
 *   configuration ──▶ EmulatorFile ──▶ EmulatorBuilder ──▶ Emulation
 *                                                             ▲ time
 *   standard input ──▶ CommandReader ──lines──▶ EmulatorLoop ─┘ waits for hosts, wires and the next step
 * </pre>
 *
 * <p>One thread runs everything; a second one only reads lines of commands.</p>
 */
package dev.sinew.sim.emulator.process;
