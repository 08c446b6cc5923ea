package dev.sinew.hal.robot;

import java.util.List;

/**
 * Where the sensors other than joint, motor and tendon sensors sit.
 *
 * @param imus     inertial units.
 * @param wrenches force-torque sensors.
 * @param touches  touch cells.
 */
public record SensorDescriptions(List<Imu> imus, List<Wrench> wrenches, List<Touch> touches)
{
    /**
     * Makes the lists unmodifiable.
     */
    public SensorDescriptions
    {
        imus = List.copyOf(imus);
        wrenches = List.copyOf(wrenches);
        touches = List.copyOf(touches);
    }

    /**
     * An inertial unit: orientation (world from sensor, w x y z), angular velocity (rad/s) and specific force (m/s², +g
     * upwards at rest), the last two in the sensor frame, which is parallel to its link's frame.
     *
     * @param name      unique name.
     * @param link      index of its link.
     * @param positionM place in the link's frame, m.
     */
    public record Imu(String name, int link, Vector3 positionM)
    {
    }

    /**
     * A force-torque sensor at the joint that carries a link: the force (N) and torque (N·m) that the link exerts
     * through
     * that joint on its parent, at the joint's origin, in the link's frame. A standing robot's foot shows a positive z
     * force: the weight that it carries, less its own.
     *
     * @param name unique name.
     * @param link index of the link.
     */
    public record Wrench(String name, int link)
    {
    }

    /**
     * A touch cell: the sum of the normal forces (N, at least 0) of the contact spheres that it covers.
     *
     * @param name     unique name.
     * @param contacts indices of the contact spheres that it sums.
     */
    public record Touch(String name, List<Integer> contacts)
    {
        /**
         * Makes the list unmodifiable.
         */
        public Touch
        {
            contacts = List.copyOf(contacts);
        }
    }
}
