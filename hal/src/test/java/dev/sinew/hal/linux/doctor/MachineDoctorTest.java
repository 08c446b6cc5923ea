package dev.sinew.hal.linux.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineDoctorTest
{
    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void before()
    {
        host = new FakeHost(root);
    }

    @Test
    void shouldFindNothingWrongWithAMachineMadeForIt()
    {
        final List<Finding> findings = host.examine();
        assertEquals(Set.of(), notOk(findings), MachineDoctor.render(findings));
        assertTrue(MachineDoctor.render(findings).endsWith(findings.size() + " checks: " + findings.size() +
            " ok, 0 warnings, 0 failures"));
        final Set<String> ids = new HashSet<>();
        findings.forEach(finding -> assertTrue(ids.add(finding.id()), finding.id() + " twice"));
    }

    @Test
    void shouldFailWhereTheOrdinaryUserMayNothing()
    {
        host.refuseFifo();
        host.limits("0", "8388608");
        host.remove("dev/cpu_dma_latency");
        final List<Finding> findings = host.examine();
        assertEquals(Set.of("limit.memlock", "limit.rtprio", "permission.cpu_dma_latency", "permission.fifo"),
            notOk(findings));
        assertEquals(4, MachineDoctor.count(findings, Finding.Status.FAIL));
        final String text = MachineDoctor.render(findings);
        assertTrue(text.contains("FAIL  SCHED_FIFO"), text);
        assertTrue(text.contains("wanted SCHED_FIFO 80, got SCHED_OTHER 0 (EPERM)"), text);
        assertTrue(text.contains("--device /dev/cpu_dma_latency"), text);
        assertTrue(text.contains("remedy: echo '* - memlock unlimited'"), text);
    }

    @Test
    void shouldTakeCapabilitiesInPlaceOfLimits()
    {
        host.limits("0", "8388608");
        host.file("proc/self/status", "CapEff:\t" + Long.toHexString(1L << 14 | 1L << 23) + "\n");
        assertEquals(Set.of(), notOk(host.examine()));
        host.file("proc/self/status", "CapEff:\t" + Long.toHexString(1L << 23) + "\n");
        assertEquals(Set.of("limit.memlock"), notOk(host.examine()));
    }

    @Test
    void shouldSeeAnUntunedKernel()
    {
        host.file("proc/version", "Linux version 6.1.0 (builder) #1 SMP PREEMPT_DYNAMIC Debian");
        host.remove("sys/kernel/realtime");
        host.file("sys/devices/system/cpu/isolated", "\n");
        host.file("sys/devices/system/cpu/nohz_full", "(null)\n");
        host.file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        host.file("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        host.file("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        host.file("proc/sys/kernel/sched_rt_runtime_us", "-1\n");
        host.file("proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 100 0 -2\n");
        assertEquals(Set.of("clock.source", "cpu.governor", "cpu.isolated", "cpu.nohz_full", "kernel.preempt_rt",
            "kernel.rt_throttling", "memory.huge_pages", "memory.swap"), notOk(host.examine()));
    }

    @Test
    void shouldSeeAContainerInAVirtualMachine()
    {
        host.processors = 1;
        host.sharedMemory = new long[] {64L << 20, 64L << 20};
        host.file("proc/cpuinfo", "model name\t: Cloud CPU\nflags\t\t: fpu hypervisor sse\n");
        host.file("proc/stat", "cpu  900 10 50 9000 5 1 4 30 77 0\n");
        host.file("sys/fs/cgroup/cpu.max", "50000 100000\n");
        final List<Finding> findings = host.examine();
        assertEquals(Set.of("cpu.count", "cpu.quota", "machine.steal", "machine.virtual", "memory.shared"),
            notOk(findings));
        final String text = MachineDoctor.render(findings);
        assertTrue(text.contains("64 MiB, 64 MiB free"), text);
        assertTrue(text.contains("0.300 % since the start"), text);
        assertTrue(text.contains("--keep-awake"), text);
    }

    @Test
    void shouldSeeWhatSoftwareIsMissing()
    {
        host.javaFeature = 11;
        host.open = false;
        host.collectors = List.of("G1 Young Generation", "G1 Old Generation");
        host.program = "";
        host.remove("usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2");
        final List<Finding> findings = host.examine();
        assertEquals(Set.of("jvm.collector", "jvm.flags", "jvm.version", "tool.compiler", "tool.cyclictest",
            "tool.mujoco"), notOk(findings));
        assertEquals(1, MachineDoctor.count(findings, Finding.Status.FAIL));
    }

    @Test
    void shouldGiveAReasonForEveryCheckAndARemedyForEveryComplaint()
    {
        host.refuseFifo();
        host.limits("0", "0");
        host.processors = 1;
        for (final Finding finding : host.examine())
        {
            assertFalse(finding.why().isEmpty(), finding.id());
            assertEquals(Finding.Status.OK == finding.status(), finding.remedy().isEmpty(), finding.id());
        }
    }

    @Test
    void shouldExamineAMachineWithoutAnyOfTheFiles()
    {
        final List<Finding> findings =
            new MachineDoctor(new HostFiles(root.resolve("nothing")), host).examine();
        assertTrue(notOk(findings).contains("kernel.preempt_rt"));
        assertEquals("not known", MachineFacts.of(new HostFiles(root.resolve("nothing")), host).clockSource());
    }

    @Test
    void shouldExamineThisMachine()
    {
        final List<Finding> findings = MachineDoctor.ofThisMachine().examine();
        assertEquals(host.examine().size(), findings.size());
        assertTrue(findings.stream().anyMatch(finding -> "jvm.version".equals(finding.id()) &&
            Finding.Status.OK == finding.status()));
    }

    @Test
    void shouldReadTheWholeNumberFromAKernelFileThatSaysItIsEmpty()
    {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/sys/kernel/pid_max")), "not run: needs Linux");
        final int digits = HostFiles.ofThisMachine().read("proc/sys/kernel/pid_max").length();
        assertTrue(digits >= 4, "pid_max has " + digits + " digits");
    }

    @Test
    void shouldNameTheMachine()
    {
        final MachineFacts facts = MachineFacts.of(new HostFiles(root), host);
        assertEquals("Fast Processor 9000", facts.cpuModel());
        assertEquals(16000, facts.memoryMib());
        assertEquals("PREEMPT_RT", facts.preemption());
        assertEquals("6-7", facts.isolatedCpus());
        assertFalse(facts.virtualMachine());
        assertEquals(3, facts.text().lines().count());
        assertTrue(facts.text().startsWith("machine  Fast Processor 9000, 8 CPUs (isolated: 6-7), 16000 MiB"),
            facts.text());
        assertEquals("tsc", facts.asMap().get("clock_source"));
    }

    @Test
    void shouldCountStolenTimeBetweenTwoReadings()
    {
        final StealTime before = StealTime.read(new HostFiles(root));
        host.file("proc/stat", "cpu  910 10 50 9080 5 1 4 10 99 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        assertEquals(10.0, StealTime.read(new HostFiles(root)).percentSince(before), 1e-12);
        assertEquals(0.0, before.percentSince(before), 0.0);
        assertEquals(new StealTime(1, 8), StealTime.read(new HostFiles(root), 0));
    }

    private static Set<String> notOk(final List<Finding> findings)
    {
        final Set<String> ids = new TreeSet<>();
        findings.stream().filter(finding -> Finding.Status.OK != finding.status())
            .forEach(finding -> ids.add(finding.id()));
        return ids;
    }
}
