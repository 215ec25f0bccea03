// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.Finding;
import io.deedbook.pipeline.detect.Scanner;
import io.deedbook.pipeline.detect.TokenShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces what is found in one string, until nothing more is found: what stands beside a finding can become one when
 * the finding is gone. JSON stays JSON. Immutable and thread-safe.
 */
final class TextRedactor {
    private static final int PASSES_MAX = 4;
    private static final int TOKENS_OF_WHOLE_MAX = 16;
    /** The type of a value that is masked because of the name that it stands under. */
    private static final String NAMED_SECRET = "password_assignment";

    /** The attributes of all clients have some two hundred names. */
    private static final int NAMES_MAX = 1024;

    private static final int NAME_CHARS_MAX = 64;

    private final Scanner scanner;
    private final KnownTexts cleanNames;
    private final CleanTexts cleanTexts;
    private final Tokens tokens;
    private final boolean maskWhole;

    TextRedactor(Scanner scanner, Tokens tokens, boolean maskWhole) {
        this.scanner = scanner;
        cleanNames = new KnownTexts(
                NAMES_MAX, NAME_CHARS_MAX, name -> scanner.scan(name).isEmpty());
        cleanTexts = new CleanTexts((name, text) ->
                !isSecretUnder(name, text) && scanner.scan(name, text).isEmpty());
        this.tokens = tokens;
        this.maskWhole = maskWhole;
    }

    /** The text with every finding replaced, the same instance when there is none; findings are counted by type. */
    String redact(String text, Map<String, Integer> counts) {
        return redactUnder("", text, counts, 0);
    }

    /** As {@link #redact(String, Map)}, for what is the same in most events; where nothing is found is remembered. */
    String redactName(String name, Map<String, Integer> counts) {
        return cleanNames.contains(name) ? name : redact(name, counts);
    }

    /** As {@link #redact(String, Map)}; {@code name} can make a secret of all of it. */
    String redactUnder(String name, String text, Map<String, Integer> counts) {
        return redactUnder(name, text, counts, 0);
    }

    /** The tokens of what is found, to stand for all of the text; empty when nothing is. */
    Optional<String> wholeIfFound(String text, Map<String, Integer> counts) {
        var findings = scanner.scan(text);
        return findings.isEmpty() ? Optional.empty() : Optional.of(whole(text, findings, counts));
    }

    /** Whether all of the text is one finding of this type. */
    boolean isOne(String type, String text) {
        var findings = scanner.scan(text);
        return findings.size() == 1
                && findings.get(0).type().equals(type)
                && findings.get(0).start() == 0
                && findings.get(0).end() == text.length();
    }

    private String redactUnder(String name, String text, Map<String, Integer> counts, int depth) {
        if (cleanTexts.contains(name, text)) {
            return text;
        }
        if (isSecretUnder(name, text)) {
            counts.merge(NAMED_SECRET, 1, Integer::sum);
            return tokens.token(NAMED_SECRET, text);
        }
        return redact(name, text, counts, depth);
    }

    private static boolean isSecretUnder(String name, String text) {
        return !name.isEmpty() && DetectorEngine.isSecretUnder(name, text);
    }

    private String redact(String name, String original, Map<String, Integer> counts, int depth) {
        var text = original;
        for (var pass = 0; pass < PASSES_MAX; pass++) {
            var findings = scanner.scan(name, text);
            if (findings.isEmpty()) {
                return text;
            }
            if (maskWhole) {
                return whole(text, findings, counts);
            }
            text = replaceIn(text, findings, counts, depth);
        }
        var left = scanner.scan(name, text);
        if (left.isEmpty()) {
            return text;
        }
        var masked = whole(text, left, counts);
        return JsonText.readable(original) > 0 ? '"' + masked + '"' : masked;
    }

