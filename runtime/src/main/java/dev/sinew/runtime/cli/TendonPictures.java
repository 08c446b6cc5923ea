package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonExamination;
import dev.sinew.hal.robot.TendonExaminer;
import dev.sinew.runtime.plot.TendonPicture;
import dev.sinew.runtime.report.JsonText;
import dev.sinew.runtime.wiring.UserException;

/**
 * Writes the pictures of {@code robot check}.
 */
final class TendonPictures
{
    private TendonPictures()
    {
    }

    /**
     * @param result a robot that can be used.
     * @param target directory for a picture a group, or a file for that of the only one.
     * @param joints part of a joint's name; empty for all groups.
     * @return what was written, a line each.
     */
    static String write(final RobotFile.Result result, final Path target, final String joints)
    {
        final TendonExaminer examiner = TendonExaminer.find().orElseThrow(() ->
            new UserException("nothing on the class path examines tendons (run ./sinew from its source tree)"));
        final List<TendonExamination.Group> groups = result.examination().groups().stream()
            .filter(found -> found.group().joints().stream()
                .anyMatch(joint -> result.robot().joints().get(joint).name().contains(joints))).toList();
        if (groups.isEmpty())
        {
            throw new UserException("--joints " + joints + ": no joint has that in its name");
        }
        final boolean single = target.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
        if (single && groups.size() > 1)
        {
            throw new UserException("--svg " + target + " is one file and there are " + groups.size() +
                " groups; name a directory, or choose one group with --joints");
        }
        final StringBuilder said = new StringBuilder();
        try
        {
            if (!single)
            {
                Files.createDirectories(target);
            }
            for (final TendonExamination.Group found : groups)
            {
                final Path file = single ? target : target.resolve(found.group().name() + ".svg");
                JsonText.replace(new TendonPicture(result.robot(), found,
                    examiner.chart(result.robot(), found.group())).svg(), file);
                said.append("wrote ").append(file).append(System.lineSeparator());
            }
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot write the pictures to " + target + ": " + ex.getMessage() +
                " (name a place that exists and that you may write to)", ex);
        }
        return said.toString();
    }
}
