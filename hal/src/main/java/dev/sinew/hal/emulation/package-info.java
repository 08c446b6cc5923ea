/**
 * Emulated devices as the command line sees them: something that can be asked to play the devices at the other end of
 * a cable, found by {@link java.util.ServiceLoader}.
 *
 * <pre>
 *   runtime's command line ──EmulatorRequest──▶ EmulatorService (sim-backend)
 * </pre>
 *
 * <p>Set-up only; nothing here is on a loop's path. Imports the JDK alone.</p>
 */
package dev.sinew.hal.emulation;
