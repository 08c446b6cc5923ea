package dev.sinew.bench.handoff;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;

/** As the pipelined topology does: publish, a processor behind a barrier, wait for its sequence. */
final class DisruptorEcho implements Echo
{
    private final RingBuffer<float[]> ring =
        RingBuffer.createSingleProducer(() -> new float[SIZE], 4, new YieldingWaitStrategy());
    private final float[] copy = new float[SIZE];
    private final BatchEventProcessor<float[]> processor;
    private final Sequence done;

    DisruptorEcho()
    {
        processor = new BatchEventProcessorBuilder().build(ring, ring.newBarrier(),
            (event, sequence, endOfBatch) -> System.arraycopy(event, 0, copy, 0, SIZE));
        done = processor.getSequence();
        ring.addGatingSequences(done);
        final Thread thread = new Thread(processor, "bench-echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public float roundTrip(final float[] event)
    {
        final long sequence = ring.next();
        System.arraycopy(event, 0, ring.get(sequence), 0, SIZE);
        ring.publish(sequence);
        int spins = 0;
        while (done.get() < sequence)
        {
            spins = Echo.pause(spins);
        }
        return copy[0];
    }

    @Override
    public void close()
    {
        processor.halt();
    }
}
