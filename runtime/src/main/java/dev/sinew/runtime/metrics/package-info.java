/**
 * What a daemon tells Prometheus.
 *
 * <pre>
 *   frames ──▶ FrameFollower (sinew-log) ──▶ FrameCounters ◀──read── LoopCollector ◀── MetricsServer (sinew-metrics)
 * </pre>
 *
 * <p>Counters are kept by the follower's thread from frames that the loop has published already; a scrape reads them on
 * a thread of its own. The loop is neither asked nor told. Imports hal, frame, safety, wiring and the
 * Prometheus library.</p>
 */
package dev.sinew.runtime.metrics;
