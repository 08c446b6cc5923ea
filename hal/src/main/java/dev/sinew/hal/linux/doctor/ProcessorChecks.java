package dev.sinew.hal.linux.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Kernel, processors, clock, and the host below a virtual machine. */
final class ProcessorChecks
{
    private static final Set<String> FAST_CLOCKS =
        Set.of("tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page", "riscv_clocksource");
    private static final double STEAL_LIMIT_PERCENT = 0.1;

    private ProcessorChecks()
    {
    }

    static void add(final List<Finding> findings, final HostFiles files, final HostProbe probe)
    {
        final String preemption = MachineFacts.preemption(files);
        findings.add(Finding.of("PREEMPT_RT".equals(preemption), Finding.Status.WARN, "kernel.preempt_rt", "kernel",
            files.read("proc/sys/kernel/osrelease") + ", " + preemption,
            "without PREEMPT_RT the kernel has no bound on how long it makes the loop wait",
            "install a real-time kernel, for example: sudo apt install linux-image-rt-amd64"));
        findings.add(cpuCount(probe));
        findings.add(isolated(files, probe));
        findings.add(noTick(files));
        findings.add(quota(files));
        findings.add(governor(files));
        findings.add(throttling(files));
        findings.add(clockSource(files));
        findings.add(timerSlack(probe));
        findings.add(virtualMachine(files));
        findings.add(steal(files));
    }

    private static Finding cpuCount(final HostProbe probe)
    {
        return Finding.of(probe.processors() >= 2, Finding.Status.WARN, "cpu.count", "processors",
            String.valueOf(probe.processors()), "on one processor the compiler, the collector and the loop take turns",
            "give the process a second processor");
    }

    private static Finding isolated(final HostFiles files, final HostProbe probe)
    {
        final String cpus = files.read("sys/devices/system/cpu/isolated");
        return Finding.of(!cpus.isEmpty(), Finding.Status.WARN, "cpu.isolated", "isolated processors",
            cpus.isEmpty() ? "none" : cpus, "everybody else's threads and interrupts share the loop's processor",
            "add to the kernel command line: isolcpus=" + (probe.processors() - 1) +
            " (or use a systemd slice with AllowedCPUs=)");
    }

    private static Finding noTick(final HostFiles files)
    {
        final String cpus = files.read("sys/devices/system/cpu/nohz_full").replace("(null)", "");
        return Finding.of(!cpus.isEmpty(), Finding.Status.WARN, "cpu.nohz_full", "processors without tick",
            cpus.isEmpty() ? "none" : cpus, "the scheduler's tick interrupts the loop 100 to 1000 times a second",
            "add to the kernel command line: nohz_full=LIST rcu_nocbs=LIST, with the isolated processors");
    }

    private static Finding quota(final HostFiles files)
    {
        final String max = files.read("sys/fs/cgroup/cpu.max");
        final boolean limited = !max.isEmpty() && !max.startsWith("max");
        return Finding.of(!limited, Finding.Status.WARN, "cpu.quota", "processor quota",
            limited ? max + " us (quota, period)" : "none", "a used-up quota stops the loop until the next period",
            "start the container without --cpus; use --cpuset-cpus instead");
    }

    private static Finding governor(final HostFiles files)
    {
        final String governor = files.read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        return Finding.of(governor.isEmpty() || "performance".equals(governor), Finding.Status.WARN, "cpu.governor",
            "frequency governor", governor.isEmpty() ? "none visible (the host decides)" : governor,
            "a processor that slows down between cycles computes the next one slowly",
            "sudo cpupower frequency-set -g performance");
    }

    private static Finding throttling(final HostFiles files)
    {
        final String runtime = files.read("proc/sys/kernel/sched_rt_runtime_us");
        final String period = files.read("proc/sys/kernel/sched_rt_period_us");
        final boolean off = "-1".equals(runtime);
        return Finding.of(!off, Finding.Status.WARN, "kernel.rt_throttling", "real-time throttling",
            off ? "off" : runtime.isEmpty() ? "not visible" : runtime + " us of " + period + " us",
            off ? "a runaway real-time thread takes its processor for good" :
            "stops a thread that only spins; sleep-then-spin stays far below it",
            "sudo sysctl kernel.sched_rt_runtime_us=950000, unless the loop's processor is isolated");
    }

    private static Finding clockSource(final HostFiles files)
    {
        final String source = files.read("sys/devices/system/clocksource/clocksource0/current_clocksource");
        return Finding.of(source.isEmpty() || FAST_CLOCKS.contains(source), Finding.Status.WARN, "clock.source",
            "clock source", source.isEmpty() ? "not visible" : source,
            "the loop reads the clock while it spins; a clock outside the processor costs microseconds a reading",
            "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource");
    }

    private static Finding timerSlack(final HostProbe probe)
    {
        final long slackNs = probe.timerSlackNs();
        return Finding.ok("timer.slack", "timer slack",
            slackNs < 0 ? "not known" : slackNs + " ns for ordinary threads; the loop sets its own",
            "the kernel wakes a sleeper late by up to this much on purpose");
    }

    private static Finding virtualMachine(final HostFiles files)
    {
        final boolean virtual = MachineFacts.isVirtual(files);
        return Finding.of(!virtual, Finding.Status.WARN, "machine.virtual", "virtual machine", virtual ? "yes" : "no",
            "the host may put an idle virtual processor to sleep, and takes its time to wake it",
            "start the keep-awake neighbour (--keep-awake --cpu N); for a robot use bare metal");
    }

    private static Finding steal(final HostFiles files)
    {
        final double percent = StealTime.read(files).percent();
        return Finding.of(percent < STEAL_LIMIT_PERCENT, Finding.Status.WARN, "machine.steal",
            "time stolen by the host", String.format(Locale.ROOT, "%.3f %% since the start", percent),
            "while the host runs somebody else, the loop stands still",
            "take a machine with processors of its own");
    }
}
