/**
 * Races of the lock-free exchanges, run by jcstress on the production classes, and twins that are broken on purpose,
 * which jcstress must catch: a test that cannot see a broken protocol proves nothing.
 *
 * <pre>
 *   StressSuite ─┬─▶ jcstress: ...Stress       every race must pass
 *                └─▶ jcstress: ...BrokenTwin   every race must fail
 * </pre>
 */
package dev.sinew.bench.stress;
