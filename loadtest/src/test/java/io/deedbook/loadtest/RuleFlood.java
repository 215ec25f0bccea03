// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.deedbook.pipeline.rule.RuleSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Rules of the shapes that people write, none of which matches the load: looked for in commands, paths, prompts, all
 * content and all text, by parts, expressions, exact values and lists of them.
 */
final class RuleFlood {
    private static final List<String> SHAPES = List.of(
            "command|contains: ['%1$s --wipe', '%1$s-cli delete']",
            "action: shell_command\n    command|re: '%1$s\\s+(purge|drop)\\s'",
            "action: [file_read, file_write]\n    target|endswith: '/%1$s.key'",
            "file_path|contains: '/opt/%1$s/secrets/'",
            "event_type: tool_call\n    command|contains|all: ['%1$s', 'upload']",
            "prompt|contains: ['ignore the %1$s rules', 'reveal %1$s']",
            "content|contains: 'BEGIN %1$s KEY'",
            "connector: '%1$s'\n    operation|startswith: export_",
            "tool_name: 'mcp__%1$s__run'",
            "tool_parameters|contains: '\"%1$s\":'\n    decision: accept",
            "command|re|i: '(curl|wget)[^|]{0,80}%1$s\\.example'",
            "user.email|endswith: '@%1$s.example.org'",
            "keywords:%1$s-marker");

    private RuleFlood() {}

    /** This many rules. */
    static List<RuleSource> sources(int count) {
        var sources = new ArrayList<RuleSource>();
        for (var number = 0; number < count; number++) {
            var word = word(number);
            var shape = SHAPES.get(number % SHAPES.size()).formatted(word);
            var selection = shape.startsWith("keywords:")
                    ? "  selection: ['" + shape.substring("keywords:".length()) + "']\n"
                    : "  selection:\n    " + shape + "\n";
            var id = UUID.nameUUIDFromBytes(word.getBytes(StandardCharsets.UTF_8));
            sources.add(new RuleSource(
                    "flood-" + number + ".yml",
                    "title: Flood " + number + "\nid: " + id + "\nname: flood-" + number
                            + "\nlogsource:\n  product: ai_agent\ndetection:\n" + selection
                            + "  condition: selection\nlevel: high\n"));
        }
        return sources;
    }

    /** A word of pronounceable syllables that no event has in it. */
    private static String word(int number) {
        var consonants = "bdfgklmnprstvz";
        var vowels = "aeiou";
        var word = new StringBuilder();
        var seed = number * 7919 + 104_729;
        for (var syllable = 0; syllable < 4; syllable++) {
            word.append(consonants.charAt(Math.floorMod(seed, consonants.length())));
            seed /= 3;
            word.append(vowels.charAt(Math.floorMod(seed + syllable, vowels.length())));
            seed = seed / 2 + number;
        }
        return word.append(number).toString();
    }
}
