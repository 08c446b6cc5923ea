package dev.sinew.hal.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping that is read key by key. A read that fails adds a mistake and returns a neutral value (NaN, an empty text,
 * an empty list), so that reading goes on. The keys that were asked for are the known ones: {@link #close()} reports
 * the others.
 */
public final class YamlMap
{
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Mistakes mistakes;
    private final String path;
    private final int line;
    private final YamlMap fallback;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    YamlMap(final Mistakes mistakes, final MappingNode node, final String path, final YamlMap fallback)
    {
        this.mistakes = mistakes;
        this.path = path;
        this.line = lineOf(node);
        this.fallback = fallback;
        for (final NodeTuple tuple : node.getValue())
        {
            final String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            final int keyLine = lineOf(tuple.getKeyNode());
            if (values.put(key, tuple.getValueNode()) != null)
            {
                mistakes.add(keyLine, pathOf(key), "is given twice, first on line " + keyLines.get(key) +
                    "; remove one of the two");
            }
            keyLines.putIfAbsent(key, keyLine);
        }
    }

    private YamlMap(final YamlMap own, final YamlMap fallback)
    {
        mistakes = own.mistakes;
        path = own.path;
        line = own.line;
        this.fallback = fallback;
        values.putAll(own.values);
        keyLines.putAll(own.keyLines);
        asked.addAll(own.asked);
    }

    /**
     * @param defaults where keys are looked up that this mapping lacks.
     * @return this mapping over the defaults.
     */
    public YamlMap over(final YamlMap defaults)
    {
        return new YamlMap(this, defaults);
    }

    /**
     * @return keys that lead here.
     */
    public String path()
    {
        return path;
    }

    /**
     * @return line of the mapping.
     */
    public int line()
    {
        return line;
    }

    /**
     * @param key a key.
     * @return line of the key, or of this mapping when it is absent.
     */
    public int line(final String key)
    {
        return keyLines.getOrDefault(key, line);
    }

    /**
     * @return keys of this mapping in the order of the file.
     */
    public List<String> keys()
    {
        return List.copyOf(values.keySet());
    }

    /**
     * @param key a key; it counts as known from now on.
     * @return true when it is there, here or in the defaults.
     */
    public boolean has(final String key)
    {
        asked.add(key);
        final boolean inherited = fallback != null && fallback.has(key);
        return values.containsKey(key) || inherited;
    }

    /**
     * Adds a mistake at a key.
     *
     * @param key  the key.
     * @param text what is wrong and what would be right.
     */
    public void mistake(final String key, final String text)
    {
        if (!values.containsKey(key) && fallback != null && fallback.has(key))
        {
            fallback.mistake(key, text);
            return;
        }
        mistakes.add(line(key), pathOf(key), text);
    }

    /**
     * @param key a key that has to be there.
     * @return its text; empty after a mistake.
     */
    public String string(final String key)
    {
        final Node node = required(key);
        if (node == null)
        {
            return "";
        }
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank())
        {
            return scalar.getValue();
        }
        mistake(key, "should be a text");
        return "";
    }

    /**
     * @param key a key that has to be there.
     * @return its number; NaN after a mistake.
     */
    public double number(final String key)
    {
        final Node node = required(key);
        return node == null ? Double.NaN : parse(key, node);
    }

    /**
     * @param key   a key that has to be there.
     * @param range what is believable.
     * @return its number; NaN after a mistake.
     */
    public double number(final String key, final Range range)
    {
        final double value = number(key);
        final String objection = range.objection(value);
        if (!objection.isEmpty())
        {
            mistake(key, objection);
            return Double.NaN;
        }
        return value;
    }

    /**
     * @param key      a key that may be absent.
     * @param range    what is believable.
     * @param fallbackValue value when it is absent.
     * @return its number; NaN after a mistake.
     */
    public double number(final String key, final Range range, final double fallbackValue)
    {
        return has(key) ? number(key, range) : fallbackValue;
    }

    /**
     * @param key   a key that has to be there.
     * @param least least value.
     * @param most  greatest value.
     * @return its whole number; {@code least} after a mistake.
     */
    public int integer(final String key, final int least, final int most)
    {
        final double value = number(key);
        if (Double.isNaN(value))
        {
            return least;
        }
        if (value != Math.rint(value) || value < least || value > most)
        {
            mistake(key, "should be a whole number from " + least + " to " + most + ", is " + Range.show(value));
            return least;
        }
        return (int)value;
    }

    /**
     * @param key           a key that may be absent.
     * @param fallbackValue value when it is absent or wrong.
     * @return true or false.
     */
    public boolean flag(final String key, final boolean fallbackValue)
    {
        if (!has(key))
        {
            return fallbackValue;
        }
        final String word = string(key);
        if (!"true".equals(word) && !"false".equals(word))
        {
            mistake(key, "should be true or false, is '" + word + "'");
            return fallbackValue;
        }
        return "true".equals(word);
    }

    /**
     * @param key   a key that has to be there.
     * @param count how many numbers it should have.
     * @param range what is believable for each.
     * @return the numbers, {@code count} long; all NaN after a mistake.
     */
    public double[] numbers(final String key, final int count, final Range range)
    {
        final double[] wrong = new double[count];
        Arrays.fill(wrong, Double.NaN);
        final Node node = required(key);
        if (node == null)
        {
            return wrong;
        }
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().size() != count)
        {
            mistake(key, "should be a list of " + count + " numbers, like " + example(count));
            return wrong;
        }
        final double[] read = new double[count];
        for (int i = 0; i < count; i++)
        {
            read[i] = parse(key, sequence.getValue().get(i));
            final String objection = range.objection(read[i]);
            if (!objection.isEmpty())
            {
                mistake(key, objection);
                read[i] = Double.NaN;
            }
            if (Double.isNaN(read[i]))
            {
                return wrong;
            }
        }
        return read;
    }

    /**
     * @param key   a key that has to be there.
     * @param most  greatest count of numbers.
     * @param range what is believable for each.
     * @return the numbers, 1 to {@code most}; a single NaN after a mistake.
     */
    public double[] list(final String key, final int most, final Range range)
    {
        final double[] wrong = {Double.NaN};
        final Node node = required(key);
        if (node == null)
        {
            return wrong;
        }
        final int count = node instanceof SequenceNode sequence ? sequence.getValue().size() : 0;
        if (count < 1 || count > most)
        {
            mistake(key, "should be a list of 1 to " + most + " numbers, like " + example(Math.min(most, 3)));
            return wrong;
        }
        final double[] read = numbers(key, count, range);
        return Double.isNaN(read[0]) ? wrong : read;
    }

    /**
     * @param key a key that has to be there.
     * @return texts of the list, each with its line; empty after a mistake.
     */
    public List<Word> words(final String key)
    {
        final List<Word> words = new ArrayList<>();
        final Node node = required(key);
        if (node instanceof SequenceNode sequence)
        {
            for (final Node item : sequence.getValue())
            {
                if (item instanceof ScalarNode scalar)
                {
                    words.add(new Word(scalar.getValue(), lineOf(item)));
                }
                else
                {
                    mistakes.add(lineOf(item), pathOf(key), "should be a list of names");
                }
            }
        }
        else if (node != null)
        {
            mistake(key, "should be a list of names, like [one, two]");
        }
        return words;
    }

    /**
     * @param key a key that has to be there.
     * @return the mapping below it; empty after a mistake.
     */
    public Optional<YamlMap> map(final String key)
    {
        final Node node = required(key);
        if (node instanceof MappingNode mapping)
        {
            return Optional.of(new YamlMap(mistakes, mapping, pathOf(key), null));
        }
        if (node != null)
        {
            mistake(key, "should be a mapping of 'key: value' lines");
        }
        return Optional.empty();
    }

    /**
     * @param key a key that has to be there.
     * @return the mappings in the list below it; empty after a mistake. Each is named by its {@code name}, where it has
     *         one.
     */
    public List<YamlMap> maps(final String key)
    {
        final List<YamlMap> maps = new ArrayList<>();
        final Node node = required(key);
        if (node instanceof SequenceNode sequence)
        {
            for (int i = 0; i < sequence.getValue().size(); i++)
            {
                final Node item = sequence.getValue().get(i);
                if (item instanceof MappingNode mapping)
                {
                    maps.add(new YamlMap(mistakes, mapping, pathOf(key) + label(mapping, i), null));
                }
                else
                {
                    mistakes.add(lineOf(item), pathOf(key) + "[" + i + "]", "should be a mapping, like {name: ...}");
                }
            }
        }
        else if (node != null)
        {
            mistake(key, "should be a list of '- {name: ...}' lines");
        }
        return maps;
    }

    /**
     * Reports the keys that nobody asked for.
     */
    public void close()
    {
        for (final String key : values.keySet())
        {
            if (!asked.contains(key))
            {
                mistakes.add(line(key), pathOf(key), "unknown key" + Suggestion.sentence(key, asked));
            }
        }
    }

    private Node required(final String key)
    {
        asked.add(key);
        final Node node = values.get(key);
        if (fallback != null)
        {
            fallback.asked.add(key); // also where every entry has one of its own
        }
        if (node == null && fallback != null)
        {
            final Node inherited = fallback.values.get(key);
            if (inherited != null)
            {
                return inherited;
            }
        }
        if (node == null)
        {
            mistakes.add(line, path, "lacks the key '" + key + "'");
        }
        return node;
    }

    private double parse(final String key, final Node node)
    {
        if (node instanceof ScalarNode scalar && scalar.isPlain() && NUMBER.matcher(scalar.getValue()).matches())
        {
            final double value = Double.parseDouble(scalar.getValue());
            if (Double.isFinite(value))
            {
                return value;
            }
        }
        mistake(key, "should be a finite number" +
            (node instanceof ScalarNode scalar ? ", is '" + scalar.getValue() + "'" : ""));
        return Double.NaN;
    }

    private String pathOf(final String key)
    {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String label(final MappingNode mapping, final int index)
    {
        for (final NodeTuple tuple : mapping.getValue())
        {
            if (tuple.getKeyNode() instanceof ScalarNode key && "name".equals(key.getValue()) &&
                tuple.getValueNode() instanceof ScalarNode name && !name.getValue().isBlank())
            {
                return "." + name.getValue();
            }
        }
        return "[" + index + "]";
    }

    private static String example(final int count)
    {
        final List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            parts.add("0." + (i + 1));
        }
        return parts.toString();
    }

    private static int lineOf(final Node node)
    {
        return node.getStartMark().map(YamlDocument::lineOf).orElse(0);
    }

    /**
     * A text with its place.
     *
     * @param text the text.
     * @param line its line in the file.
     */
    public record Word(String text, int line)
    {
    }
}
