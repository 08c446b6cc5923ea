/**
 * Reads the frames that a loop leaves behind, live or dead.
 *
 * <pre>
 *   black box file ──▶ BlackBoxReader ──▶ BlackBoxSummary   text: what ran, how it ended, the last frames
 *                            └──────────▶ CsvWriter         every channel as a named column
 * </pre>
 *
 * <p>Any thread, any process, never the loop's thread. A black box is self-describing: nothing here knows a robot.
 * Imports the frame package only.</p>
 */
package dev.sinew.runtime.blackbox;
