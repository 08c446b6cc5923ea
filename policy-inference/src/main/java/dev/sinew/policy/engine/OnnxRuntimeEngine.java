package dev.sinew.policy.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.sinew.policy.onnx.OnnxValueInfo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.Map;

/**
 * ONNX Runtime on one thread, without spinning, with input and output pinned to direct buffers. Each run still leaves
 * some 360 bytes of garbage inside the library's binding, so it belongs beside the loop, not on its thread.
 */
public final class OnnxRuntimeEngine implements InferenceEngine
{
    private final OrtSession session;
    private final FloatBuffer inputBuffer;
    private final FloatBuffer outputBuffer;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final int inputSize;
    private final int outputSize;

    /**
     * @param model to load.
     * @throws EngineUnavailableException when the library is missing or refuses the model.
     */
    public OnnxRuntimeEngine(final PolicyModel model)
    {
        final OnnxValueInfo in = model.graph().input(model.input());
        final OnnxValueInfo out = model.graph().output(model.output());
        inputSize = (int)in.width();
        outputSize = (int)out.width();
        inputBuffer = directFloats(inputSize);
        outputBuffer = directFloats(outputSize);
        try
        {
            final OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "sinew");
            session = open(environment, model);
            inputTensor = OnnxTensor.createTensor(environment, inputBuffer, shape(in));
            outputTensor = OnnxTensor.createTensor(environment, outputBuffer, shape(out));
        }
        catch (final OrtException refused)
        {
            throw new EngineUnavailableException("ONNX Runtime refuses " + model.file().getFileName() + ": " +
                refused.getMessage() + "; export the model again, opset 17 is read everywhere", refused);
        }
        catch (final LinkageError missing)
        {
            throw new EngineUnavailableException("the native library of ONNX Runtime cannot be loaded here (" +
                missing.getMessage() + "); ask for the engine 'scalar'", missing);
        }
        inputs = Collections.singletonMap(model.input(), inputTensor);
        outputs = Collections.singletonMap(model.output(), outputTensor);
    }

    @Override
    public String name()
    {
        return "onnxruntime";
    }

    @Override
    public int inputSize()
    {
        return inputSize;
    }

    @Override
    public int outputSize()
    {
        return outputSize;
    }

    @Override
    public boolean allocatesOnInference()
    {
        return true;
    }

    @Override
    public void infer(final float[] observation, final float[] action)
    {
        inputBuffer.clear();
        inputBuffer.put(observation, 0, inputSize);
        try (OrtSession.Result result = session.run(inputs, outputs))
        {
            if (result.size() != 1)
            {
                throw new IllegalStateException("ONNX Runtime returned " + result.size() + " outputs for one");
            }
        }
        catch (final OrtException failed)
        {
            throw new IllegalStateException("ONNX Runtime failed on a checked model: " + failed.getMessage(), failed);
        }
        outputBuffer.clear();
        outputBuffer.get(action, 0, outputSize);
    }

    @Override
    public void close()
    {
        inputTensor.close();
        outputTensor.close();
        try
        {
            session.close();
        }
        catch (final OrtException failed)
        {
            throw new IllegalStateException("ONNX Runtime could not close its session: " + failed.getMessage(), failed);
        }
    }

    private static OrtSession open(final OrtEnvironment environment, final PolicyModel model) throws OrtException
    {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions())
        {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // The checked bytes, not the file again, wherever the weights are inside.
            return model.graph().usesExternalData() ?
                environment.createSession(model.file().toString(), options) :
                environment.createSession(model.bytes(), options);
        }
    }

    private static FloatBuffer directFloats(final int count)
    {
        return ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static long[] shape(final OnnxValueInfo value)
    {
        return value.dims().stream().mapToLong(dim -> Math.max(1L, dim)).toArray();
    }
}
