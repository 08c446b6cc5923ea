/**
 * Reads ONNX files: the graph, its constants, its inputs and outputs, and the metadata. Nothing is executed here.
 *
 * <pre>
 *   model.onnx ──▶ ProtobufReader ──▶ OnnxReader ──▶ OnnxModel ──▶ (bundle checks it, engine evaluates it)
 *   model.onnx.data ──────────────────▶ │ external weights
 * </pre>
 *
 * <p>Threads: set-up only, any thread; every type is immutable once read. Imports: the JDK alone.
 */
package dev.sinew.policy.onnx;
