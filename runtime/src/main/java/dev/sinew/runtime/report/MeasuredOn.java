package dev.sinew.runtime.report;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sinew.hal.linux.doctor.MachineFacts;

/**
 * What a number was measured on; a number without its machine is not a result. A fact that the system does not
 * tell says so.
 */
public final class MeasuredOn
{
    private static final String UNKNOWN = "unknown";

    private MeasuredOn()
    {
    }

    /**
     * @return processor, memory, kernel, governor, clock source, whether it is a virtual machine, in a fixed order.
     */
    public static Map<String, String> machine()
    {
        final Map<String, String> facts = new LinkedHashMap<>();
        MachineFacts.ofThisMachine().asMap().forEach((name, value) ->
        {
            if (!name.startsWith("jvm") && !"collector".equals(name))
            {
                facts.put(name, String.valueOf(value));
            }
        });
        facts.put("architecture", System.getProperty("os.arch", UNKNOWN));
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
}
