package dev.sinew.hal.tool;

import java.util.List;

/**
 * One verb of the command line, offered by a module that the runtime does not import. Found by
 * {@link java.util.ServiceLoader}: it has a public constructor without parameters that does nothing, because every tool
 * is made to list them. Runs once, on the main thread; may take its time and allocate.
 */
public interface Tool
{
    /**
     * @return the words that call it, as they follow the program's name: {@code tendon eval},
     * {@code tendon bench tracking}. All but the last word are a group of verbs that the runtime has.
     */
    String verb();

    /**
     * @return what it does, in one line that ends with a full stop.
     */
    String summary();

    /**
     * @return what its user should know beyond the options (formats, an example to copy), a line an entry.
     */
    default List<String> details()
    {
        return List.of();
    }

    /**
     * @return its options in the order of its help. {@code --report}, {@code --csv} and {@code --help} are added.
     */
    List<ToolOption> options();

    /**
     * Does the work.
     *
     * @param arguments what the user wrote, already of the right kinds.
     * @param progress  where to say how far it is.
     * @return what it found; a verdict that is not good makes the program exit with 1.
     * @throws ToolException when it cannot be done: one line with reason and remedy.
     */
    ToolReport run(ToolArguments arguments, ToolProgress progress) throws ToolException;
}
