/**
 * What the driver border costs: a call into C or into another process, and MuJoCo behind the border beside
 * MuJoCo alone.
 *
 * <pre>
 *   benchmarks/jmh 'bench.driver' -prof gc
 * </pre>
 */
package dev.sinew.bench.driver;
