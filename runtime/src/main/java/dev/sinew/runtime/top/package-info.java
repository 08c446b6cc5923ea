/**
 * A live view of another process's loop.
 *
 * <pre>
 *   black box of a running loop, mapped read-only ──FrameReader──▶ LiveStatistics ──▶ TopView ──▶ terminal
 * </pre>
 *
 * <p>The loop does not know that it is watched and cannot be slowed by it. Imports the frame, blackbox and report
 * packages and HdrHistogram.</p>
 */
package dev.sinew.runtime.top;
