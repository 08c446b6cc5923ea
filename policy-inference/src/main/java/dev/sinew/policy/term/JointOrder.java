package dev.sinew.policy.term;

import java.util.List;

/** Translates joint names to the robot's indices, once, at set-up. */
final class JointOrder
{
    private JointOrder()
    {
    }

    static int[] indices(final List<String> names, final List<String> robotJoints)
    {
        final int[] indices = new int[names.size()];
        for (int i = 0; i < indices.length; i++)
        {
            indices[i] = robotJoints.indexOf(names.get(i));
            if (indices[i] < 0)
            {
                throw new IllegalArgumentException("joint '" + names.get(i) +
                    "' of the policy is no joint of the robot; load the bundle with the robot to have this checked");
            }
        }
        return indices;
    }
}
