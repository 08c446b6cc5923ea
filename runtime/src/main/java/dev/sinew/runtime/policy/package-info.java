/**
 * The policy in the loop: inline on the loop's thread, or beside it on a thread of its own.
 *
 * <pre>
 *   CycleFrame ──▶ FrameObservationSource ──▶ ObservationAssembler ──▶ observation
 *      inline: engine.infer on the loop thread, every n-th cycle
 *      beside: StampedExchange ──▶ thread sinew-policy: engine.infer ──▶ StampedExchange
 *   action ──▶ ActionMapper ──▶ joint targets
 * </pre>
 *
 * <p>Everything but the worker's own loop runs on the loop's thread, allocation-free. Imports hal, policy-inference and
 * frame.</p>
 */
package dev.sinew.runtime.policy;
