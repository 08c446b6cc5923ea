/**
 * Which tensions make a wanted joint effort: {@code A f = b}, {@code lo ≤ f ≤ hi}, as near to a reference as possible.
 *
 * <pre>
 *   joints x tendons   1 x 2                n x (n + 1)             anything else
 *                      {@link dev.sinew.tendon.distribution.AntagonistPair}
 *                                           {@link dev.sinew.tendon.distribution.OneRedundantTendon}
 *                                                                   {@link dev.sinew.tendon.distribution.ActiveSet}
 *                      └─ closed form ──────┴─ closed form ─────────┴─ closed form, corrected until exact
 * </pre>
 *
 * <p>All three solve the same problem exactly: the point with {@code A f = s b}, {@code lo ≤ f ≤ hi} and the least
 * distance to the reference, where {@code s} is the greatest number in [0, 1] that leaves such a point. Both {@code s}
 * and {@code f} are continuous in {@code b} and in the reference, because 0 lies inside the set of efforts that can be
 * had; a group where it does not is refused when the transmission is made.</p>
 *
 * <p>Plain arrays; one instance serves one thread; allocation-free after construction.</p>
 */
package dev.sinew.tendon.distribution;
