/**
 * What a robot is, and the operating system that it runs on.
 *
 * <pre>
 *   robot.yaml ──▶ robot ──▶ layout ──▶ StateBlock / CommandBlock ◀──▶ system (driver, simulator, replay)
 *                    │                                                    ▲
 *                    └────▶ transmission (implemented by tendon-drivers)  │ lifecycle owned by ManagedSystem
 * </pre>
 *
 * <p>Imports no other module of Sinew; everything else may import it. The only module that may use JNA.</p>
 */
package dev.sinew.hal;
