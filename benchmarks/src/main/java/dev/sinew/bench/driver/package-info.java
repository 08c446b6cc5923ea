/**
 * What the driver border costs: a call into C, and MuJoCo behind the border beside MuJoCo alone.
 *
 * <pre>
 *   benchmarks/jmh 'bench.driver' -prof gc
 * </pre>
 */
package dev.sinew.bench.driver;
