package dev.sinew.policy.term;

/** A robot whose every signal is a different, known number that a test can move. */
final class FakeSource implements ObservationSource
{
    double shift;
    double[] position = { 0.1, 0.2, 0.3, 0.4 };

    @Override
    public double jointPositionRad(final int joint)
    {
        return position[joint] + shift;
    }

    @Override
    public double jointVelocityRadS(final int joint)
    {
        return 10 + joint + shift;
    }

    @Override
    public double gyroRadS(final int axis)
    {
        return 20 + axis + shift;
    }

    @Override
    public double projectedGravity(final int axis)
    {
        return 2 == axis ? -1 : 0;
    }

    @Override
    public double command(final int command, final int index)
    {
        return 100 * (command + 1) + index;
    }

    @Override
    public double footWrench(final int index)
    {
        return 1000 + index;
    }
}
