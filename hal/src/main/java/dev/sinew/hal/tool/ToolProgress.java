package dev.sinew.hal.tool;

/**
 * Where a tool says how far it is. May be called as often as the tool likes: it is shown a few times a second.
 */
public interface ToolProgress
{
    /** For callers that nobody watches. */
    ToolProgress NONE = (part, what) ->
    {
    };

    /**
     * @param part part of all the work that is done, 0 to 1.
     * @param what what is being done, a few words.
     */
    void at(double part, String what);
}
