// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and that packages have no cycles. This module sees all the others. */
@AnalyzeClasses(packages = "io.deedbook", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_PIPELINE_KNOWS_NEITHER_HTTP_NOR_PROTOBUF_NOR_SQL = noClasses()
            .that()
            .resideInAPackage("io.deedbook.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.deedbook.storage..",
                    "io.deedbook.collector..",
                    "io.deedbook.loadtest..",
                    "io.vertx.ext.web..",
                    "io.vertx.core.http..",
                    "io.vertx.sqlclient..",
                    "io.vertx.pgclient..",
                    "java.sql..",
                    "com.google.protobuf..",
                    "io.opentelemetry..");

    @ArchTest
    static final ArchRule STORAGE_KNOWS_NEITHER_HTTP_NOR_OTLP = noClasses()
            .that()
            .resideInAPackage("io.deedbook.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.deedbook.collector..",
                    "io.deedbook.loadtest..",
                    "io.vertx.ext.web..",
                    "io.vertx.core.http..",
                    "com.google.protobuf..",
                    "io.opentelemetry..");

    @ArchTest
    static final ArchRule THE_COLLECTOR_KNOWS_NO_LOAD_TEST = noClasses()
            .that()
            .resideInAPackage("io.deedbook.collector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.deedbook.loadtest..");

    @ArchTest
    static final ArchRule THE_LOAD_TEST_KNOWS_THE_PUBLIC_API_ONLY = noClasses()
            .that()
            .resideInAPackage("io.deedbook.loadtest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.deedbook.pipeline..", "io.deedbook.storage..", "io.deedbook.collector..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.deedbook.(**)").should().beFreeOfCycles();
}
