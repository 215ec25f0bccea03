// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.config.LedgerSettings;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code docs/operations} against a collector that runs: what they name is there. */
class OperationsFilesIT {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path OPERATIONS = DOCS.resolve("operations");
    private static final Pattern NAME = Pattern.compile("\\b(deedbook|jvm|process|system)_[a-z0-9_]+");
    private static final long SHOWN_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir
    Path dataDir;

    @TempDir
    Path files;

    @Test
    void everyMetricOfDashboardAndRules_isShownByARunningCollector() throws Exception {
        var named = new TreeSet<String>();
        dashboardExpressions().forEach(expression -> named.addAll(names(expression)));
        named.addAll(namedByRules());
        assertThat(named).hasSizeGreaterThan(40);
        try (var collector =
                TestCollector.start(dataDir, LedgerSettings.standard().withWitnessPolicy(witnesses()))) {
            var client = collector.client();
            assertThat(client.sendLogs(NumberedExport.logs("export", 3))).isEqualTo(200);
            // what has to happen first, such as a checkpoint, happens within moments
            var missing = new TreeSet<>(named);
            var begin = System.nanoTime();
            while (!missing.isEmpty() && System.nanoTime() - begin < SHOWN_NANOS_MAX) {
                missing.removeAll(new ShownMetrics(client.get("/metrics").body()).names());
                LockSupport.parkNanos(missing.isEmpty() ? 0 : PAUSE_NANOS);
            }
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void everyLagOfACollector_hasAnAlert() throws Exception {
        try (var collector = TestCollector.start(dataDir)) {
            var lags = new ShownMetrics(collector.client().get("/metrics").body())
                    .names().stream().filter(name -> name.endsWith("_lag")).toList();
            assertThat(lags).hasSizeGreaterThan(1);
            assertThat(namedByRules()).containsAll(lags);
        }
    }

    @Test
    void dashboard_canBeImported() throws Exception {
        var dashboard = dashboard();
        assertThat(dashboard.getString("title")).isNotBlank();
        assertThat(dashboard.getString("uid")).hasSizeLessThanOrEqualTo(40);
        assertThat(dashboard.getInteger("schemaVersion")).isPositive();
        var ids = new HashSet<Integer>();
        for (var panel : dashboard.getJsonArray("panels").stream()
                .map(JsonObject.class::cast)
                .toList()) {
            assertThat(ids.add(panel.getInteger("id"))).isTrue();
            assertThat(panel.getString("title")).isNotBlank();
            var place = panel.getJsonObject("gridPos");
            assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(24);
        }
    }

    @Test
    void everyAlert_hasItsSectionInTheRunbook() throws Exception {
        var sections = Files.readAllLines(DOCS.resolve("OPERATIONS.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        for (var rule : rules()) {
            var name = String.valueOf(rule.get("alert"));
            assertThat(sections).contains(name);
            assertThat(map(rule, "labels").get("severity")).isIn("page", "ticket");
            assertThat(map(rule, "annotations"))
                    .containsKeys("summary", "description")
                    .containsEntry("runbook", "docs/OPERATIONS.md#" + name.toLowerCase(Locale.ROOT));
        }
        assertThat(rules())
                .extracting(rule -> String.valueOf(rule.get("alert")))
                .containsAll(sections.stream()
                        .filter(section -> section.startsWith("Deedbook"))
                        .toList());
    }

    @Test
    void scrapeConfiguration_namesTheRulesThatAreThere() throws Exception {
        var configuration = (Map<?, ?>) yaml("prometheus.yml");
        for (var file : (List<?>) configuration.get("rule_files")) {
            assertThat(OPERATIONS.resolve(String.valueOf(file))).exists();
        }
        assertThat(configuration.get("scrape_configs").toString()).contains("job_name=deedbook");
        assertThat((Map<?, ?>) yaml("kubernetes.yml")).isNotEmpty();
    }

    /** One that is never there: it is asked, and that is counted. */
    private Path witnesses() throws Exception {
        var cosigner = Cosigner.of(
                KeyType.COSIGNATURE_ED25519, "witness.example.com/w", Cosigner.newSecret(new SecureRandom()));
        return Files.writeString(
                files.resolve("witnesses.txt"), "witness w " + cosigner.vkey() + " http://127.0.0.1:1\nquorum w\n");
    }

    private static Set<String> names(String expression) {
        return NAME.matcher(expression).results().map(found -> found.group()).collect(Collectors.toSet());
    }

    private static JsonObject dashboard() throws Exception {
        return new JsonObject(Files.readString(OPERATIONS.resolve("grafana-dashboard.json")));
    }

    private static List<String> dashboardExpressions() throws Exception {
        return dashboard().getJsonArray("panels").stream()
                .map(JsonObject.class::cast)
                .filter(panel -> panel.containsKey("targets"))
                .flatMap(panel -> panel.getJsonArray("targets").stream())
                .map(target -> ((JsonObject) target).getString("expr"))
                .toList();
    }

    private static List<Map<?, ?>> rules() throws Exception {
        var groups = (List<?>) ((Map<?, ?>) yaml("alerts.yml")).get("groups");
        return groups.stream()
                .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
                .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
                .toList();
    }

    private static Set<String> namedByRules() throws Exception {
        return rules().stream()
                .flatMap(rule -> names(String.valueOf(rule.get("expr"))).stream())
                .collect(Collectors.toSet());
    }

    private static Map<String, String> map(Map<?, ?> rule, String key) {
        return ((Map<?, ?>) rule.get(key))
                .entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }

    private static Object yaml(String name) throws Exception {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(OPERATIONS.resolve(name)));
    }
}
