package dev.sinew.hal.robot;

import java.util.List;

/**
 * The smallest set of joints and tendons that has to be solved together: a connected part of the joint-tendon graph,
 * such as a finger, an ankle or a single antagonist joint.
 *
 * @param name    name of its first joint.
 * @param joints  indices of its joints, ascending.
 * @param tendons indices of its tendons, ascending.
 */
public record TendonGroup(String name, List<Integer> joints, List<Integer> tendons)
{
    /**
     * Makes the lists unmodifiable.
     */
    public TendonGroup
    {
        joints = List.copyOf(joints);
        tendons = List.copyOf(tendons);
    }
}
