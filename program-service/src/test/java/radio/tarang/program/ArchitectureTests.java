package radio.tarang.program;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.stereotype.Repository;
import org.springframework.web.bind.annotation.RestController;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** What the package documentation promises. A rule that finds nothing to look at fails. */
@AnalyzeClasses(packages = "radio.tarang.program", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
    private static final String BASE = "radio.tarang.program";

    @ArchTest
    static final ArchRule featuresAreLeaves = slices().matching(BASE + ".(*)..").should().notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(),
                    resideInAnyPackage(BASE + ".web..", BASE + ".security..", BASE + ".audit..", BASE + ".intake..",
                            BASE + ".replica.."))
            .because(
                    "a feature knows the base, who asks, the audit, where it may read, and what HTTP features share, never another feature");

    @ArchTest
    static final ArchRule theBaseKnowsNoFeature = noClasses().that().resideInAPackage(BASE).should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".(*)..");

    @ArchTest
    static final ArchRule theBaseKnowsNoHttp = noClasses().that().resideInAPackage(BASE).should().dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule whatIsSharedKnowsNoFeature = noClasses().that().resideInAPackage(BASE + ".web..").should()
            .dependOnClassesThat(
                    resideInAPackage(BASE + ".(*)..").and(DescribedPredicate.not(resideInAPackage(BASE + ".web.."))));

    @ArchTest
    static final ArchRule whoAsksKnowsNoFeature = noClasses().that().resideInAPackage(BASE + ".security..").should()
            .dependOnClassesThat(resideInAPackage(BASE + ".(*)..")
                    .and(DescribedPredicate.not(resideInAPackage(BASE + ".security.."))));

    @ArchTest
    static final ArchRule thereAreNoCycles = slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sqlLivesInStoresAndReadModels = noClasses().that().areNotAnnotatedWith(Repository.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc.core.simple..", "org.springframework.jdbc.core.namedparam..");

    @ArchTest
    static final ArchRule controllersHoldNoSqlAndNoTransaction = noClasses().that()
            .areAnnotatedWith(RestController.class).should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework.jdbc..", "org.springframework.transaction..",
                    "java.sql.."));

    @ArchTest
    static final ArchRule featuresShowNothing = classes().that().areAnnotatedWith(RestController.class).should()
            .notBePublic();

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses().should().callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
