/**
 * A robot in the formats of other programs.
 *
 * <pre>
 *   RobotDescription ──▶ MjcfExporter ──▶ MuJoCo 2.2.2 and 3.x
 *                   └──▶ UrdfExporter ──▶ whatever reads URDF
 * </pre>
 *
 * <p>The same robot gives the same text. Set-up only.</p>
 */
package dev.sinew.hal.robot.export;
