package dev.sinew.hal.robot;

/**
 * What a link looks like, for exports and pictures; it carries no mass and touches nothing.
 *
 * @param link   index of the link.
 * @param kind   form of the body.
 * @param fromM  centre of a box, or one end of a capsule, in the link's frame, m.
 * @param toM    other end of a capsule, m; equal to {@code fromM} for a box.
 * @param sizeM  half-edges of a box, or (radius, 0, 0) of a capsule, m.
 */
public record Shape(int link, Kind kind, Vector3 fromM, Vector3 toM, Vector3 sizeM)
{
    /** Forms. */
    public enum Kind
    {
        /** A box, axes parallel to the link's frame. */
        BOX,
        /** A cylinder with round ends. */
        CAPSULE
    }
}
