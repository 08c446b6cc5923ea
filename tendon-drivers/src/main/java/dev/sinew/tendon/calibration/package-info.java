/**
 * Calibrates fingers and limbs: winds cables, finds stops, and from both where every encoder stands.
 *
 * <pre>
 *   sample ──▶ TendonCalibration ──▶ GroupRoutine (one group at a time) ──▶ GroupDrive: efforts or a tension level
 *                  │                     │ GroupSenses: where it is, what does not answer, what stands still
 *                  │                     │ PoseGuess: where its joints must be, as far as is known
 *                  │                     └ GroupRecord: anchors and readings ──▶ offsets, zeros, residuals
 *                  └──▶ distribution ──▶ command; groups that are not at work are limp, those that are done at rest
 *
 *   TENSION ▶ SEEK ▶ ANCHOR ▶ RELEASE ▶ READ (lower stops) ▶ SEEK ▶ ANCHOR ▶ RELEASE ▶ READ (upper) ▶ RETURN
 * </pre>
 *
 * <p>Loop's thread, allocation-free after construction; results are published with release semantics and turned into
 * records by whoever reads them. Imports hal, routing, distribution, life and the transmission.</p>
 */
package dev.sinew.tendon.calibration;
