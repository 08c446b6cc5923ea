package dev.sinew.runtime.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.sinew.hal.linux.doctor.Finding;
import dev.sinew.hal.linux.doctor.MachineDoctor;
import picocli.CommandLine.Command;

/**
 * {@code ./sinew doctor}: is this machine fit for real-time use, and if not, what to do.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks this machine for real-time use and says how to mend each finding.",
    footer = {"", "Exits with 0 when nothing fails, 1 when something does. Warnings do not fail."})
public final class DoctorCommand implements Callable<Integer>
{
    @Override
    public Integer call()
    {
        final List<Finding> findings = MachineDoctor.ofThisMachine().examine();
        System.out.println(MachineDoctor.render(findings));
        return MachineDoctor.count(findings, Finding.Status.FAIL) == 0 ? 0 : 1;
    }
}
