package dev.sinew.hal.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Reads recordings of one kind. Found by {@link java.util.ServiceLoader}: it has a public constructor without
 * parameters.
 */
public interface RecordingFormat
{
    /**
     * @return what it reads, a few words.
     */
    String name();

    /**
     * @param path a file.
     * @return true when it is of this kind; says nothing of whether it is whole.
     */
    boolean recognises(Path path);

    /**
     * @param path          a file of this kind.
     * @param wanted        columns that are wanted, by name; others are not kept.
     * @param rowS   time that a row stands for, s.
     * @return what it holds, samples that were seen twice once.
     * @throws IOException when it cannot be read; the message is one line.
     */
    Recording read(Path path, Predicate<String> wanted, double rowS) throws IOException;
}
