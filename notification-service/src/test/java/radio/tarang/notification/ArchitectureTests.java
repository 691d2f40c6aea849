package radio.tarang.notification;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the service; every rule meets classes that could break it. */
class ArchitectureTests {
    private static final String BASE = "radio.tarang.notification";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(BASE);

    @Test
    void theFeedKnowsNeitherWhereEventsComeFromNorWhoListens() {
        noClasses().that().resideInAPackage(BASE).should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.netty..", "reactor..", "java.sql..",
                        "org.springframework.jdbc..", BASE + ".intake..",
                        BASE + ".socket..", BASE + ".stream..")
                .check(CLASSES);
    }

    @Test
    void leavesKnowTheBaseAndNeverOneAnother() {
        slices().matching(BASE + ".(*)..").should().notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(BASE + ".security.."))
                .because("a leaf knows the base and who asks").check(CLASSES);
    }

    @Test
    void whoAsksKnowsNothingOfTheFeed() {
        noClasses().that().resideInAPackage(BASE + ".security..").should().dependOnClassesThat()
                .resideInAnyPackage(BASE, BASE + ".intake..", BASE + ".socket..").check(CLASSES);
    }

    @Test
    void eventLoopsNeverMeetAStore() {
        noClasses().that().resideInAPackage(BASE + ".socket..").should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .check(CLASSES);
    }

    @Test
    void whatALeafHoldsStaysThere() {
        classes().that().resideInAnyPackage(BASE + ".intake..", BASE + ".socket..").and().areTopLevelClasses().should()
                .notBePublic().check(CLASSES);
    }

    @Test
    void theRulesHaveSomethingToRuleOver() {
        for (String place : new String[]{"", ".intake", ".socket"}) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals(BASE + place))).as(place)
                    .hasSizeGreaterThan(5);
        }
    }
}
