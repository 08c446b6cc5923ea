/**
 * The memory that crosses the border between the loop and a system: plain off-heap arrays of doubles, laid out once
 * from
 * the robot description.
 *
 * <pre>
 *   RobotDescription ──▶ StateLayout   ──▶ StateBlock   (header + columns; written by a system, read by the loop)
 *                   └──▶ CommandLayout ──▶ CommandBlock (header + columns; written by the loop, read by a system)
 * </pre>
 *
 * <p>A block belongs to one thread at a time: the loop's. Imports only Agrona and {@code dev.sinew.hal.robot}.</p>
 */
package dev.sinew.hal.layout;
