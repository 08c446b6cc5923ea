/**
 * The loop, its safety, its records and its command line.
 *
 * <pre>
 *   cli ──▶ wiring ──▶ loop (thread sinew-loop: clock, read, judge, estimate, decide, distribute, gate, write, publish)
 *                       │  ▲                     │
 *                       │  └─ policy (thread sinew-policy, when the policy runs beside the loop)
 *                       ▼
 *                     frame (ring of versioned slots in a mapped file) ──▶ blackbox, report, top: readers, never
 *                     waited for
 * </pre>
 *
 * <p>Imports hal and policy-inference; finds simulators and transmissions through {@link java.util.ServiceLoader}.</p>
 */
package dev.sinew.runtime;
