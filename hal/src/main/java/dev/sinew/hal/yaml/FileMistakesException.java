package dev.sinew.hal.yaml;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A file cannot be used. The message lists every mistake, one a line, and is meant to be shown to a user as it is.
 */
public class FileMistakesException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<Mistake> mistakes;

    /**
     * @param kind     what the file should have been: {@code robot description}.
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public FileMistakesException(final String kind, final String file, final List<Mistake> mistakes)
    {
        super(file + " is not a usable " + kind + ": " + mistakes.size() +
            (mistakes.size() == 1 ? " mistake" : " mistakes") + "\n" +
            mistakes.stream().map(mistake -> "  " + mistake.render(file)).collect(Collectors.joining("\n")));
        this.file = file;
        this.mistakes = List.copyOf(mistakes);
    }

    /**
     * @return name of the file.
     */
    public String file()
    {
        return file;
    }

    /**
     * @return what is wrong, by line.
     */
    public List<Mistake> mistakes()
    {
        return mistakes;
    }
}
