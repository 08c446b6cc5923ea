package dev.sinew.hal.linux.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The machine that a number was measured on: a number without its machine is not a result.
 *
 * @param cpuModel        as the processor names itself.
 * @param processors      number that the JVM may use.
 * @param isolatedCpus    list of isolated processors, {@code none}.
 * @param memoryMib       MiB of memory, 0 where unknown.
 * @param kernel          name and release.
 * @param preemption      how far the kernel lets itself be interrupted.
 * @param governor        frequency governor of the first processor.
 * @param clockSource     what the kernel reads the time from.
 * @param virtualMachine  whether the processor says that it runs under a hypervisor.
 * @param stealPercent    share of time stolen by the host since the start, percent.
 * @param jvm             name, version, vendor.
 * @param jvmFlags        flags of its command line.
 * @param collector       garbage collectors in use.
 */
public record MachineFacts(String cpuModel, int processors, String isolatedCpus, long memoryMib, String kernel,
    String preemption, String governor, String clockSource, boolean virtualMachine, double stealPercent, String jvm,
    String jvmFlags, String collector)
{
    private static final String UNKNOWN = "not known";

    /**
     * Facts of the running machine.
     *
     * @return the facts.
     */
    public static MachineFacts ofThisMachine()
    {
        return of(HostFiles.ofThisMachine(), new LiveProbe());
    }

    /**
     * Facts from given sources.
     *
     * @param files where the kernel describes itself.
     * @param probe what the live system tells.
     * @return the facts.
     */
    public static MachineFacts of(final HostFiles files, final HostProbe probe)
    {
        return new MachineFacts(
            cpuModel(files),
            probe.processors(),
            orElse(files.read("sys/devices/system/cpu/isolated"), "none"),
            memoryMib(files),
            System.getProperty("os.name") + " " +
                orElse(files.read("proc/sys/kernel/osrelease"), System.getProperty("os.version")),
            preemption(files),
            orElse(files.read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"), "none visible"),
            orElse(files.read("sys/devices/system/clocksource/clocksource0/current_clocksource"), UNKNOWN),
            isVirtual(files),
            StealTime.read(files).percent(),
            probe.jvm(),
            String.join(" ", probe.jvmFlags()),
            String.join(" + ", probe.collectors()));
    }

    /**
     * The facts for a report in JSON.
     *
     * @return names with units to values, in a fixed order.
     */
    public Map<String, Object> asMap()
    {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("cpu", cpuModel);
        map.put("processors", processors);
        map.put("isolated_cpus", isolatedCpus);
        map.put("memory_mib", memoryMib);
        map.put("kernel", kernel);
        map.put("preemption", preemption);
        map.put("governor", governor);
        map.put("clock_source", clockSource);
        map.put("virtual_machine", virtualMachine);
        map.put("steal_percent", stealPercent);
        map.put("jvm", jvm);
        map.put("jvm_flags", jvmFlags);
        map.put("collector", collector);
        return map;
    }

    /**
     * The facts for the head of a report.
     *
     * @return three lines without a line end after the last.
     */
    public String text()
    {
        return String.format(Locale.ROOT,
            "machine  %s, %d CPUs (isolated: %s), %s, governor %s, clock %s, %s, steal %.2f %%%n" +
            "kernel   %s, %s%njvm      %s, %s",
            cpuModel, processors, isolatedCpus, memoryMib + " MiB", governor, clockSource,
            virtualMachine ? "virtual machine" : "bare metal", stealPercent, kernel, preemption, jvm, collector);
    }

    static boolean isVirtual(final HostFiles files)
    {
        return (" " + files.value("proc/cpuinfo", "flags") + " ").contains(" hypervisor ") ||
            !files.read("sys/hypervisor/type").isEmpty() || files.exists("proc/device-tree/hypervisor");
    }

    static String preemption(final HostFiles files)
    {
        final String version = files.read("proc/version");
        if ("1".equals(files.read("sys/kernel/realtime")) || version.contains("PREEMPT_RT"))
        {
            return "PREEMPT_RT";
        }
        if (version.contains("PREEMPT_DYNAMIC"))
        {
            return "PREEMPT_DYNAMIC, not PREEMPT_RT";
        }
        return version.isEmpty() ? UNKNOWN : version.contains("PREEMPT") ? "PREEMPT, not PREEMPT_RT" : "not PREEMPT_RT";
    }

    private static String cpuModel(final HostFiles files)
    {
        final String model = files.value("proc/cpuinfo", "model name");
        return orElse(model, orElse(files.read("proc/device-tree/model").replace("\0", ""),
            System.getProperty("os.arch")));
    }

    private static long memoryMib(final HostFiles files)
    {
        final String kib = files.value("proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) >> 10;
    }

    private static String orElse(final String text, final String otherwise)
    {
        return text.isEmpty() ? otherwise : text;
    }
}
