package dev.sinew.hal.robot;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

import dev.sinew.hal.yaml.Mistake;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.YamlDocument;

/**
 * Reads {@code robot.yaml}: checks everything, reports every mistake at once. The keys are explained in
 * {@code docs/robot-yaml.md}. The same bytes give the same description, lists in the order of the file.
 */
public final class RobotFile
{
    private RobotFile()
    {
    }

    /**
     * @param path robot description.
     * @return the robot.
     * @throws RobotFileException when the file cannot be read or has a mistake; it holds all of them.
     */
    public static RobotDescription load(final Path path)
    {
        return read(path).robot();
    }

    /**
     * @param path robot description.
     * @return the robot, and what is doubtful about it.
     * @throws RobotFileException when the file cannot be read or has a mistake; it holds all of them.
     */
    public static Result read(final Path path)
    {
        return finish(YamlDocument.read(path, new Mistakes()));
    }

    /**
     * @param name name for messages.
     * @param text text of a robot description.
     * @return the robot, and what is doubtful about it.
     * @throws RobotFileException when the text has a mistake; it holds all of them.
     */
    public static Result parse(final String name, final String text)
    {
        return finish(YamlDocument.of(name, text, new Mistakes()));
    }

    private static Result finish(final YamlDocument document)
    {
        final Mistakes mistakes = document.mistakes();
        final RobotReader reader = new RobotReader(mistakes);
        final RobotDescription robot = document.root().map(root -> reader.read(root, document.sha256())).orElse(null);
        if (robot == null || !mistakes.isEmpty())
        {
            throw new RobotFileException(document.file(), mistakes.list());
        }
        final List<Mistake> warnings = reader.examination().warnings().stream()
            .map(found -> new Mistake(reader.line(found.path()), found.path(), found.text()))
            .sorted(Comparator.comparingInt(Mistake::line)).toList();
        return new Result(robot, warnings, reader.examination());
    }

    /**
     * A robot that can be used.
     *
     * @param robot       the robot.
     * @param warnings    what is allowed, but likely to surprise: tendons too stiff for the period, efforts out of
     *                    reach.
     * @param examination what its tendons do over the range of motion; {@link TendonExamination#NONE} where no examiner
     *                    is on the class path.
     */
    public record Result(RobotDescription robot, List<Mistake> warnings, TendonExamination examination)
    {
        /**
         * Makes the list unmodifiable.
         */
        public Result
        {
            warnings = List.copyOf(warnings);
        }
    }
}
