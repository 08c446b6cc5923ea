/**
 * Between tendon space and joint space, as an interface; the mathematics lives in another module.
 *
 * <pre>
 *   StateBlock ──estimate──▶ joint position, velocity, effort
 *   joint effort ──distribute──▶ tendon tension ──command──▶ CommandBlock
 * </pre>
 *
 * <p>Loop's thread; allocation-free after construction.</p>
 */
package dev.sinew.hal.transmission;
