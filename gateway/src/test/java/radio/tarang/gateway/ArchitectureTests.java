package radio.tarang.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "radio.tarang.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    /** But for who asks, which every feature may need to know, and the cache, which counts what it answers. */
    @ArchTest
    static final ArchRule featuresDoNotKnowEachOther = slices().matching("radio.tarang.gateway.(*)..")
            .should().notDependOnEachOther().ignoreDependency(alwaysTrue(), resideInAPackage("..identity.."))
            .ignoreDependency(resideInAPackage("..edge.."), resideInAPackage("..limits.."));

    @ArchTest
    static final ArchRule identityKnowsNoOtherFeature = noClasses().that().resideInAPackage("..identity..")
            .should().dependOnClassesThat(resideInAPackage("radio.tarang.gateway.*..")
                    .and(not(resideInAPackage("..identity.."))));

    @ArchTest
    static final ArchRule theBaseKnowsNoFeature = noClasses().that().resideInAPackage("radio.tarang.gateway")
            .should().dependOnClassesThat().resideInAnyPackage("radio.tarang.gateway.*..");

    @ArchTest
    static final ArchRule featuresKeepToThemselves = classes().that().resideInAPackage("radio.tarang.gateway.*..")
            .and().resideOutsideOfPackages("..identity..", "..limits..").and().areTopLevelClasses()
            .should().bePackagePrivate();

    @ArchTest
    static final ArchRule limitsShowTheirDecisionsOnly = classes().that().resideInAPackage("..limits..")
            .and().areTopLevelClasses().and().doNotHaveSimpleName("Limiter").and().doNotHaveSimpleName("Decision")
            .and().doNotHaveSimpleName("Bucket").should().bePackagePrivate();

    @ArchTest
    static final ArchRule onlyLimitsSpeakToRedis = noClasses().that().resideOutsideOfPackage("..limits..")
            .should().dependOnClassesThat().resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule onlyTheEdgeAndIdentityReadKafka = noClasses().that()
            .resideOutsideOfPackages("..edge..", "..identity..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule nothingBlocksTheEventLoop = noClasses().should().callMethod(
            "reactor.core.publisher.Mono", "block");
}
