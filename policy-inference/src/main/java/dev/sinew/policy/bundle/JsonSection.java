package dev.sinew.policy.bundle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one JSON object key by key; every wrong or missing value becomes a problem with its line and path. */
final class JsonSection
{
    private final String file;
    private final String path;
    private final int line;
    private final Map<String, JsonValue> fields;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    JsonSection(final String file, final String path, final JsonValue object, final Problems problems)
    {
        this.file = file;
        this.path = path;
        this.problems = problems;
        line = object.line();
        if (object.fields() == null)
        {
            problems.add(file + ":" + line, (path.isEmpty() ? "the file" : path) + " must be an object, not " +
                object.describe());
        }
        fields = object.fields() == null ? Map.of() : object.fields();
    }

    void problem(final String key, final String what)
    {
        final JsonValue value = fields.get(root(key));
        problems.add(file + ":" + (value == null ? line : value.line()) + ": " + path(key), what);
    }

    private static String root(final String key)
    {
        final int bracket = key.indexOf('[');
        return bracket < 0 ? key : key.substring(0, bracket);
    }

    String path(final String key)
    {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** @return the value, or null when it is absent or null; absence is reported when it was required. */
    JsonValue value(final String key, final boolean required, final String whatBelongsThere)
    {
        known.add(key);
        final JsonValue value = fields.get(key);
        if (value == null || value.isNull())
        {
            if (required)
            {
                problem(key, "is missing; write " + whatBelongsThere);
            }
            return null;
        }
        return value;
    }

    String text(final String key, final boolean required, final String otherwise)
    {
        final JsonValue value = value(key, required, "a text");
        if (value == null)
        {
            return otherwise;
        }
        if (value.value() instanceof String text && !text.isBlank())
        {
            return text;
        }
        problem(key, "must be a text, not " + value.describe());
        return otherwise;
    }

    double number(final String key, final boolean required, final double otherwise)
    {
        final JsonValue value = value(key, required, "a number");
        if (value == null)
        {
            return otherwise;
        }
        if (value.value() instanceof Double number)
        {
            return number;
        }
        problem(key, "must be a number, not " + value.describe());
        return otherwise;
    }

    int count(final String key, final int otherwise, final int most)
    {
        final double number = number(key, false, otherwise);
        if (number != Math.rint(number) || number < 1 || number > most)
        {
            problem(key, "must be a whole number from 1 to " + most + ", not " + number);
            return otherwise;
        }
        return (int)number;
    }

    boolean flag(final String key, final boolean otherwise)
    {
        final JsonValue value = value(key, false, "true or false");
        if (value == null)
        {
            return otherwise;
        }
        if (value.value() instanceof Boolean flag)
        {
            return flag;
        }
        problem(key, "must be true or false, not " + value.describe());
        return otherwise;
    }

    /** @return the texts, or null when absent or wrong. */
    List<String> texts(final String key, final boolean required)
    {
        final JsonValue value = value(key, required, "a list of names");
        if (value == null)
        {
            return null;
        }
        if (value.items() == null)
        {
            problem(key, "must be a list of names, not " + value.describe());
            return null;
        }
        final List<String> texts = new ArrayList<>();
        for (final JsonValue item : value.items())
        {
            if (item.value() instanceof String text)
            {
                texts.add(text);
            }
            else
            {
                problem(key + "[" + texts.size() + "]", "must be a name, not " + item.describe());
                return null;
            }
        }
        return texts;
    }

    /**
     * @param size how many numbers belong there; -1 for any count.
     * @param one  true to take a single number for all.
     * @return the numbers, or null when absent or wrong.
     */
    double[] numbers(final String key, final boolean required, final int size, final boolean one)
    {
        final JsonValue value = value(key, required, size < 0 ? "a list of numbers" : "a list of " + size + " numbers");
        if (value == null)
        {
            return null;
        }
        if (one && value.value() instanceof Double number && size >= 0)
        {
            final double[] all = new double[size];
            java.util.Arrays.fill(all, number);
            return all;
        }
        if (value.items() == null)
        {
            problem(key, "must be a list of numbers, not " + value.describe());
            return null;
        }
        if (size >= 0 && value.items().size() != size)
        {
            problem(key, "has " + value.items().size() + " numbers, " + size + " belong there");
            return null;
        }
        return numbers(value.items(), key);
    }

    private double[] numbers(final List<JsonValue> items, final String key)
    {
        final double[] numbers = new double[items.size()];
        for (int i = 0; i < numbers.length; i++)
        {
            if (!(items.get(i).value() instanceof Double number) || !Double.isFinite(number))
            {
                problem(key + "[" + i + "]", "must be a finite number, not " + items.get(i).describe());
                return null;
            }
            numbers[i] = number;
        }
        return numbers;
    }

    /** Reads {@code [lo, hi]}; null in place of a bound leaves that side open. */
    double[] bounds(final String key, final JsonValue value)
    {
        final List<JsonValue> items = value.items();
        if (items == null || items.size() != 2)
        {
            problem(key, "must be [low, high], not " + value.describe());
            return null;
        }
        final double[] bounds = { Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY };
        for (int i = 0; i < 2; i++)
        {
            if (items.get(i).value() instanceof Double number)
            {
                bounds[i] = number;
            }
            else if (!items.get(i).isNull())
            {
                problem(key + "[" + i + "]", "must be a number, or null for no bound, not " + items.get(i).describe());
                return null;
            }
        }
        if (!(bounds[0] < bounds[1]))
        {
            problem(key, "low bound " + bounds[0] + " is not below high bound " + bounds[1]);
            return null;
        }
        return bounds;
    }

    List<JsonSection> sections(final String key, final boolean required)
    {
        final JsonValue value = value(key, required, "a list of objects");
        final List<JsonSection> sections = new ArrayList<>();
        if (value != null && value.items() == null)
        {
            problem(key, "must be a list of objects, not " + value.describe());
        }
        else if (value != null)
        {
            for (final JsonValue item : value.items())
            {
                sections.add(new JsonSection(file, path(key) + "[" + sections.size() + "]", item, problems));
            }
        }
        return sections;
    }

    /** @return the object of that key, empty when it is absent. */
    JsonSection section(final String key)
    {
        final JsonValue value = value(key, false, "an object");
        return new JsonSection(file, path(key), value == null ? new JsonValue(line, Map.of()) : value, problems);
    }

    Set<String> keys()
    {
        return fields.keySet();
    }

    /** Reports every key that was not asked for: a misspelt key must not be ignored in silence. */
    void rejectUnknown()
    {
        for (final String key : fields.keySet())
        {
            if (!known.contains(key))
            {
                problem(key, "is not a key of this format" + Problems.suggestion(key, known));
            }
        }
    }
}
