package dev.sinew.bench.loop;

import dev.sinew.sim.engine.PhysicsEngine;

/**
 * An engine that keeps the joint efforts of its last steps, so that the same steps can be taken again without the loop.
 * Simulator's thread; allocation-free after construction.
 */
final class RecordingEngine implements PhysicsEngine
{
    private final PhysicsEngine engine;
    private final int[] order;
    private final double[] efforts;
    private int recorded;

    /**
     * @param engine the engine.
     * @param order  index of the joint whose effort comes first, second and so on.
     * @param steps  most steps that are kept.
     */
    RecordingEngine(final PhysicsEngine engine, final int[] order, final int steps)
    {
        this.engine = engine;
        this.order = order;
        efforts = new double[order.length * steps];
    }

    /** Forgets what was kept. */
    void begin()
    {
        recorded = 0;
    }

    /** @return number of steps that were kept. */
    int steps()
    {
        return recorded / order.length;
    }

    /**
     * @param target out, efforts step by step, N·m.
     * @param from   index of the first.
     */
    void copyTo(final double[] target, final int from)
    {
        System.arraycopy(efforts, 0, target, from, recorded);
    }

    @Override
    public boolean step()
    {
        if (recorded < efforts.length)
        {
            final double[] effort = engine.jointEffort();
            for (final int joint : order)
            {
                efforts[recorded++] = effort[joint];
            }
        }
        return engine.step();
    }

    @Override
    public String name()
    {
        return engine.name();
    }

    @Override
    public String version()
    {
        return engine.version();
    }

    @Override
    public void reset(final double[] jointPosition, final double baseHeightM)
    {
        engine.reset(jointPosition, baseHeightM);
    }

    @Override
    public double[] jointEffort()
    {
        return engine.jointEffort();
    }

    @Override
    public void externalForce(
        final int link,
        final double fx,
        final double fy,
        final double fz,
        final double px,
        final double py,
        final double pz)
    {
        engine.externalForce(link, fx, fy, fz, px, py, pz);
    }

    @Override
    public double[] jointPosition()
    {
        return engine.jointPosition();
    }

    @Override
    public double[] jointVelocity()
    {
        return engine.jointVelocity();
    }

    @Override
    public double[] basePose()
    {
        return engine.basePose();
    }

    @Override
    public double[] baseVelocity()
    {
        return engine.baseVelocity();
    }

    @Override
    public double[] contactForce()
    {
        return engine.contactForce();
    }

    @Override
    public double[] imu()
    {
        return engine.imu();
    }

    @Override
    public double[] wrench()
    {
        return engine.wrench();
    }

    @Override
    public void close()
    {
        engine.close();
    }
}
