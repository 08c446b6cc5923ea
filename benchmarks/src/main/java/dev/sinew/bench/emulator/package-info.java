/**
 * How well emulated devices keep the wire's time on this machine: answers against arithmetic, seen by a host on the
 * other side of the terminal, from another process.
 */
package dev.sinew.bench.emulator;
