package dev.sinew.hal.linux.doctor;

import java.util.ArrayList;
import java.util.List;

/** Looks at everything on a machine that decides how punctual the loop can be. Changes nothing; takes milliseconds. */
public final class MachineDoctor
{
    private final HostFiles files;
    private final HostProbe probe;

    /**
     * Constructor.
     *
     * @param files where the kernel describes itself.
     * @param probe what the live system tells.
     */
    public MachineDoctor(final HostFiles files, final HostProbe probe)
    {
        this.files = files;
        this.probe = probe;
    }

    /**
     * Doctor of the running machine.
     *
     * @return the doctor.
     */
    public static MachineDoctor ofThisMachine()
    {
        return new MachineDoctor(HostFiles.ofThisMachine(), new LiveProbe());
    }

    /**
     * Examines the machine.
     *
     * @return findings in a fixed order: permissions, processor, memory, virtual machine, software.
     */
    public List<Finding> examine()
    {
        final List<Finding> findings = new ArrayList<>();
        PermissionChecks.add(findings, files, probe);
        ProcessorChecks.add(findings, files, probe);
        MemoryChecks.add(findings, files, probe);
        SoftwareChecks.add(findings, files, probe);
        return findings;
    }

    /**
     * Number of findings of one status.
     *
     * @param findings what was found.
     * @param status   which to count.
     * @return the count.
     */
    public static long count(final List<Finding> findings, final Finding.Status status)
    {
        return findings.stream().filter(finding -> status == finding.status()).count();
    }

    /**
     * Findings as text: one aligned line each, with reason and remedy below where it is not OK.
     *
     * @param findings what was found.
     * @return several lines without a line end after the last.
     */
    public static String render(final List<Finding> findings)
    {
        final int width = findings.stream().mapToInt(finding -> finding.title().length()).max().orElse(0);
        final StringBuilder text = new StringBuilder();
        for (final Finding finding : findings)
        {
            final boolean ok = Finding.Status.OK == finding.status();
            text.append(ok ? "ok  " : finding.status().name()).append("  ")
                .append(finding.title()).append(" ".repeat(width - finding.title().length())).append("  ")
                .append(finding.observed()).append('\n');
            if (!ok)
            {
                final String margin = " ".repeat(6 + width + 2);
                text.append(margin).append("why:    ").append(finding.why()).append('\n');
                text.append(margin).append("remedy: ").append(finding.remedy()).append('\n');
            }
        }
        return text.append(findings.size()).append(" checks: ")
            .append(count(findings, Finding.Status.OK)).append(" ok, ")
            .append(count(findings, Finding.Status.WARN)).append(" warnings, ")
            .append(count(findings, Finding.Status.FAIL)).append(" failures").toString();
    }
}
