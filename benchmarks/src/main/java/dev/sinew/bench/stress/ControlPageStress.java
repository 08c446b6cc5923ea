package dev.sinew.bench.stress;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An operator asks and looks for the answer while the loop polls once and answers.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Not seen yet.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Seen; the answer came after the look.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Seen and answered.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Half a command or half an answer.")
@State
public class ControlPageStress
{
    private static final int PAGE_BYTES = 256;
    private static final int MODE_AFTER = 3;
    private static final int WRONG = 99;

    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[PAGE_BYTES]);
    private final ControlPage operator = new ControlPage(memory);
    private final ControlPage loop = new ControlPage(memory);

    /**
     * Another process.
     *
     * @param result 0 unanswered, 1 answered in full.
     */
    @Actor
    public void operator(final II_Result result)
    {
        final long number = operator.request(OperatorCommand.ARM);
        final int outcome = operator.outcomeOf(number);
        if (outcome == 0)
        {
            result.r2 = 0;
        }
        else
        {
            result.r2 = outcome == 1 && operator.modeAfter() == MODE_AFTER ? 1 : WRONG;
        }
    }

    /**
     * The loop.
     *
     * @param result 0 nothing seen, 1 the command.
     */
    @Actor
    public void loop(final II_Result result)
    {
        if (loop.poll())
        {
            result.r1 = loop.command() == OperatorCommand.ARM && loop.sequence() == 1 ? 1 : WRONG;
            loop.answer(OperatorOutcome.OBEYED, MODE_AFTER);
        }
    }
}
