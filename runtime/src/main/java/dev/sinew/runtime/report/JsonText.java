package dev.sinew.runtime.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Writes nested maps, lists, texts, numbers and booleans as JSON. A number that is not finite is {@code null}: JSON has
 * none.
 */
public final class JsonText
{
    private JsonText()
    {
    }

    /**
     * @param value maps with text keys, lists, texts, numbers, booleans, nulls.
     * @return JSON text, indented, with a line end.
     */
    public static String of(final Object value)
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            json.useDefaultPrettyPrinter();
            write(json, value);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return text.append('\n').toString();
    }

    private static void write(final JsonGenerator json, final Object value) throws IOException
    {
        if (value instanceof Map<?, ?> map)
        {
            json.writeStartObject();
            for (final Map.Entry<?, ?> entry : map.entrySet())
            {
                json.writeFieldName(entry.getKey().toString());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        }
        else if (value instanceof List<?> list)
        {
            json.writeStartArray();
            for (final Object item : list)
            {
                write(json, item);
            }
            json.writeEndArray();
        }
        else if (value instanceof Long || value instanceof Integer)
        {
            json.writeNumber(((Number)value).longValue());
        }
        else if (value instanceof Number number && Double.isFinite(number.doubleValue()))
        {
            json.writeNumber(number.doubleValue());
        }
        else if (value instanceof Boolean truth)
        {
            json.writeBoolean(truth);
        }
        else if (value instanceof String text)
        {
            json.writeString(text);
        }
        else
        {
            json.writeNull();
        }
    }

    /**
     * @param text   what to write.
     * @param target where it goes; an older file there is replaced once the new one is whole.
     * @throws IOException when it cannot be written; the message is one line.
     */
    public static void replace(final String text, final Path target) throws IOException
    {
        final Path part = target.resolveSibling(target.getFileName() + ".part");
        try
        {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(part);
            throw new IOException("cannot write the report " + target + ": " + ex.getClass().getSimpleName() + " " +
                ex.getMessage() + " (check directory, permission and free space)", ex);
        }
    }
}
