/**
 * One cycle's facts, laid out once, and the ring of slots that keeps the last of them.
 *
 * <pre>
 *   loop thread: hot CycleFrame ──copy once──▶ FrameRing slot (begin, data, end) in a memory-mapped file
 *                                                    │
 *   any reader, this process or another: FrameReader ┴ copy, fence, check again; a torn or lapped slot is counted
 * </pre>
 *
 * <p>The loop's thread is the only writer and waits for nobody: the Disruptor's ring has no gating sequence. Imports
 * hal,
 * Agrona and the Disruptor.</p>
 */
package dev.sinew.runtime.frame;
