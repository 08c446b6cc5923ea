package dev.sinew.policy.engine;

/** The own evaluators cannot run this graph; the message names the node and the reason. ONNX Runtime may. */
public final class UnsupportedNetworkException extends Exception
{
    private static final long serialVersionUID = 1L;

    UnsupportedNetworkException(final String message)
    {
        super(message);
    }
}
