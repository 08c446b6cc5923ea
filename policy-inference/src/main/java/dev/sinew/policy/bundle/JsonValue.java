package dev.sinew.policy.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a JSON text with the line that it stands on, so that a mistake can be reported where it is.
 *
 * @param line  from 1.
 * @param value a Map of JsonValue in the order of the text, a List of JsonValue, String, Double, Boolean or null.
 */
record JsonValue(int line, Object value)
{
    private static final JsonFactory FACTORY =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** @return the parsed text, or null after reporting a syntax error. */
    static JsonValue parse(final byte[] text, final String file, final Problems problems)
    {
        try (JsonParser parser = FACTORY.createParser(text))
        {
            if (parser.nextToken() == null)
            {
                problems.add(file, "the file is empty");
                return null;
            }
            final JsonValue value = read(parser);
            if (parser.nextToken() != null)
            {
                problems.add(file + ":" + parser.currentTokenLocation().getLineNr(),
                    "something follows the end of the JSON value; remove it");
                return null;
            }
            return value;
        }
        catch (final JsonProcessingException syntax)
        {
            final int line = syntax.getLocation() == null ? 1 : syntax.getLocation().getLineNr();
            problems.add(file + ":" + line, "not valid JSON: " + syntax.getOriginalMessage().split("\n")[0]);
            return null;
        }
        catch (final IOException unreadable)
        {
            problems.add(file, "not readable: " + unreadable.getMessage());
            return null;
        }
    }

    private static JsonValue read(final JsonParser parser) throws IOException
    {
        final int line = parser.currentTokenLocation().getLineNr();
        final JsonToken token = parser.currentToken();
        return switch (token)
        {
            case START_OBJECT -> new JsonValue(line, readObject(parser));
            case START_ARRAY -> new JsonValue(line, readArray(parser));
            case VALUE_STRING -> new JsonValue(line, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue(line, parser.getDoubleValue());
            case VALUE_TRUE -> new JsonValue(line, Boolean.TRUE);
            case VALUE_FALSE -> new JsonValue(line, Boolean.FALSE);
            default -> new JsonValue(line, null);
        };
    }

    private static Map<String, JsonValue> readObject(final JsonParser parser) throws IOException
    {
        final Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT)
        {
            final String name = parser.currentName();
            parser.nextToken();
            fields.put(name, read(parser));
        }
        return fields;
    }

    private static List<JsonValue> readArray(final JsonParser parser) throws IOException
    {
        final List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY)
        {
            items.add(read(parser));
        }
        return items;
    }

    boolean isNull()
    {
        return value == null;
    }

    /** @return the fields, or null when this is no object. */
    @SuppressWarnings("unchecked")
    Map<String, JsonValue> fields()
    {
        return value instanceof Map<?, ?> ? (Map<String, JsonValue>)value : null;
    }

    /** @return the items, or null when this is no list. */
    @SuppressWarnings("unchecked")
    List<JsonValue> items()
    {
        return value instanceof List<?> ? (List<JsonValue>)value : null;
    }

    /** @return the value as text: a text without quotes, a whole number without fraction, lists in brackets. */
    String plainText()
    {
        if (value instanceof List<?>)
        {
            return "[" + String.join(", ", items().stream().map(JsonValue::plainText).toList()) + "]";
        }
        if (value instanceof Map<?, ?>)
        {
            return "{" + String.join(", ", fields().entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue().plainText()).toList()) + "}";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15)
        {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }

    /** @return what a person would call this. */
    String describe()
    {
        if (value == null)
        {
            return "null";
        }
        if (value instanceof String text)
        {
            return "'" + text + "'";
        }
        if (value instanceof Map<?, ?>)
        {
            return "an object";
        }
        return value instanceof List<?> list ? "a list of " + list.size() : value.toString();
    }
}
