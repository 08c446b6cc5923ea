package dev.sinew.hal.driver;

import java.nio.file.Path;

/** A loop of 1 kHz with a driver in a process of its own; prints a line once it runs, and runs until it is killed. */
final class IsolatedLoopMain
{
    private IsolatedLoopMain()
    {
    }

    public static void main(final String[] args) throws Exception
    {
        final NativeDriver driver = NativeDriver.open(Path.of(args[0]), args[1], Isolation.PROCESS);
        driver.activate();
        for (int cycle = 0; true; cycle++)
        {
            driver.receive(System.nanoTime());
            driver.stamp(driver.sequence(), System.nanoTime(), true);
            driver.send(System.nanoTime());
            if (cycle == 200)
            {
                System.out.println("running");
            }
            Thread.sleep(1);
        }
    }
}
