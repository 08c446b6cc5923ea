/**
 * Verbs of the command line about tendons, for people who build hands: what a transmission does in given poses.
 *
 * <pre>
 *   robot.yaml, poses.csv ──▶ PoseFile ──▶ routing, distribution of the loop ──▶ ToolReport
 * </pre>
 *
 * <p>Main thread, never the loop's. Imports {@code dev.sinew.hal} and the rest of this module.</p>
 */
package dev.sinew.tendon.tool;
