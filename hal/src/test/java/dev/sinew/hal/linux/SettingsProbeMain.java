package dev.sinew.hal.linux;

import java.util.concurrent.TimeUnit;

/** Child process of the tests: {@code prefer}, {@code require} or {@code neighbour CPU}. */
final class SettingsProbeMain
{
    private SettingsProbeMain()
    {
    }

    public static void main(final String[] args) throws InterruptedException
    {
        if ("neighbour".equals(args[0]))
        {
            final KeepAwakeNeighbour neighbour = KeepAwakeNeighbour.start(Integer.parseInt(args[1]));
            System.out.println(neighbour.pid());
            System.out.flush();
            TimeUnit.MINUTES.sleep(1);
            return;
        }
        final RealtimeSettings.Wish wish =
            "require".equals(args[0]) ? RealtimeSettings.Wish.REQUIRE : RealtimeSettings.Wish.PREFER;
        try (RealtimeApplier applier = new RealtimeApplier())
        {
            System.out.println(applier.apply(RealtimeSettings.standard(wish)).text());
        }
        catch (final RealtimeUnavailableException e)
        {
            System.out.println(e.getMessage());
        }
    }
}
