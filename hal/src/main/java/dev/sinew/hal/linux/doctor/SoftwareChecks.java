package dev.sinew.hal.linux.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** JVM, collector, and what the optional parts need. */
final class SoftwareChecks
{
    private static final int OLDEST_JAVA = 17;

    private SoftwareChecks()
    {
    }

    static void add(final List<Finding> findings, final HostFiles files, final HostProbe probe)
    {
        findings.add(Finding.of(probe.javaFeature() >= OLDEST_JAVA, Finding.Status.FAIL, "jvm.version", "JVM",
            probe.jvm(), "the runtime is built for Java 17", "install JDK 17 or newer and point JAVA_HOME at it"));
        findings.add(collector(probe));
        findings.add(flags(probe));
        findings.add(program(probe, "tool.compiler", "C compiler", "drivers in C and the MuJoCo shim are built with it",
            "sudo apt install gcc", "cc", "gcc", "clang"));
        findings.add(mujoco(files));
        findings.add(program(probe, "tool.cyclictest", "cyclictest", "the latency benchmark compares the loop with it",
            "sudo apt install rt-tests", "cyclictest"));
    }

    private static Finding collector(final HostProbe probe)
    {
        final String names = String.join(" + ", probe.collectors());
        final boolean bad = names.contains("G1") || names.contains("PS ");
        return Finding.of(!bad, Finding.Status.WARN, "jvm.collector", "garbage collector", names,
            "its pauses grow with what other threads of the process allocate",
            "start with -XX:+UseSerialGC (little garbage) or -XX:+UseZGC (much); the launcher does");
    }

    private static Finding flags(final HostProbe probe)
    {
        final List<String> flags = probe.jvmFlags();
        return Finding.of(probe.isInternalMemoryOpen(), Finding.Status.WARN, "jvm.flags", "JVM flags",
            flags.isEmpty() ? "none" : String.join(" ", flags),
            "the buffers of the frames need jdk.internal.misc opened",
            "start through the launcher, with java -jar, or with " +
            "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED");
    }

    private static Finding mujoco(final HostFiles files)
    {
        final List<Path> found = Stream.of("usr/local/lib", "usr/lib", "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu", "usr/lib64").flatMap(
            directory -> files.list(directory, "libmujoco.so*").stream()).toList();
        return Finding.of(!found.isEmpty(), Finding.Status.WARN, "tool.mujoco", "MuJoCo",
            found.isEmpty() ? "not in the system's library directories" : found.get(found.size() - 1).toString(),
            "the engine 'mujoco' of the simulation; the engine 'embedded' works without",
            "sudo apt install libmujoco-dev");
    }

    private static Finding program(final HostProbe probe, final String id, final String title, final String why,
        final String remedy, final String... names)
    {
        final String path = probe.findProgram(names);
        return Finding.of(!path.isEmpty(), Finding.Status.WARN, id, title, path.isEmpty() ? "not found" : path, why,
            remedy);
    }
}
