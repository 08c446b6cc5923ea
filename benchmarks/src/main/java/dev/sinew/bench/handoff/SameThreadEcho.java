package dev.sinew.bench.handoff;

/** The floor: two copies and no other thread. */
final class SameThreadEcho implements Echo
{
    private final float[] there = new float[SIZE];
    private final float[] back = new float[SIZE];

    @Override
    public float roundTrip(final float[] event)
    {
        System.arraycopy(event, 0, there, 0, SIZE);
        System.arraycopy(there, 0, back, 0, SIZE);
        return back[0];
    }

    @Override
    public void close()
    {
        // nothing was claimed
    }
}
