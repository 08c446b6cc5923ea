/**
 * The daemon that runs a robot: its configuration, its log, its signals, and what it tells the service manager.
 *
 * <pre>
 *   RunConfigFile ──▶ RunConfig ──▶ Daemon ──▶ wiring.RunSession on thread sinew-loop
 *                                     │                 │ frames, read-only
 *      TERM, INT ──▶ Signals ─────────┤                 ▼
 *                                     ├─▶ FrameFollower (sinew-log) ──▶ LoopEvents ──▶ EventLog ──▶ journal
 *                                     │                            └──▶ metrics.FrameCounters ──▶ Prometheus
 *                                     └─▶ ServiceReporter (sinew-notify) ──▶ READY, STATUS, WATCHDOG
 * </pre>
 *
 * <p>Main thread, and threads of its own that only read what the loop publishes; the loop never waits for any of them.
 * Imports hal, policy-inference, wiring, frame, safety, metrics.</p>
 */
package dev.sinew.runtime.daemon;
