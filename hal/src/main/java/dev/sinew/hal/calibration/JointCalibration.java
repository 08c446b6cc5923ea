package dev.sinew.hal.calibration;

/**
 * What was found of one joint.
 *
 * @param name      name of the joint.
 * @param offsetRad reading of its encoder at joint position 0, rad; 0 where it has none.
 * @param rangeRad  way between its stops as its encoder saw it, rad; 0 where it has none.
 * @param errorRad  by how much that is more than the file's range, rad.
 */
public record JointCalibration(String name, double offsetRad, double rangeRad, double errorRad)
{
}
