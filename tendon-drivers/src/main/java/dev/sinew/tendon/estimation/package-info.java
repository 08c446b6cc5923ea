/**
 * Where the joints are, from motors and tendons.
 *
 * <pre>
 *  motor θ, tension f ─▶ TendonReadings ── l = L0 - r θ + f/k, variance, weight ──┐
 *                                                                                ▼
 *  joint encoders ─▶ EncoderWatch ──── used? ────▶ GroupEstimator ◀── l(q), R ── TendonRouting
 *                        ▲                            │      │
 *                        └──── agrees with tendons? ──┘      ├─ GroupFilter: q, q' and their covariance
 *                                                            └─ GroupLearner ─▶ TendonCorrections
 * </pre>
 *
 * <p>A group whose encoders are all used compares: readings and encoders teach the corrections, and what they cannot
 * explain is held against one tendon or one encoder. A group that lacks an encoder filters; the encoders that it still
 * has are readings like any other. The published position goes over from one source to the other without a jump.</p>
 *
 * <p>Nothing here knows a simulator. Loop's thread; allocation-free after construction; bounded; deterministic. Imports
 * {@code dev.sinew.hal}, {@code dev.sinew.tendon.routing} and {@code dev.sinew.tendon.distribution.SmallMatrix}.</p>
 */
package dev.sinew.tendon.estimation;
