/**
 * What happened at the devices, in their own words: one line of JSON an event, time-stamped with the emulation's clock
 * (in real time the kernel's monotonic clock), so that a test can measure at the device and not at the driver.
 *
 * <pre>
 *   devices ──▶ DeviceJournal (one a device) ──▶ EventLog ──▶ file, or a test's list
 * </pre>
 *
 * <p>The lines are explained in {@code docs/emulators.md}. One thread.</p>
 */
package dev.sinew.sim.emulator.event;
