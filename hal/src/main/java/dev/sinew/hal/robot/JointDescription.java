package dev.sinew.hal.robot;

/**
 * A hinge between two links. Joint {@code i} moves link {@code i + 1}; parents come before children.
 *
 * @param name               unique name.
 * @param index              place in every per-joint vector.
 * @param parentLink         index of the parent link.
 * @param originM            place of the joint (and of the child link's frame) in the parent link's frame, m. At
 *                           position
 *                           0 the child's axes are parallel to the parent's.
 * @param axis               unit vector of the hinge, in the child's and the parent's frame alike.
 * @param lowerRad           lower position limit, rad.
 * @param upperRad           upper position limit, rad.
 * @param velocityMaxRadS    greatest speed that the gate allows, rad/s.
 * @param effortMaxNm        greatest effort that the gate allows, N·m.
 * @param dampingNmsRad      viscous damping of the joint itself, N·m·s/rad.
 * @param armatureKgM2       inertia that turns with the joint on the joint's side (pulley), kg·m²; the rotors are in
 *                           {@link MotorDescription}.
 * @param defaultPositionRad pose in which the robot stands when nobody says otherwise, rad.
 * @param kpNmRad            default proportional gain, N·m/rad.
 * @param kdNmsRad           default derivative gain, N·m·s/rad.
 * @param hand               true for a joint of a hand.
 * @param encoder            true where an encoder measures the joint itself; false leaves it to motors and tendons.
 * @param openByDesign       true where it is meant that the tendons cannot turn the joint both ways on its own in every
 *                           pose; false makes such a pose a mistake.
 * @param coContraction      how much its tendon group pulls against itself when nobody says otherwise, 0 to 1; the
 *                           greatest of the group's joints counts.
 */
public record JointDescription(
    String name,
    int index,
    int parentLink,
    Vector3 originM,
    Vector3 axis,
    double lowerRad,
    double upperRad,
    double velocityMaxRadS,
    double effortMaxNm,
    double dampingNmsRad,
    double armatureKgM2,
    double defaultPositionRad,
    double kpNmRad,
    double kdNmsRad,
    boolean hand,
    boolean encoder,
    boolean openByDesign,
    double coContraction)
{
    /**
     * A joint with an encoder that its tendons turn both ways in every pose.
     *
     * @param name               unique name.
     * @param index              place in every per-joint vector.
     * @param parentLink         index of the parent link.
     * @param originM            place of the joint, m.
     * @param axis               unit vector of the hinge.
     * @param lowerRad           lower position limit, rad.
     * @param upperRad           upper position limit, rad.
     * @param velocityMaxRadS    greatest speed, rad/s.
     * @param effortMaxNm        greatest effort, N·m.
     * @param dampingNmsRad      viscous damping, N·m·s/rad.
     * @param armatureKgM2       inertia on the joint's side, kg·m².
     * @param defaultPositionRad pose in which the robot stands, rad.
     * @param kpNmRad            default proportional gain, N·m/rad.
     * @param kdNmsRad           default derivative gain, N·m·s/rad.
     * @param hand               true for a joint of a hand.
     */
    public JointDescription(
        final String name,
        final int index,
        final int parentLink,
        final Vector3 originM,
        final Vector3 axis,
        final double lowerRad,
        final double upperRad,
        final double velocityMaxRadS,
        final double effortMaxNm,
        final double dampingNmsRad,
        final double armatureKgM2,
        final double defaultPositionRad,
        final double kpNmRad,
        final double kdNmsRad,
        final boolean hand)
    {
        this(name, index, parentLink, originM, axis, lowerRad, upperRad, velocityMaxRadS, effortMaxNm, dampingNmsRad,
            armatureKgM2, defaultPositionRad, kpNmRad, kdNmsRad, hand, true, false, 0);
    }

    /**
     * @param isThere true where an encoder measures the joint.
     * @return the same joint with or without one.
     */
    public JointDescription withEncoder(final boolean isThere)
    {
        return new JointDescription(name, index, parentLink, originM, axis, lowerRad, upperRad, velocityMaxRadS,
            effortMaxNm, dampingNmsRad, armatureKgM2, defaultPositionRad, kpNmRad, kdNmsRad, hand, isThere,
            openByDesign, coContraction);
    }

    /**
     * @return index of the link that this joint moves.
     */
    public int childLink()
    {
        return index + 1;
    }
}
