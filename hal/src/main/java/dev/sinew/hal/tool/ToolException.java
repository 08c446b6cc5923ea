package dev.sinew.hal.tool;

/**
 * A tool cannot do what it was asked to; the message is for its user: what, where, why, and what to do about it.
 */
public final class ToolException extends Exception
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for the user, or one line a mistake.
     */
    public ToolException(final String message)
    {
        super(message);
    }

    /**
     * @param message one line for the user, or one line a mistake.
     * @param cause   where it came from.
     */
    public ToolException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
