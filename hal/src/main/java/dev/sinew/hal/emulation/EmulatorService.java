package dev.sinew.hal.emulation;

import java.util.List;

import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.yaml.FileMistakesException;

/**
 * Plays devices until it is told to stop.
 */
public interface EmulatorService
{
    /**
     * @return what devices can be played, by name of their protocol.
     */
    List<ProtocolFacts> protocols();

    /**
     * Plays devices. Returns when a {@code quit} comes in, when the time is over, or when the thread is interrupted.
     *
     * @param request what is wanted.
     * @throws SystemException       when it cannot be set up; the message ends with the remedy.
     * @throws FileMistakesException when the configuration or the fault plan has a mistake; it holds all of them.
     */
    void run(EmulatorRequest request) throws SystemException;

    /**
     * What help says of a protocol.
     *
     * @param name     name.
     * @param summary  one line.
     * @param models   names of device models, the usual one first.
     * @param baud     usual speed, bit/s; 0 for none.
     * @param settings keys of further settings.
     */
    record ProtocolFacts(String name, String summary, List<String> models, int baud, List<String> settings)
    {
        /**
         * Makes the lists unmodifiable.
         */
        public ProtocolFacts
        {
            models = List.copyOf(models);
            settings = List.copyOf(settings);
        }
    }
}