    private String replaceIn(String text, List<Finding> findings, Map<String, Integer> counts, int depth) {
        for (var finding : findings) {
            if (tokens.drops(finding.type())) {
                return drop(text, findings, counts);
            }
        }
        var replaced = replace(text, findings, false);
        var readable = depth < JsonText.DEPTH_MAX ? JsonText.readable(text) : 0;
        if (readable > 0 && readable > JsonText.readable(replaced)) {
            replaced = replace(text, findings, true);
            if (readable > JsonText.readable(replaced)) {
                var rewritten = JsonText.replace(
                        text, (name, value, start, end) -> redactUnder(name, value, counts, depth + 1));
                if (!rewritten.equals(text)) {
                    return rewritten;
                }
                replaced = JsonText.replace(
                        text, (name, value, start, end) -> maskTouched(text, findings, value, start, end));
            }
        }
        findings.forEach(finding -> counts.merge(finding.type(), 1, Integer::sum));
        return replaced;
    }

    /** The text without the values in which something is found that takes them with it; others may be left in it. */
    private String drop(String text, List<Finding> findings, Map<String, Integer> counts) {
        var dropped = findings.stream()
                .filter(finding -> tokens.drops(finding.type()))
                .toList();
        var replaced = JsonText.readable(text) == 0
                ? text
                : JsonText.replace(text, (name, value, start, end) -> maskTouched(text, dropped, value, start, end));
        if (!replaced.equals(text)) {
            dropped.forEach(finding -> counts.merge(finding.type(), 1, Integer::sum));
            return replaced;
        }
        var masked = whole(text, dropped, counts);
        return JsonText.readable(text) > 0 ? '"' + masked + '"' : masked;
    }

    /** The token of a finding for all of a value that it touches: it goes over more than one. */
    private String maskTouched(String text, List<Finding> findings, String value, int start, int end) {
        var low = 0;
        for (var high = findings.size(); low < high; ) { // the first finding that ends behind the start
            var middle = (low + high) >>> 1;
            low = findings.get(middle).end() > start ? low : middle + 1;
            high = findings.get(middle).end() > start ? middle : high;
        }
        return low < findings.size() && findings.get(low).start() < end ? token(text, findings.get(low)) : value;
    }

    private String replace(String text, List<Finding> findings, boolean quoteNumbers) {
        var out = new StringBuilder(text.length());
        var copied = 0;
        for (var finding : findings) {
            var quote = quoteNumbers && JsonText.isNumber(text, finding.start(), finding.end()) ? "\"" : "";
            out.append(text, copied, finding.start()).append(quote);
            out.append(token(text, finding)).append(quote);
            copied = finding.end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** The tokens of the findings in place of the text. */
    private String whole(String text, List<Finding> findings, Map<String, Integer> counts) {
        var distinct = new LinkedHashSet<String>();
        for (var finding : findings) {
            counts.merge(finding.type(), 1, Integer::sum);
            if (distinct.size() < TOKENS_OF_WHOLE_MAX) {
                distinct.add(token(text, finding));
            }
        }
        return String.join(" ", distinct);
    }

    private String token(String text, Finding finding) {
        return tokens.token(finding.type(), text.substring(finding.start(), finding.end()));
    }

    /**
     * The text cut to {@code charsMax} units, never inside a token or a pair of surrogates; what the cut brings to
     * light is redacted again.
     */
    String cut(String text, int charsMax, Map<String, Integer> counts) {
        var kept = text;
        while (kept.length() > charsMax) {
            kept = redact(kept.substring(0, lastWholeUnit(kept, charsMax)), counts);
        }
        return kept;
    }

    private static int lastWholeUnit(String text, int charsMax) {
        var from = Math.max(0, charsMax - TokenShape.CHARS_MAX);
        for (var open = text.lastIndexOf('[', charsMax - 1); open >= from; open = text.lastIndexOf('[', open - 1)) {
            if (TokenShape.endAt(text, open) > charsMax) {
                return open;
            }
        }
        return Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    }
}
