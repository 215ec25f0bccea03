// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One rule or control file before it is read.
 *
 * @param name what errors call it and what orders the files, such as {@code rules/secret-in-content.yml}
 * @param text YAML, at most {@link #CHARS_MAX}
 */
public record RuleSource(String name, String text) {
    /** The largest file in UTF-16 units. */
    public static final int CHARS_MAX = 262_144;

    private static final int NAME_CHARS_MAX = 256;
    private static final List<String> LISTS = List.of("pack.txt", "correlations.txt");

    public RuleSource {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "name: " + name.length() + " characters (expected: 1.." + NAME_CHARS_MAX + ")");
        }
        if (text.length() > CHARS_MAX) {
            throw new RuleException(name, 0, "", "larger than " + CHARS_MAX + " characters");
        }
    }

    /** The rules, controls and correlations that come with Deedbook, in the order of their names. */
    public static List<RuleSource> builtIn() {
        var sources = new ArrayList<RuleSource>();
        for (var list : LISTS) {
            for (var name : resource(list).split("\n", -1)) {
                if (!name.isBlank()) {
                    sources.add(new RuleSource(name.strip(), resource(name.strip())));
                }
            }
        }
        sources.sort(Comparator.comparing(RuleSource::name));
        return List.copyOf(sources);
    }

    private static String resource(String name) {
        try (var stream = RuleSource.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource: " + name + " (expected: in the jar)");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
