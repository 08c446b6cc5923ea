/**
 * What the tendon layer costs, beside what others use on the same cases.
 *
 * <pre>
 *   benchmarks/jmh 'bench.tendon' -prof gc
 * </pre>
 */
package dev.sinew.bench.tendon;
