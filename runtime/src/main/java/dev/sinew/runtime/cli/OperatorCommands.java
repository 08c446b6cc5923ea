package dev.sinew.runtime.cli;

import java.util.concurrent.Callable;

import dev.sinew.runtime.safety.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew arm}, {@code stop}, {@code rearm}, {@code mode}: talk to a running loop from another process.
 */
final class OperatorCommands
{
    private OperatorCommands()
    {
    }

    /** Which run is meant. */
    private abstract static class Verb implements Callable<Integer>
    {
        @Option(names = "--run", paramLabel = "NAME", description = "Name of the run (default: the only one).")
        private String run;

        abstract OperatorCommand command();

        @Override
        public Integer call()
        {
            return OperatorClient.send(run, command());
        }
    }

    /** Arms. */
    @Command(name = "arm", mixinStandardHelpOptions = true,
        description = "Arms a running loop: OFF or READY to ACTIVE, through CALIBRATE.")
    static final class Arm extends Verb
    {
        @Override
        OperatorCommand command()
        {
            return OperatorCommand.ARM;
        }
    }

    /** Stops. */
    @Command(name = "stop", mixinStandardHelpOptions = true,
        description = "Stops a running loop in a controlled way: it freezes the pose. Come back with rearm, then arm.")
    static final class Stop extends Verb
    {
        @Override
        OperatorCommand command()
        {
            return OperatorCommand.STOP;
        }
    }

    /** Re-arms. */
    @Command(name = "rearm", mixinStandardHelpOptions = true,
        description = "Clears a latched fault: from FREEZE, DAMP, LIMP or FAULT to READY, from the measured pose.")
    static final class Rearm extends Verb
    {
        @Override
        OperatorCommand command()
        {
            return OperatorCommand.REARM;
        }
    }

    /** Changes the mode. */
    @Command(name = "mode", mixinStandardHelpOptions = true,
        description = "Asks a running loop for a mode; the way up is arm and rearm.")
    static final class ChangeMode extends Verb
    {
        /** Modes that can be asked for. */
        enum Wish
        {
            /** Holds the measured pose. */
            READY,
            /** Holds the last targets. */
            FREEZE,
            /** Damps. */
            DAMP,
            /** Lets go. */
            LIMP,
            /** Ends the run. */
            OFF
        }

        @Parameters(paramLabel = "NAME", description = "ready, freeze, damp, limp or off.")
        private Wish wish;

        @Override
        OperatorCommand command()
        {
            return switch (wish)
            {
                case READY -> OperatorCommand.MODE_READY;
                case FREEZE -> OperatorCommand.MODE_FREEZE;
                case DAMP -> OperatorCommand.MODE_DAMP;
                case LIMP -> OperatorCommand.MODE_LIMP;
                case OFF -> OperatorCommand.SHUT_DOWN;
            };
        }
    }
}
