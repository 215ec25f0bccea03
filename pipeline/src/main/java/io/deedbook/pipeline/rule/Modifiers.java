// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.TextTest.Order;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the bars of {@code field|modifier|modifier}, checked to make sense together. Not written to once
 * it was read.
 *
 * <p>Source: Sigma Modifiers Appendix 2.1.0.
 */
final class Modifiers {
    private static final Map<Kind, String> WORDS = new EnumMap<>(Map.of(
            Kind.CONTAINS, "contains",
            Kind.STARTS_WITH, "startswith",
            Kind.ENDS_WITH, "endswith",
            Kind.REGEX, "re",
            Kind.EXISTS, "exists",
            Kind.CIDR, "cidr",
            Kind.NUMBER, "a comparison"));
    private static final Set<Kind> TEXTUAL = EnumSet.of(Kind.PLAIN, Kind.CONTAINS, Kind.STARTS_WITH, Kind.ENDS_WITH);

    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final List<ValueEncoding> wide = new ArrayList<>();

    private Kind kind = Kind.PLAIN;
    private @Nullable Order order;
    private @Nullable DatePart datePart;
    private @Nullable ValueEncoding base64;
    private int regexFlags;

    /** How values are compared. */
    enum Kind {
        PLAIN,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        REGEX,
        EXISTS,
        NUMBER,
        CIDR
    }

    /** What goes with a kind. */
    enum Flag {
        ALL,
        CASED,
        WINDASH,
        EXPAND,
        FIELDREF,
        NEQ
    }

    private Modifiers() {}

    /** Reads what stands behind the first bar, in order. */
    static Modifiers parse(String[] words, Place place, int line) {
        var modifiers = new Modifiers();
        for (var word : words) {
            modifiers.add(word, place, line);
        }
        modifiers.check(place, line);
        return modifiers;
    }

    /** Keywords are looked for anywhere in a text. */
    static Modifiers ofKeywords(Modifiers written, Place place, int line) {
        if (!Set.of(Kind.PLAIN, Kind.CONTAINS, Kind.REGEX).contains(written.kind)
                || written.has(Flag.FIELDREF)
                || written.datePart != null) {
            throw place.refuse(
                    line, "keywords take the modifiers all, cased, contains, expand, re, windash and encodings only");
        }
        if (written.kind == Kind.PLAIN) {
            written.kind = Kind.CONTAINS;
        }
        return written;
    }

    private void add(String word, Place place, int line) {
        switch (word) {
            case "contains" -> kind(Kind.CONTAINS, null, place, line);
            case "startswith" -> kind(Kind.STARTS_WITH, null, place, line);
            case "endswith" -> kind(Kind.ENDS_WITH, null, place, line);
            case "re" -> kind(Kind.REGEX, null, place, line);
            case "exists" -> kind(Kind.EXISTS, null, place, line);
            case "cidr" -> kind(Kind.CIDR, null, place, line);
            case "gt" -> kind(Kind.NUMBER, Order.GREATER, place, line);
            case "gte" -> kind(Kind.NUMBER, Order.GREATER_OR_EQUAL, place, line);
            case "lt" -> kind(Kind.NUMBER, Order.LESS, place, line);
            case "lte" -> kind(Kind.NUMBER, Order.LESS_OR_EQUAL, place, line);
            case "all" -> flags.add(Flag.ALL);
            case "cased" -> flags.add(Flag.CASED);
            case "windash" -> flags.add(Flag.WINDASH);
            case "expand" -> flags.add(Flag.EXPAND);
            case "fieldref" -> flags.add(Flag.FIELDREF);
            case "neq" -> flags.add(Flag.NEQ);
            case "i" -> regexFlag(com.google.re2j.Pattern.CASE_INSENSITIVE, word, place, line);
            case "m" -> regexFlag(com.google.re2j.Pattern.MULTILINE, word, place, line);
            case "s" -> regexFlag(com.google.re2j.Pattern.DOTALL, word, place, line);
            case "wide", "utf16le" -> encoding(ValueEncoding.UTF16LE, place, line);
            case "utf16be" -> encoding(ValueEncoding.UTF16BE, place, line);
            case "utf16" -> encoding(ValueEncoding.UTF16, place, line);
            case "base64" -> encoding(ValueEncoding.BASE64, place, line);
            case "base64offset" -> encoding(ValueEncoding.BASE64OFFSET, place, line);
            case "minute" -> datePart = DatePart.MINUTE;
            case "hour" -> datePart = DatePart.HOUR;
            case "day" -> datePart = DatePart.DAY;
            case "week" -> datePart = DatePart.WEEK;
            case "month" -> datePart = DatePart.MONTH;
            case "year" -> datePart = DatePart.YEAR;
            default -> throw place.unsupported(line, "the modifier '" + word + "'");
        }
    }

