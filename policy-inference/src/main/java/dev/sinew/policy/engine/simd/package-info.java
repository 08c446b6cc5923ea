/**
 * The SIMD evaluator, on the incubating Vector API. Compiled apart from the rest, and never referred to by it.
 *
 * <pre>
 *   EngineSelector ──ServiceLoader──▶ VectorEngineProvider ──(module and CPU fit)──▶ VectorMlpEngine
 * </pre>
 *
 * <p>Threads: as dev.sinew.policy.engine. Imports: dev.sinew.policy.engine, jdk.incubator.vector.
 */
package dev.sinew.policy.engine.simd;
