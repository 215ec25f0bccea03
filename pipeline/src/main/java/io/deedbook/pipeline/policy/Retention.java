// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long records are kept.
 *
 * @param contentDays until who and what is erased from a record; empty for as long as the entry is there
 * @param entryDays until the entry itself goes; empty for never
 */
public record Retention(OptionalInt contentDays, OptionalInt entryDays) {
    /** Where a policy says nothing: half a year, and the six years that a log of automated decisions is asked for. */
    public static final Retention STANDARD = new Retention(OptionalInt.of(180), OptionalInt.of(6 * 365));

    /** Nothing goes: where it is not known what should. */
    public static final Retention KEEP = new Retention(OptionalInt.empty(), OptionalInt.empty());

    /** The shortest and the longest times, in days. */
    static final int CONTENT_DAYS_MIN = 1;

    static final int CONTENT_DAYS_MAX = 3_650;
    static final int ENTRY_DAYS_MIN = 180;
    static final int ENTRY_DAYS_MAX = 36_500;

    private static final String NONE = "none";
    private static final int DIGITS_MAX = 5;

    /**
     * What a policy's text says; empty where it says nothing.
     *
     * @throws PolicyException when this version of the program can't read the text
     */
    public static Optional<Retention> of(String document) {
        var errors = new ArrayList<PolicyError>();
        var read = PolicyReader.read(document, errors);
        if (!errors.isEmpty()) {
            throw new PolicyException(errors);
        }
        return read.retention();
    }

    /** The time before which a record must have been received for its content to go; empty for never. */
    public OptionalLong contentCutoffUnixNanos(long nowUnixNanos) {
        return cutoff(contentDays, nowUnixNanos);
    }

    /** The time before which a record must have been received for its entry to go; empty for never. */
    public OptionalLong entryCutoffUnixNanos(long nowUnixNanos) {
        return cutoff(entryDays, nowUnixNanos);
    }

    private static OptionalLong cutoff(OptionalInt days, long nowUnixNanos) {
        return days.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(nowUnixNanos - TimeUnit.DAYS.toNanos(days.getAsInt()));
    }

    static Retention read(PolicyNode node) {
        node.allow("content", "entries");
        var content = days(node, "content", STANDARD.contentDays(), CONTENT_DAYS_MIN, CONTENT_DAYS_MAX);
        var entries = days(node, "entries", STANDARD.entryDays(), ENTRY_DAYS_MIN, ENTRY_DAYS_MAX);
        if (entries.isPresent() && content.isPresent() && content.getAsInt() > entries.getAsInt()) {
            node.refuse("entries", "an entry can't go before its content does");
            return STANDARD;
        }
        return new Retention(content, entries);
    }

    private static OptionalInt days(PolicyNode node, String name, OptionalInt otherwise, int min, int max) {
        if (!node.has(name)) {
            return otherwise;
        }
        var text = node.text(name, "");
        if (text.equals(NONE)) {
            return OptionalInt.empty();
        }
        var days = days(text);
        if (days.isEmpty() || days.get() < min || days.get() > max) {
            node.refuse(name, "it is neither none nor a time of " + min + "d to " + max + "d, such as 180d, 26w or 6y");
            return otherwise;
        }
        return OptionalInt.of(days.get());
    }

    private static Optional<Integer> days(String text) {
        var end = text.length() - 1;
        if (end < 1 || end > DIGITS_MAX || !text.chars().limit(end).allMatch(unit -> unit >= '0' && unit <= '9')) {
            return Optional.empty();
        }
        var number = Integer.parseInt(text.substring(0, end));
        return switch (text.charAt(end)) {
            case 'd' -> Optional.of(number);
            case 'w' -> Optional.of(7 * number);
            case 'y' -> Optional.of(365 * number);
            default -> Optional.empty();
        };
    }

    /** As a policy writes it. */
    public static String text(OptionalInt days) {
        return days.isEmpty() ? NONE : days.getAsInt() + "d";
    }
}
