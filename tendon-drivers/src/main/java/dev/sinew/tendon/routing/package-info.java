/**
 * How tendons run over joints: path lengths, their rates, and the efforts that tensions make.
 *
 * <pre>
 *   l(q) = rest - R q        l' = -R q'        tau = R^T f        f · l' = -tau · q'
 * </pre>
 *
 * <p>Plain arrays in, plain arrays out; allocation-free after construction; thread-safe because immutable.</p>
 */
package dev.sinew.tendon.routing;
