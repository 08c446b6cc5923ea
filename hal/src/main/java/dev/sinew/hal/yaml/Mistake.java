package dev.sinew.hal.yaml;

/**
 * One thing that is wrong in a file.
 *
 * @param line line in the file, from 1; 0 when the file as a whole is meant.
 * @param path keys that lead to the place, {@code joints.l_knee.limits_rad}; empty for the file as a whole.
 * @param text what is wrong and what would be right.
 */
public record Mistake(int line, String path, String text)
{
    /**
     * @param file name of the file.
     * @return {@code file:line: path: text}.
     */
    public String render(final String file)
    {
        return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }
}
