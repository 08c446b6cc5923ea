package dev.sinew.hal.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One YAML file: its bytes, its hash and its root.
 */
public final class YamlDocument
{
    /** Largest file that is read, bytes. */
    public static final long SIZE_MAX_BYTES = 8L << 20;
    private static final int DEPTH_MAX = 16;

    private final String file;
    private final String text;
    private final String sha256;
    private final Mistakes mistakes;

    private YamlDocument(final String file, final byte[] bytes, final Mistakes mistakes)
    {
        this.file = file;
        this.text = new String(bytes, StandardCharsets.UTF_8);
        this.sha256 = hash(bytes);
        this.mistakes = mistakes;
    }

    /**
     * Reads a file. What is wrong with it is added to the mistakes.
     *
     * @param path     file.
     * @param mistakes where mistakes go.
     * @return the document; its {@link #root()} is empty after a mistake.
     */
    public static YamlDocument read(final Path path, final Mistakes mistakes)
    {
        byte[] bytes = new byte[0];
        try
        {
            if (Files.isDirectory(path))
            {
                mistakes.add(0, "", "is a directory; name the file in it");
            }
            else if (!Files.exists(path))
            {
                mistakes.add(0, "", "no such file; check the path");
            }
            else if (Files.size(path) > SIZE_MAX_BYTES)
            {
                mistakes.add(0, "", "is too large: " + Files.size(path) + " bytes, at most " + SIZE_MAX_BYTES);
            }
            else
            {
                bytes = Files.readAllBytes(path);
            }
        }
        catch (final IOException e)
        {
            mistakes.add(0, "", "cannot be read: " + e.getMessage() + "; check its permissions");
        }
        return new YamlDocument(path.toString(), bytes, mistakes);
    }

    /**
     * @param name     name for messages.
     * @param content  text of the document.
     * @param mistakes where mistakes go.
     * @return the document.
     */
    public static YamlDocument of(final String name, final String content, final Mistakes mistakes)
    {
        return new YamlDocument(name, content.getBytes(StandardCharsets.UTF_8), mistakes);
    }

    /**
     * @return name of the file.
     */
    public String file()
    {
        return file;
    }

    /**
     * @return hash of the bytes, 64 hexadecimal digits.
     */
    public String sha256()
    {
        return sha256;
    }

    /**
     * @return where mistakes go.
     */
    public Mistakes mistakes()
    {
        return mistakes;
    }

    /**
     * @return the outermost mapping, or empty when the document has none; then a mistake was added.
     */
    public Optional<YamlMap> root()
    {
        if (!mistakes.isEmpty())
        {
            return Optional.empty();
        }
        final LoadSettings settings = LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit((int)SIZE_MAX_BYTES)
            .build();
        try
        {
            if (!isPlain(settings))
            {
                return Optional.empty();
            }
            final Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isPresent() && node.get() instanceof MappingNode mapping)
            {
                return Optional.of(new YamlMap(mistakes, mapping, "", null));
            }
            mistakes.add(1, "", "is empty or not a mapping; it should begin with 'key: value' lines");
        }
        catch (final MarkedYamlEngineException e)
        {
            final int line = e.getProblemMark().or(e::getContextMark).map(YamlDocument::lineOf).orElse(0);
            mistakes.add(line, "", "is not valid YAML: " + e.getProblem());
        }
        catch (final YamlEngineException e)
        {
            mistakes.add(0, "", "is not valid YAML: " + e.getMessage().split("\n")[0]);
        }
        return Optional.empty();
    }

    /** Refuses what could grow, run or hide something, before any tree is built. */
    private boolean isPlain(final LoadSettings settings)
    {
        final int before = mistakes.count();
        int depth = 0;
        for (final Event event : new Parse(settings).parseString(text))
        {
            final int line = event.getStartMark().map(YamlDocument::lineOf).orElse(0);
            if (event instanceof AliasEvent)
            {
                mistakes.add(line, "", "aliases (*name) are not allowed; write the value out or use a type");
            }
            else if (event instanceof NodeEvent node && node.getAnchor().isPresent())
            {
                mistakes.add(line, "", "anchors (&name) are not allowed; write the value out or use a type");
            }
            if (event instanceof CollectionStartEvent start)
            {
                depth++;
                if (start.getTag().isPresent())
                {
                    mistakes.add(line, "", "tags (!" + "name) are not allowed; remove " + start.getTag().get());
                }
            }
            else if (event instanceof CollectionEndEvent)
            {
                depth--;
            }
            else if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            {
                mistakes.add(line, "", "tags (!" + "name) are not allowed; remove " + scalar.getTag().get());
            }
            if (depth > DEPTH_MAX)
            {
                mistakes.add(line, "", "is nested deeper than " + DEPTH_MAX + " levels");
                return false;
            }
        }
        return mistakes.count() == before;
    }

    static int lineOf(final Mark mark)
    {
        return mark.getLine() + 1;
    }

    private static String hash(final byte[] bytes)
    {
        try
        {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