    private void kind(Kind next, @Nullable Order nextOrder, Place place, int line) {
        if (kind != Kind.PLAIN) {
            throw place.refuse(
                    line, "the modifiers " + WORDS.get(kind) + " and " + WORDS.get(next) + " exclude each other");
        }
        kind = next;
        order = nextOrder;
    }

    private void regexFlag(int flag, String word, Place place, int line) {
        if (kind != Kind.REGEX) {
            throw place.refuse(line, "the modifier '" + word + "' stands only after re");
        }
        regexFlags |= flag;
    }

    private void encoding(ValueEncoding next, Place place, int line) {
        if (base64 != null) {
            throw place.refuse(line, "no encoding follows on base64 or base64offset");
        }
        if (next.isWide()) {
            wide.add(next);
        } else {
            base64 = next;
        }
    }

    private void check(Place place, int line) {
        var textual = TEXTUAL.contains(kind) && datePart == null;
        var encoded = base64 != null || !wide.isEmpty();
        if ((has(Flag.CASED) || has(Flag.WINDASH) || encoded || has(Flag.FIELDREF)) && !textual) {
            throw place.refuse(
                    line,
                    "the modifiers cased, windash, fieldref and encodings do not go with "
                            + (datePart == null ? WORDS.get(kind) : "a part of a date"));
        }
        if (datePart != null && kind != Kind.PLAIN && kind != Kind.NUMBER) {
            throw place.refuse(line, "a part of a date does not go with " + WORDS.get(kind));
        }
        if (has(Flag.ALL) && (kind == Kind.EXISTS || kind == Kind.NUMBER || kind == Kind.CIDR)) {
            throw place.refuse(line, "the modifier all does not go with " + WORDS.get(kind));
        }
        if (has(Flag.EXPAND) && (kind == Kind.EXISTS || kind == Kind.NUMBER || has(Flag.FIELDREF))) {
            throw place.refuse(line, "the modifier expand goes with values only");
        }
        if (has(Flag.NEQ) && kind == Kind.EXISTS) {
            throw place.refuse(line, "the modifier neq does not go with exists");
        }
        if (!wide.isEmpty() && base64 == null) {
            place.notice(
                    line, "the modifier wide is ignored: the text of records is not UTF-16 (it counts before base64)");
        }
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }

    Kind kind() {
        return kind;
    }

    /** For {@link Kind#NUMBER} which comparison; equal where none is written. */
    Order order() {
        return order == null ? Order.EQUAL : order;
    }

    @Nullable
    DatePart datePart() {
        return datePart;
    }

    /** For {@link Kind#REGEX} what {@code i}, {@code m} and {@code s} switch on, RE2/J's numbers. */
    int regexFlags() {
        return regexFlags;
    }

    /** The values in which {@code plain} may stand in a text. */
    List<String> encode(String plain) {
        return base64 == null
                ? List.of(plain)
                : ValueEncoding.base64(plain, wide, base64 == ValueEncoding.BASE64OFFSET);
    }

    boolean encodes() {
        return base64 != null;
    }

    /** Whether texts are compared as they are: regular expressions carry their own flag. */
    boolean comparesAsIs() {
        return has(Flag.CASED) || kind == Kind.REGEX;
    }
}
