/**
 * A device's memory as its host sees it: named registers with sizes, access and ranges, over an array of bytes.
 *
 * <p>One thread. Knows nothing of any protocol.</p>
 */
package dev.sinew.sim.emulator.register;
