/**
 * The border between the loop and whatever moves: a vendor's driver, a simulator or a recording are all a
 * {@link dev.sinew.hal.system.SystemInterface}.
 *
 * <pre>
 *   SystemFactory (ServiceLoader) ──create──▶ SystemInterface ◀──calls── ManagedSystem ◀── loop thread
 *                                             onConfigure, onActivate, read, write, onDeactivate, close
 * </pre>
 *
 * <p>{@code ManagedSystem} owns the lifecycle, so that no driver can be written to while it is inactive. After
 * configuration everything is called by the loop's thread.</p>
 */
package dev.sinew.hal.system;
