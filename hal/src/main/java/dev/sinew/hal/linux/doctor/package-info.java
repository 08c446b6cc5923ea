/**
 * Examines the machine for real-time use: what stands in the way of a punctual loop, why it matters and how to mend
 * it. {@link dev.sinew.hal.linux.doctor.MachineFacts} names the machine in the head of every report.
 *
 * <p>Files are read below a root that tests may replace; what only a live system can tell comes through
 * {@link dev.sinew.hal.linux.doctor.HostProbe}. Nothing here belongs on the loop's path.
 */
package dev.sinew.hal.linux.doctor;
