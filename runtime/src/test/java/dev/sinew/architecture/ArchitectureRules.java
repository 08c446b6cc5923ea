package dev.sinew.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom, and what may not stand on the loop's path. Each rule says what to do instead. */
final class ArchitectureRules
{
    private static final String HAL = "dev.sinew.hal..";
    private static final String TENDON = "dev.sinew.tendon..";
    private static final String POLICY = "dev.sinew.policy..";
    private static final String SIM = "dev.sinew.sim..";
    private static final String RUNTIME = "dev.sinew.runtime..";

    private ArchitectureRules()
    {
    }

    static ArchRule imports(final String from, final String... forbidden)
    {
        return noClasses().that().resideInAPackage(from).should().dependOnClassesThat().resideInAnyPackage(forbidden)
            .because("the import table of docs/ARCHITECTURE.md forbids it; go through an interface of hal");
    }

    static ArchRule halImportsNoModule()
    {
        return imports(HAL, TENDON, POLICY, SIM, RUNTIME);
    }

    static ArchRule tendonImportsHalAlone()
    {
        return imports(TENDON, POLICY, SIM, RUNTIME);
    }

    static ArchRule policyImportsHalAlone()
    {
        return imports(POLICY, TENDON, SIM, RUNTIME);
    }

    static ArchRule simImportsHalAndTendon()
    {
        return imports(SIM, POLICY, RUNTIME);
    }

    static ArchRule runtimeFindsTheOthersByServiceLoader()
    {
        return imports(RUNTIME, TENDON, SIM);
    }

    static ArchRule onlyHalUsesJna()
    {
        return noClasses().that().resideOutsideOfPackage(HAL).should().dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..").because("native calls belong into hal; add a method there");
    }

    static ArchRule loopPathUses(final String packages)
    {
        final DescribedPredicate<JavaAccess<?>> format = targetOwner(assignableTo(String.class)).and(
            DescribedPredicate.describe("is String.format", access -> access.getTarget().getName().equals("format")));
        return noClasses().that().resideInAnyPackage(packages)
            .should().accessTargetWhere(format)
            .orShould().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "java.nio.file..", "java.io..")
            .orShould().dependOnClassesThat(name("java.util.HashMap"))
            .orShould().dependOnClassesThat().resideInAnyPackage("java.util.concurrent.locks..")
            .orShould().callMethod(Thread.class, "sleep", long.class)
            .orShould().callMethod(System.class, "currentTimeMillis")
            .because("the loop's path neither formats, logs, locks, blocks, nor touches files; report after the loop");
    }

    static ArchRule decisionsNeverSeeTheTruth(final String packages)
    {
        return noClasses().that().resideInAnyPackage(packages).and().haveSimpleNameNotEndingWith("ControlLoop")
            .and().haveSimpleNameNotEndingWith("CommandDigest")
            .should().accessField("dev.sinew.runtime.frame.CycleFrame", "truth")
            .orShould().dependOnClassesThat(name("dev.sinew.hal.layout.TruthBlock"))
            .because("a simulator's truth is for records and evaluation; use the sensors");
    }
}
