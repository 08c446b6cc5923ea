/**
 * Runs a policy network: observation in, raw action out.
 *
 * <pre>
 *                        ┌─▶ VectorMlpEngine (simd, by ServiceLoader)   0 bytes per run
 *   OnnxModel ─ MlpExtractor ─▶ ScalarMlpEngine (plain Java)            0 bytes per run
 *       │                └─▶ refused: says which node ──┐
 *       └────────────────────────────────────────────▶ OnnxRuntimeEngine (off the loop thread, it allocates)
 *   EngineSelector picks one; a wish that cannot be met is an error, only {@code auto} chooses
 * </pre>
 *
 * <p>Threads: made at set-up; an engine is used by one thread at a time. Imports: dev.sinew.policy.onnx, ONNX Runtime.
 */
package dev.sinew.policy.engine;
