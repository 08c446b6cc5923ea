/**
 * Where a real host plugs in: a pseudo-terminal in place of a serial adapter, a packet socket in place of a network
 * card.
 *
 * <p>One thread; no call waits. Imports {@code dev.sinew.hal.linux}.</p>
 */
package dev.sinew.sim.emulator.port;
