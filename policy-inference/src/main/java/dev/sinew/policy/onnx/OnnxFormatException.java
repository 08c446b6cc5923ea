package dev.sinew.policy.onnx;

import java.io.IOException;

/** The bytes are not an ONNX model that this reader understands; the message says where and why. */
public final class OnnxFormatException extends IOException
{
    private static final long serialVersionUID = 1L;

    OnnxFormatException(final String message)
    {
        super(message);
    }
}
