/**
 * A policy and its contract with the robot: which joints in which order, which observations, which scales and gains,
 * how often. Every exporter writes that contract differently; here it becomes one manifest, and what cannot be proved
 * is refused, with every mistake reported at once.
 *
 * <pre>
 *   directory/ policy.json ──▶ ManifestReader ──┐
 *   model.onnx metadata ─────▶ MetadataManifest ─┴▶ PolicyManifest ─┐
 *   model.onnx (+ weights file) ──▶ OnnxModel ──────────────────────┼▶ BundleChecker ──▶ PolicyBundle
 *   vectors.json ──▶ TestVectors ───────────────────────────────────┘        │
 *   RobotFit (the robot's joints and rate) ──────────────────────────────────┘ or PolicyRefusedException
 * </pre>
 *
 * <p>Threads: set-up only. Imports: dev.sinew.policy.onnx, dev.sinew.policy.engine, dev.sinew.hal, Jackson's streaming
 * parser.
 */
package dev.sinew.policy.bundle;
