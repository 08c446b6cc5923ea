/**
 * Drivers written in C, behind the ABI of {@code sinew_driver.h}.
 *
 * <pre>
 *   robot.yaml buses: ──▶ NativeSystemFactory ──▶ NativeSystem ──▶ NativeDriver ──JNA──▶ libsinew_x.so
 *                                                   │ copies channels by name     │ state, command: shared memory
 *                                                   └── StateBlock, CommandBlock ◀─┘
 * </pre>
 *
 * <p>Set-up on the main thread, afterwards one thread per driver. A cycle costs two calls into C per driver, with
 * primitive arguments only, and allocates nothing. Imports the rest of hal, JNA and Agrona.</p>
 */
package dev.sinew.hal.driver;
