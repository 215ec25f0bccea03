// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page on evidence names a test for every fault: each has to be there under that name. */
class NamedFaultsTest {
    private static final int FAULTS = 35;

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        var sources = Repository.sources("src/test/java");
        var rows = Repository.read(Repository.ROOT.resolve("docs/EVIDENCE.md"))
                .lines()
                .filter(line -> line.matches("\\| [0-9]+ .*"))
                .toList();
        assertThat(rows).hasSize(FAULTS);
        for (var row : rows) {
            var cells = row.split(" \\| ", -1);
            var source = "";
            for (var name : quoted(cells[cells.length - 1])) {
                var dot = name.indexOf('.');
                if (Character.isUpperCase(name.charAt(0))) {
                    var type = dot < 0 ? name : name.substring(0, dot);
                    assertThat(sources).as(row).containsKey(type + ".java");
                    source = sources.getOrDefault(type + ".java", "");
                }
                if (dot >= 0 || Character.isLowerCase(name.charAt(0))) {
                    assertThat(source).as(row).contains("void " + name.substring(dot + 1) + '(');
                }
            }
            assertThat(source).as(row).isNotEmpty();
        }
    }

    private static List<String> quoted(String cell) {
        var pieces = List.of(cell.split("`", -1));
        return IntStream.range(0, pieces.size())
                .filter(position -> position % 2 == 1)
                .mapToObj(pieces::get)
                .toList();
    }
}
