package dev.sinew.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest
{
    private static final String[] LOOP_PATH = {"dev.sinew.runtime.loop..", "dev.sinew.runtime.safety..",
        "dev.sinew.tendon.distribution..", "dev.sinew.tendon.routing.."};

    private static JavaClasses ours;
    private static JavaClasses offenders;

    @BeforeAll
    static void read()
    {
        ours = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sinew");
        offenders = new ClassFileImporter().importPackages("dev.sinew.architecture.offender");
    }

    @Test
    void shouldSeeEveryModule()
    {
        for (final String module : new String[] {"hal", "tendon", "policy", "sim", "runtime"})
        {
            assertTrue(ours.stream().anyMatch(type -> type.getPackageName().startsWith("dev.sinew." + module)), module);
        }
    }

    @Test
    void shouldImportOnlyWhatTheTableAllows()
    {
        ArchitectureRules.halImportsNoModule().check(ours);
        ArchitectureRules.tendonImportsHalAlone().check(ours);
        ArchitectureRules.policyImportsHalAlone().check(ours);
        ArchitectureRules.simImportsHalAndTendon().check(ours);
        ArchitectureRules.runtimeFindsTheOthersByServiceLoader().check(ours);
        ArchitectureRules.onlyHalUsesJna().check(ours);
    }

    @Test
    void shouldKeepTheLoopPathFreeOfFormattingLocksAndFiles()
    {
        for (final String path : LOOP_PATH)
        {
            ArchitectureRules.loopPathUses(path).check(ours);
        }
    }

    @Test
    void shouldKeepDecisionsAwayFromTheTruth()
    {
        for (final String path : new String[] {"dev.sinew.runtime.loop..", "dev.sinew.runtime.safety..",
            "dev.sinew.runtime.policy..", "dev.sinew.policy..", "dev.sinew.tendon.."})
        {
            ArchitectureRules.decisionsNeverSeeTheTruth(path).check(ours);
        }
    }

    @Test
    void shouldBiteWhereARuleIsBroken()
    {
        bites(ArchitectureRules.loopPathUses("dev.sinew.architecture.offender.."));
        bites(ArchitectureRules.decisionsNeverSeeTheTruth("dev.sinew.architecture.offender.."));
        bites(ArchitectureRules.imports("dev.sinew.architecture.offender..", "dev.sinew.hal.."));
    }

    private static void bites(final ArchRule rule)
    {
        assertThrows(AssertionError.class, () -> rule.check(offenders));
    }
}
