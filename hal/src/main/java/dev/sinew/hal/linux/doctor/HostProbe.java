package dev.sinew.hal.linux.doctor;

import dev.sinew.hal.linux.Outcome;
import java.util.List;

/** What only a live system can tell; tests give their own. */
public interface HostProbe
{
    /**
     * Tries SCHED_FIFO on a thread made for it and reads it back.
     *
     * @return what became of it.
     */
    Outcome tryFifo();

    /**
     * Timer slack of an ordinary thread.
     *
     * @return ns, -1 where unknown.
     */
    long timerSlackNs();

    /**
     * Number of processors that the JVM may use.
     *
     * @return at least 1.
     */
    int processors();

    /**
     * Size and free space of the file system that holds the shared memory.
     *
     * @return total and free bytes, both 0 where there is none.
     */
    long[] sharedMemoryBytes();

    /**
     * Feature number of the running Java version.
     *
     * @return for example 17.
     */
    int javaFeature();

    /**
     * Name, version and vendor of the JVM.
     *
     * @return one line.
     */
    String jvm();

    /**
     * Flags that the JVM was started with.
     *
     * @return in the order of the command line.
     */
    List<String> jvmFlags();

    /**
     * Whether the package that the off-heap buffers need, jdk.internal.misc, is open to the class path.
     *
     * @return true by command line or by the manifest of the started jar.
     */
    boolean isInternalMemoryOpen();

    /**
     * Names of the garbage collectors in use.
     *
     * @return as the JVM names them.
     */
    List<String> collectors();

    /**
     * First of several programs that the search path holds.
     *
     * @param names programs in order of preference.
     * @return full path, empty if none is there.
     */
    String findProgram(String... names);
}
