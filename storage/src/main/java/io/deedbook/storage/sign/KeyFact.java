// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link KeyEntry} said, which outlives it: the entry that says that whole entries were removed repeats all key
 * entries among them, or nothing would lead from key to key any more.
 *
 * @param index of the key entry
 * @param event one of {@link KeyEntry}'s
 * @param contentJson its content part, canonical JSON and so without line feeds
 */
public record KeyFact(long index, String event, String contentJson) {
    /** The member of the removal's content that has them, as text with a line each. */
    public static final String MEMBER = "keys";

    /** More than the keys that a log may have need. */
    public static final int FACTS_MAX = 3 * KeyDirectory.KEYS_MAX;

    /** The text that {@link #parse} reads. */
    public static String format(List<KeyFact> facts) {
        var text = new StringBuilder();
        facts.stream()
                .limit(FACTS_MAX)
                .forEach(fact -> text.append(fact.index)
                        .append(' ')
                        .append(fact.event)
                        .append(' ')
                        .append(fact.contentJson)
                        .append('\n'));
        return text.toString();
    }

    /** The facts, up to the first that is none. */
    public static List<KeyFact> parse(String text) {
        var facts = new ArrayList<KeyFact>();
        for (var line : text.split("\n", FACTS_MAX + 1)) {
            var words = line.split(" ", 3);
            if (words.length < 3 || facts.size() == FACTS_MAX) {
                break;
            }
            try {
                facts.add(new KeyFact(Long.parseLong(words[0]), words[1], words[2]));
            } catch (NumberFormatException e) {
                break;
            }
        }
        return facts;
    }
}
