package dev.sinew.policy.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes the parts of an ONNX file that this project uses: nodes with their attributes, constants, inputs, outputs,
 * operator sets and metadata. Unknown fields are skipped, as the format asks.
 */
public final class OnnxReader
{
    private OnnxReader()
    {
    }

    /**
     * @param bytes a whole {@code .onnx} file.
     * @return its content; tensors with external weights are still without values.
     * @throws OnnxFormatException when the bytes are truncated, or not an ONNX model.
     */
    public static OnnxModel read(final byte[] bytes) throws OnnxFormatException
    {
        final ProtobufReader in = new ProtobufReader(bytes);
        long irVersion = 0;
        String producer = "";
        final Map<String, Long> opsets = new LinkedHashMap<>();
        final Map<String, String> metadata = new LinkedHashMap<>();
        final Graph graph = new Graph();
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> irVersion = in.varint();
                case 2 -> producer = in.string();
                case 3 -> producer = (producer + " " + in.string()).trim();
                case 7 -> readGraph(in.message(), graph);
                case 8 -> readOpset(in.message(), opsets);
                case 14 -> readMetadata(in.message(), metadata);
                default -> in.skip();
            }
        }
        if (!graph.seen)
        {
            throw new OnnxFormatException("no graph inside; this is not an ONNX model");
        }
        graph.inputs.removeIf(value -> graph.initializers.containsKey(value.name()));
        return new OnnxModel(
            irVersion, producer, opsets, graph.nodes, graph.initializers, graph.inputs, graph.outputs, metadata);
    }

    private static final class Graph
    {
        private boolean seen;
        private final List<OnnxNode> nodes = new ArrayList<>();
        private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
        private final List<OnnxValueInfo> inputs = new ArrayList<>();
        private final List<OnnxValueInfo> outputs = new ArrayList<>();
    }

    private static void readGraph(final ProtobufReader in, final Graph graph) throws OnnxFormatException
    {
        graph.seen = true;
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> graph.nodes.add(readNode(in.message()));
                case 5 ->
                {
                    final OnnxTensor tensor = readTensor(in.message());
                    graph.initializers.put(tensor.name(), tensor);
                }
                case 11 -> graph.inputs.add(readValueInfo(in.message()));
                case 12 -> graph.outputs.add(readValueInfo(in.message()));
                default -> in.skip();
            }
        }
    }

    private static void readOpset(final ProtobufReader in, final Map<String, Long> opsets) throws OnnxFormatException
    {
        String domain = "";
        long version = 0;
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> domain = in.string();
                case 2 -> version = in.varint();
                default -> in.skip();
            }
        }
        opsets.put("ai.onnx".equals(domain) ? "" : domain, version);
    }

    private static void readMetadata(final ProtobufReader in, final Map<String, String> metadata)
        throws OnnxFormatException
    {
        final String[] entry = readEntry(in);
        metadata.put(entry[0], entry[1]);
    }

    private static String[] readEntry(final ProtobufReader in) throws OnnxFormatException
    {
        final String[] entry = { "", "" };
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> entry[0] = in.string();
                case 2 -> entry[1] = in.string();
                default -> in.skip();
            }
        }
        return entry;
    }

    private static OnnxNode readNode(final ProtobufReader in) throws OnnxFormatException
    {
        String name = "";
        String opType = "";
        String domain = "";
        final List<String> inputs = new ArrayList<>();
        final List<String> outputs = new ArrayList<>();
        final Attributes attributes = new Attributes();
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> inputs.add(in.string());
                case 2 -> outputs.add(in.string());
                case 3 -> name = in.string();
                case 4 -> opType = in.string();
                case 5 -> readAttribute(in.message(), attributes);
                case 7 -> domain = in.string();
                default -> in.skip();
            }
        }
        return new OnnxNode(name, opType, "ai.onnx".equals(domain) ? "" : domain, inputs, outputs,
            attributes.floats, attributes.ints, attributes.intLists, attributes.tensors);
    }

    private static final class Attributes
    {
        private final Map<String, Float> floats = new LinkedHashMap<>();
        private final Map<String, Long> ints = new LinkedHashMap<>();
        private final Map<String, List<Long>> intLists = new LinkedHashMap<>();
        private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    }

    private static void readAttribute(final ProtobufReader in, final Attributes attributes) throws OnnxFormatException
    {
        String name = "";
        Float number = null;
        Long integer = null;
        OnnxTensor tensor = null;
        final List<Long> list = new ArrayList<>();
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> name = in.string();
                case 2 -> number = in.fixed32();
                case 3 -> integer = in.varint();
                case 5 -> tensor = readTensor(in.message());
                case 8 -> readVarints(in, list);
                default -> in.skip();
            }
        }
        if (number != null)
        {
            attributes.floats.put(name, number);
        }
        if (integer != null)
        {
            attributes.ints.put(name, integer);
        }
        if (tensor != null)
        {
            attributes.tensors.put(name, tensor);
        }
        if (!list.isEmpty())
        {
            attributes.intLists.put(name, list);
        }
    }

    private static void readVarints(final ProtobufReader in, final List<Long> list) throws OnnxFormatException
    {
        if (!in.isPacked())
        {
            list.add(in.varint());
            return;
        }
        final ProtobufReader packed = in.message();
        while (packed.hasMore())
        {
            list.add(packed.rawVarint());
        }
    }

    private static OnnxTensor readTensor(final ProtobufReader in) throws OnnxFormatException
    {
        String name = "";
        int dataType = 0;
        boolean isExternal = false;
        byte[] raw = null;
        final List<Long> dims = new ArrayList<>();
        final List<Long> int64 = new ArrayList<>();
        final List<Double> typed = new ArrayList<>();
        final Map<String, String> external = new LinkedHashMap<>();
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> readVarints(in, dims);
                case 2 -> dataType = (int)in.varint();
                case 4 -> readFloats(in, typed);
                case 7 -> readVarints(in, int64);
                case 8 -> name = in.string();
                case 9 -> raw = in.bytes();
                case 10 -> readDoubles(in, typed);
                case 13 -> readMetadata(in.message(), external);
                case 14 -> isExternal = in.varint() == 1;
                default -> in.skip();
            }
        }
        for (final Long value : int64)
        {
            typed.add((double)value);
        }
        final long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
        if (isExternal)
        {
            return new OnnxTensor(name, dataType, shape, null, externalData(name, external));
        }
        final double[] values = raw != null ?
            OnnxTensor.decode(dataType, raw) : typed.stream().mapToDouble(Double::doubleValue).toArray();
        return checked(new OnnxTensor(name, dataType, shape, values, null));
    }

    private static OnnxTensor checked(final OnnxTensor tensor) throws OnnxFormatException
    {
        if (!tensor.isDecodable())
        {
            return new OnnxTensor(tensor.name(), tensor.dataType(), tensor.dims(), null, null);
        }
        if (tensor.values().length != tensor.elementCount())
        {
            throw new OnnxFormatException("tensor '" + tensor.name() + "' holds " + tensor.values().length +
                " values, its shape asks for " + tensor.elementCount() + "; export the model again");
        }
        return tensor;
    }

    private static OnnxTensor.ExternalData externalData(final String name, final Map<String, String> external)
        throws OnnxFormatException
    {
        try
        {
            return new OnnxTensor.ExternalData(
                external.getOrDefault("location", ""),
                Long.parseLong(external.getOrDefault("offset", "0")),
                Long.parseLong(external.getOrDefault("length", "-1")));
        }
        catch (final NumberFormatException notANumber)
        {
            throw new OnnxFormatException("tensor '" + name + "': external data " + external +
                " has an offset or length that is not a number; export the model again");
        }
    }

    private static void readFloats(final ProtobufReader in, final List<Double> values) throws OnnxFormatException
    {
        if (!in.isPacked())
        {
            values.add((double)in.fixed32());
            return;
        }
        final ProtobufReader packed = in.message();
        while (packed.hasMore())
        {
            values.add((double)packed.rawFloat());
        }
    }

    private static void readDoubles(final ProtobufReader in, final List<Double> values) throws OnnxFormatException
    {
        if (!in.isPacked())
        {
            values.add(in.fixed64());
            return;
        }
        final ProtobufReader packed = in.message();
        while (packed.hasMore())
        {
            values.add(packed.rawDouble());
        }
    }

    private static OnnxValueInfo readValueInfo(final ProtobufReader in) throws OnnxFormatException
    {
        String name = "";
        int elementType = 0;
        final List<Long> dims = new ArrayList<>();
        while (in.next())
        {
            switch (in.field())
            {
                case 1 -> name = in.string();
                case 2 -> elementType = readType(in.message(), dims);
                default -> in.skip();
            }
        }
        return new OnnxValueInfo(name, elementType, dims);
    }

    private static int readType(final ProtobufReader in, final List<Long> dims) throws OnnxFormatException
    {
        int elementType = 0;
        while (in.next())
        {
            if (in.field() != 1)
            {
                in.skip();
                continue;
            }
            final ProtobufReader tensor = in.message();
            while (tensor.next())
            {
                switch (tensor.field())
                {
                    case 1 -> elementType = (int)tensor.varint();
                    case 2 -> readShape(tensor.message(), dims);
                    default -> tensor.skip();
                }
            }
        }
        return elementType;
    }

    private static void readShape(final ProtobufReader in, final List<Long> dims) throws OnnxFormatException
    {
        while (in.next())
        {
            if (in.field() != 1)
            {
                in.skip();
                continue;
            }
            long size = -1;
            final ProtobufReader dim = in.message();
            while (dim.next())
            {
                if (dim.field() == 1)
                {
                    size = dim.varint();
                }
                else
                {
                    dim.skip();
                }
            }
            dims.add(size);
        }
    }
}
