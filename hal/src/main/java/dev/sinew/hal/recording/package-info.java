/**
 * What a robot's sensors said over some time, as columns: the common ground of those who record and those who work on
 * recordings.
 *
 * <pre>
 *   black box (runtime) ──▶ RecordingFormat, by ServiceLoader ──┐
 *   its CSV ──▶ CsvRecordings ──────────────────────────────────┼──▶ Recording ──▶ identification (tendon-drivers)
 *   a simulated run ──▶ Recording.Builder ──────────────────────┘
 * </pre>
 *
 * <p>Main thread; allocates. Imports nothing of ours.</p>
 */
package dev.sinew.hal.recording;
