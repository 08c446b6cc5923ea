package dev.sinew.tendon.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonRoute;

/**
 * Paths that share joints share the frames of their links. Set-up only.
 */
final class PathClusters
{
    private final List<TendonRoute.Path> paths;
    private final LinkFrames[] ofPath;
    private final List<LinkFrames> all = new ArrayList<>();

    PathClusters(final RobotDescription robot, final List<TendonRoute.Path> paths)
    {
        this.paths = paths;
        ofPath = new LinkFrames[paths.size()];
        for (int i = 0; i < ofPath.length; i++)
        {
            if (ofPath[i] == null)
            {
                final List<Integer> members = clusterOf(i);
                final TreeSet<Integer> links = new TreeSet<>();
                members.forEach(member -> links.addAll(links(paths.get(member))));
                final LinkFrames frames = new LinkFrames(robot, List.copyOf(links));
                members.forEach(member -> ofPath[member] = frames);
                all.add(frames);
            }
        }
    }

    private List<Integer> clusterOf(final int seed)
    {
        final TreeSet<Integer> joints = new TreeSet<>(paths.get(seed).joints());
        final TreeSet<Integer> members = new TreeSet<>(List.of(seed));
        for (int before = 0; before < members.size();)
        {
            before = members.size();
            for (int i = 0; i < paths.size(); i++)
            {
                if (paths.get(i).joints().stream().anyMatch(joints::contains))
                {
                    members.add(i);
                    joints.addAll(paths.get(i).joints());
                }
            }
        }
        return List.copyOf(members);
    }

    private static List<Integer> links(final TendonRoute.Path path)
    {
        final List<Integer> links = new ArrayList<>();
        for (final TendonRoute.Element element : path.elements())
        {
            if (element instanceof TendonRoute.Via via)
            {
                links.add(via.link());
            }
            else if (element instanceof TendonRoute.Cylinder cylinder)
            {
                links.add(cylinder.link());
            }
        }
        return links;
    }

    LinkFrames of(final TendonRoute.Path path)
    {
        return ofPath[paths.indexOf(path)];
    }

    List<LinkFrames> all()
    {
        return all;
    }
}
