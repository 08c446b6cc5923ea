package dev.sinew.bench.faults;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * A line of an emulator's events.
 *
 * @param kind   what happened.
 * @param timeNs when, ns of the monotonic clock.
 * @param id     number of the device; 0 when it is none's.
 * @param fields everything in the line, as text.
 */
public record DeviceEvent(String kind, long timeNs, int id, Map<String, String> fields)
{
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @param line a line of JSON without nested objects.
     * @return the event.
     * @throws IOException when it is no such line.
     */
    public static DeviceEvent of(final String line) throws IOException
    {
        final Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line))
        {
            JsonToken token = parser.nextToken();
            while (token != null)
            {
                if (token == JsonToken.FIELD_NAME)
                {
                    final String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, parser.getText());
                }
                token = parser.nextToken();
            }
        }
        return new DeviceEvent(fields.getOrDefault("event", ""), Long.parseLong(fields.getOrDefault("t_ns", "0")),
            Integer.parseInt(fields.getOrDefault("id", "0")), fields);
    }

    /**
     * @param name name of a field.
     * @return its number; NaN without one.
     */
    public double number(final String name)
    {
        final String text = fields.get(name);
        return text == null || "null".equals(text) ? Double.NaN : Double.parseDouble(text);
    }

    /**
     * @param name name of a field with a time.
     * @return its time, ns; {@link Long#MIN_VALUE} without one.
     */
    public long time(final String name)
    {
        final String text = fields.get(name);
        return text == null ? Long.MIN_VALUE : Long.parseLong(text);
    }

    /**
     * @param name name of a field.
     * @return its text, empty without one.
     */
    public String text(final String name)
    {
        return fields.getOrDefault(name, "");
    }
}
