package dev.sinew.runtime.loop;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.YieldingWaitStrategy;

/**
 * Each stage on a thread of its own behind the Disruptor's sequence barriers. Cycles do not overlap: the loop's thread
 * releases one and waits for the last stage's sequence, so the stages see the same memory in the same order as fused
 * ones.
 */
public final class PipelinedRunner implements StageRunner
{
    private static final int RING_SIZE = 4;

    private final RingBuffer<Token> ring;
    private final BatchEventProcessor<Token>[] processors;
    private final Thread[] threads;
    private final Sequence last;
    private CycleContext context;
    private volatile Throwable failure;

    /**
     * @param stages stages in order; their threads start at once and are called {@code sinew-} and the stage's name.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public PipelinedRunner(final Stage... stages)
    {
        ring = RingBuffer.createSingleProducer(Token::new, RING_SIZE, new YieldingWaitStrategy());
        processors = new BatchEventProcessor[stages.length];
        threads = new Thread[stages.length];
        SequenceBarrier barrier = ring.newBarrier();
        for (int i = 0; i < stages.length; i++)
        {
            final Stage stage = stages[i];
            final EventHandler<Token> handler = (token, sequence, endOfBatch) -> runStage(stage);
            processors[i] = new BatchEventProcessorBuilder().build(ring, barrier, handler);
            barrier = ring.newBarrier(processors[i].getSequence());
            threads[i] = new Thread(processors[i], "sinew-" + stage.name());
            threads[i].setDaemon(true);
        }
        last = processors[processors.length - 1].getSequence();
        ring.addGatingSequences(last);
        for (final Thread thread : threads)
        {
            thread.start();
        }
    }

    private void runStage(final Stage stage)
    {
        if (failure != null)
        {
            return;
        }
        try
        {
            stage.run(context);
        }
        catch (final RuntimeException | Error ex) // the Disruptor's own handler would stop this stage for ever
        {
            failure = ex;
        }
    }

    @Override
    public String topology()
    {
        return "pipelined";
    }

    @Override
    public boolean run(final CycleContext cycle)
    {
        context = cycle;
        failure = null;
        final long sequence = ring.next();
        ring.publish(sequence);
        int spins = 0;
        while (last.get() < sequence)
        {
            if (++spins > 100)
            {
                Thread.yield();
            }
            else
            {
                Thread.onSpinWait();
            }
        }
        return failure == null;
    }

    @Override
    public Throwable failure()
    {
        return failure;
    }

    @Override
    public long[] threadIds()
    {
        final long[] ids = new long[threads.length + 1];
        for (int i = 0; i < threads.length; i++)
        {
            ids[i] = threads[i].getId();
        }
        ids[threads.length] = Thread.currentThread().getId();
        return ids;
    }

    @Override
    public void close()
    {
        for (final BatchEventProcessor<Token> processor : processors)
        {
            processor.halt();
        }
    }

    /** The release of a cycle; everything else is in the shared context. */
    private static final class Token
    {
    }
}
