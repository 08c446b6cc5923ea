package dev.sinew.runtime.loop;

/**
 * All stages on the loop's own thread: the default, best on few cores.
 */
public final class FusedRunner implements StageRunner
{
    private final Stage[] stages;
    private Throwable failure;

    /**
     * @param stages stages in order.
     */
    public FusedRunner(final Stage... stages)
    {
        this.stages = stages.clone();
    }

    @Override
    public String topology()
    {
        return "fused";
    }

    @Override
    public boolean run(final CycleContext context)
    {
        try
        {
            for (final Stage stage : stages)
            {
                stage.run(context);
            }
            return true;
        }
        catch (final RuntimeException | Error ex) // a dead loop thread would leave the robot to its last command
        {
            failure = ex;
            return false;
        }
    }

    @Override
    public Throwable failure()
    {
        return failure;
    }

    @Override
    public long[] threadIds()
    {
        return new long[] {Thread.currentThread().getId()};
    }

    @Override
    public void close()
    {
    }
}
