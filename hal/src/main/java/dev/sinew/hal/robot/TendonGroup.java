package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * @param joints  joints of a robot, by index.
     * @param tendons its tendons, by index.
     * @return the connected parts of the joint-tendon graph, ordered by their first joint; joints that no tendon
     *         crosses belong to none.
     */
    static List<TendonGroup> of(final List<JointDescription> joints, final List<TendonDescription> tendons)
    {
        final int[] part = new int[joints.size()];
        for (int i = 0; i < part.length; i++)
        {
            part[i] = i;
        }
        final Map<Integer, Integer> firstOfMotor = new LinkedHashMap<>();
        for (final TendonDescription tendon : tendons)
        {
            final int first = tendon.route().joints().get(0);
            for (final int joint : tendon.route().joints())
            {
                merge(part, first, joint);
            }
            // Tendons on one motor cannot be pulled one by one.
            final Integer other = firstOfMotor.putIfAbsent(tendon.motor(), first);
            if (other != null)
            {
                merge(part, first, other);
            }
        }
        final List<TendonGroup> groups = new ArrayList<>();
        for (int root = 0; root < part.length; root++)
        {
            final List<Integer> members = new ArrayList<>();
            for (int j = root; j < part.length; j++)
            {
                if (part[j] == root)
                {
                    members.add(j);
                }
            }
            final List<Integer> cables = new ArrayList<>();
            for (final TendonDescription tendon : tendons)
            {
                if (part[tendon.route().joints().get(0)] == root)
                {
                    cables.add(tendon.index());
                }
            }
            if (!members.isEmpty() && !cables.isEmpty())
            {
                groups.add(new TendonGroup(joints.get(root).name(), members, cables));
            }
        }
        return groups;
    }

    private static void merge(final int[] part, final int a, final int b)
    {
        final int low = Math.min(part[a], part[b]);
        final int high = Math.max(part[a], part[b]);
        for (int i = 0; i < part.length; i++)
        {
            if (part[i] == high)
            {
                part[i] = low;
            }
        }
    }
}
