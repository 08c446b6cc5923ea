/**
 * How tendons run over joints: path lengths, their rates, and the efforts that tensions make.
 *
 * <pre>
 *   round pulleys   l = rest - R q                                ┐
 *   polynomials     R(q), l = rest - its integral                 ├─▶ l' = -R q'    tau = R^T f    f · l' = -tau · q'
 *   paths           LinkFrames ──▶ CablePath ──▶ CylinderWrap     ┘
 * </pre>
 *
 * <p>Plain arrays in, plain arrays out; allocation-free after construction; one thread, because what was worked out for
 * a pose is kept until the next one. Imports hal.</p>
 */
package dev.sinew.tendon.routing;
