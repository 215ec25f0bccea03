// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the pages name and link to is there. */
class PagesTest {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");
    /** A name of two words at least, maybe with a member: one word can be anything. */
    private static final Pattern TYPE_NAMED = Pattern.compile("([A-Z][a-z0-9]+[A-Z]\\w*)(?:[.#](\\w+))?(?:\\(.*\\))?");

    /** These are about words of other people: tools of agents, fields of rules, numbers of passports. */
    private static final Set<String> PAGES_OF_OTHER_WORDS = Set.of("DETECTORS.md", "EVENTS.md", "RULES.md");

    private static final Set<String> OTHER_WORDS = Set.of("CopyManager", "LimitNOFILE", "WalSync");

    @Test
    void everyClassThatAPageNamesIsThere() throws IOException {
        var sources = new HashMap<String, String>();
        for (var folder : List.of("src/main/java", "src/test/java")) {
            sources.putAll(Repository.sources(folder));
        }
        var types = sources.values().stream()
                .flatMap(source -> TYPE.matcher(source).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
        for (var page : Repository.pages()) {
            if (PAGES_OF_OTHER_WORDS.contains(page.getFileName().toString())) {
                continue;
            }
            var text = FENCED.matcher(Repository.read(page)).replaceAll("");
            for (var code : CODE.matcher(text).results().toList()) {
                var named = TYPE_NAMED.matcher(code.group(1));
                if (named.matches() && !OTHER_WORDS.contains(named.group(1))) {
                    assertThat(types).as("%s: %s", page, code.group()).contains(named.group(1));
                    var member = named.group(2);
                    var source = sources.get(named.group(1) + ".java");
                    if (member != null && source != null) {
                        assertThat(source).as("%s: %s", page, code.group()).containsPattern("\\b" + member + "\\b");
                    }
                }
            }
        }
    }

    @Test
    void everyLinkOfAPageLeadsSomewhere() throws IOException {
        for (var page : Repository.pages()) {
            var text = FENCED.matcher(Repository.read(page)).replaceAll("");
            for (var link :
                    LINK.matcher(CODE.matcher(text).replaceAll("")).results().toList()) {
                var target = link.group(1);
                if (!target.matches("[a-z]+:.*")) {
                    check(page, target);
                }
            }
        }
    }

    private static void check(Path page, String target) {
        var mark = target.indexOf('#');
        var path = mark < 0 ? target : target.substring(0, mark);
        var file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        assertThat(file).as("%s: %s", page, target).exists();
        if (mark >= 0) {
            var anchors = HEADING.matcher(Repository.read(file)).results().map(heading -> anchor(heading.group(1)));
            assertThat(anchors).as("%s: %s", page, target).contains(target.substring(mark + 1));
        }
    }

    /** As GitHub makes them of headings. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }
}
