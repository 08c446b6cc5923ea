package dev.sinew.policy.engine;

/** The engine that was asked for cannot run here; the message says why and what to do. */
public final class EngineUnavailableException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(final String message)
    {
        super(message);
    }

    public EngineUnavailableException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
