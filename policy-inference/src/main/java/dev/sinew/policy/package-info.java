/**
 * Policies: what a robot's network may see, what it may move, and how it is run.
 *
 * <pre>
 *   bundle/ ──▶ PolicyBundle ──▶ EngineSelector ──▶ WarmUp (runs, test vectors) ──▶ may become active
 *                    │
 *                    ├──▶ ObservationAssembler ──▶ InferenceEngine ──▶ ActionMapper      (each step)
 *                    └──▶ PolicyCheck ──▶ PolicyCheckReport ──▶ PolicyCheckRenderer      (for people)
 * </pre>
 *
 * <p>Threads: everything in this package is set-up or tooling, on any thread. Imports: the packages below it.
 */
package dev.sinew.policy;
