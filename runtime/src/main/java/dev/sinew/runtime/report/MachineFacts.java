package dev.sinew.runtime.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a number was measured on; a number without its machine is not a result. A fact that the system does not tell is
 * {@code unknown}.
 */
public final class MachineFacts
{
    private static final String UNKNOWN = "unknown";

    private MachineFacts()
    {
    }

    /**
     * @return processor, number of CPUs, memory, kernel, governor, isolated CPUs, whether it is a virtual machine.
     */
    public static Map<String, String> machine()
    {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", keyed("/proc/cpuinfo", "model name"));
        facts.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", keyed("/proc/meminfo", "MemTotal"));
        facts.put("architecture", System.getProperty("os.arch", UNKNOWN));
        facts.put("kernel", System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", UNKNOWN));
        facts.put("preempt_rt", "1".equals(line("/sys/kernel/realtime")) ? "yes" : "no");
        facts.put("governor", line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        facts.put("isolated_cpus", line("/sys/devices/system/cpu/isolated"));
        facts.put("virtual", (" " + keyed("/proc/cpuinfo", "flags") + " ").contains(" hypervisor ") ? "yes" : "no");
        return facts;
    }

    /**
     * @return version, vendor, collector and arguments of this JVM.
     */
    public static Map<String, String> jvm()
    {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", System.getProperty("java.vm.version", UNKNOWN));
        facts.put("name", System.getProperty("java.vm.name", UNKNOWN));
        facts.put("vendor", System.getProperty("java.vendor", UNKNOWN));
        facts.put("collectors", String.join(", ", ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(java.lang.management.MemoryManagerMXBean::getName).toList()));
        facts.put("heap_max_bytes", Long.toString(Runtime.getRuntime().maxMemory()));
        facts.put("arguments", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        return facts;
    }

    private static String keyed(final String file, final String key)
    {
        try
        {
            for (final String line : Files.readAllLines(Path.of(file)))
            {
                final int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).strip().equals(key))
                {
                    return line.substring(colon + 1).strip();
                }
            }
        }
        catch (final IOException ex)
        {
            return UNKNOWN;
        }
        return UNKNOWN;
    }

    private static String line(final String file)
    {
        try
        {
            final String text = Files.readString(Path.of(file)).strip();
            return text.isEmpty() ? "none" : text;
        }
        catch (final IOException ex)
        {
            return UNKNOWN;
        }
    }
}
