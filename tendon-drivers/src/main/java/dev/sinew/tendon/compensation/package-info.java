/**
 * What lies between a wanted tension at the joints and a motor torque when cables stretch, rub and hang on loose drums.
 *
 * <pre>
 *   tension at the joint ──▶ friction ──▶ tension at the motor ──▶ radius, rotor, bearings, take-up ──▶ torque
 *                            e^(mu w s)                            J a + d v
 *                               ▲ direction s, smooth              ▲
 *   joint targets ──────────────┴── reference motion ──────────────┘
 * </pre>
 *
 * <p>Everything that follows a direction follows the commanded one, never a measured speed: an overestimated friction
 * then pushes too hard, but feeds no energy in. Creep asks for no torque: it is a bias of the lengths that motors tell,
 * and the estimation takes it off. Loop's thread; allocation-free after construction; imports hal and
 * {@code dev.sinew.tendon.routing}.</p>
 */
package dev.sinew.tendon.compensation;
