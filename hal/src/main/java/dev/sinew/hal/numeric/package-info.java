/**
 * Functions whose bits have to be the same on every JVM, because loop and simulation are replayed bit for bit.
 *
 * <pre>
 *   joint angle ──sinCos──▶ link frames        tangent points ──arcTangent──▶ wrapped angle
 * </pre>
 *
 * <p>Any thread; allocation-free; imports nothing.</p>
 */
package dev.sinew.hal.numeric;
