// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.RecordDraft;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The built-in files, their list and their documentation say the same. */
class BuiltInPackTest {
    /** All built-in rules, also that which is loaded only where a policy has a list. */
    private static final RuleSet BUILT_IN =
            RuleSet.of(RuleSource.builtIn(), Map.of("approved_mcp_servers", List.of("crm")));

    @Test
    void list_namesEveryFile() throws IOException, URISyntaxException {
        var root = Path.of(RuleSource.class.getResource("pack.txt").toURI()).getParent();
        try (Stream<Path> files = Files.walk(root)) {
            var names = files.filter(file -> file.toString().endsWith(".yml"))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();

            assertThat(RuleSource.builtIn()).extracting(RuleSource::name).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void rules_areWholeAndNamedAsTheirFiles() {
        var files = RuleSource.builtIn().stream()
                .map(RuleSource::name)
                .filter(name -> name.startsWith("rules/"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".yml".length()))
                .toList();

        assertThat(BUILT_IN.rules()).extracting(Rule::slug).containsExactlyElementsOf(files);
        assertThat(BUILT_IN.rules()).allSatisfy(rule -> {
            assertThat(rule.description()).hasSizeGreaterThan(40);
            assertThat(rule.references()).isNotEmpty().allMatch(link -> link.startsWith("https://"));
            assertThat(rule.falsePositives()).isNotEmpty();
            assertThat(rule.controls()).isNotEmpty();
        });
        for (var source : RuleSource.builtIn()) {
            if (source.name().startsWith("rules/")) {
                assertThat(source.text()).contains("\nauthor: Deedbook\n", "\nstatus: stable\n", "\nlevel: ");
            }
        }
    }

    @Test
    void documentation_listsEveryRuleAndEveryControl() throws IOException {
        var text = Files.readString(Path.of("..", "docs", "RULES.md"));
        var rows = text.lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.groupingBy(line -> line.substring(3, line.indexOf('`', 3))));

        for (var rule : BUILT_IN.rules()) {
            var start = "| `" + rule.slug() + "` | " + rule.level().wireName() + " | " + rule.title() + " |";
            assertThat(rows.get(rule.slug()))
                    .as(rule.slug())
                    .singleElement()
                    .satisfies(row -> assertThat(row).startsWith(start));
        }
        for (var framework : BUILT_IN.frameworks()) {
            var row = rows.get(framework.id());
            assertThat(row).as(framework.id()).hasSize(1);
            assertThat(row.get(0)).contains("| " + framework.title() + " |");
            assertThat(List.of(row.get(0).split("[|,]", -1)))
                    .map(String::strip)
                    .containsAll(framework.controls().keySet());
        }
    }

    @Test
    void documentation_showsARuleThatCompiles() throws IOException {
        var text = Files.readString(Path.of("..", "docs", "RULES.md"));
        var start = text.indexOf("```yaml\ntitle:") + "```yaml\n".length();
        var sources = Stream.concat(
                        RuleSource.builtIn().stream(),
                        Stream.of(new RuleSource("example.yml", text.substring(start, text.indexOf("```", start)))))
                .toList();

        var rules = RuleSet.of(sources);

        assertThat(rules.rules()).extracting(Rule::slug).contains("crm-read-by-contractors");
        rules.judge(new RecordDraft(1, 1));
    }
}
