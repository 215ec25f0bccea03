// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CONTACT;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address behind a label that says so: the rest of the line, in whatever way the country writes it, when it has the
 * words and the number of one.
 */
final class LabelledAddress {
    private static final String VALUE = "[^\n\r\t\"|<>{}=@\\\\;:*\\x{3002}\\x{ff1b}]{8,140}";
    private static final int VALUE_CHARS_MAX = 160;
    /** What may follow the word, such as the number of the line. */
    private static final String NOUN = "(?:se|es)?(?:[ _-]?line)?[ _-]?[12]?(?: \\([a-z ]{1,16}\\))?";

    private static final int WORD_LETTERS_MIN = 3;
    private static final int NAMES_MIN = 2;
    private static final int OTHER_LETTERS_MIN = 4;
    private static final int DIGITS_MAX = 24;
    private static final int OWNER_UNITS_MAX = 12;
    /** Whose address it is when it is none of a house. */
    private static final List<String> OWNERS = List.of(
            "ip",
            "mac",
            "mail",
            "email",
            "wallet",
            "bitcoin",
            "btc",
            "eth",
            "ethereum",
            "contract",
            "memory",
            "web",
            "server",
            "bind",
            "listen",
            "network",
            "gateway",
            "base",
            "physical",
            "virtual",
            "remote",
            "local",
            "dest",
            "source",
            "deposit",
            "coin",
            "token",
            "return",
            "doge",
            "dogecoin",
            "ltc",
            "litecoin",
            "sol",
            "solana",
            "xrp",
            "tron",
            "to",
            "from");

    private LabelledAddress() {}

    static Detector detector() {
        var definition = Detector.of("postal_address", CONTACT)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Address: \u00abBlk 412 Ang Mo Kio Avenue 10 #08-1152, Singapore 560412\u00bb",
                        "\"homeAddress\": \"\u00abJl. Kenanga No. 8, Bandung 40115\u00bb\"",
                        "Adresse : \u00abAm Bach 7, 88212 Ravensburg\u00bb, Telefon: x",
                        "Indirizzo: \u00abFrazione Colle 3, 12051 Alba\u00bb. Segue lettera")
                .rejects(
                        "IP address: 10 Local Hosts",
                        "email address: Jane Doe 42",
                        "address: 0x7ffe00001234",
                        "Address: to be confirmed in 2 weeks");
        return Label.of("address", "anschrift", "indirizzo", "direccion", "domicilio", "endereco", "adres", "alamat")
                .withSign()
                .before(definition, NOUN, VALUE, VALUE_CHARS_MAX, LabelledAddress::validate);
    }

    private static @Nullable Span validate(String text, int start, int end) {
        if (isOfSomethingElse(text, start)) {
            return null;
        }
        var last = endOfAddress(text, start, end);
        var digits = 0;
        var others = 0;
        var names = 0;
        var spaces = 0;
        for (var index = start; index < last; index++) {
            var unit = text.charAt(index);
            digits += Character.isDigit(unit) ? 1 : 0;
            others += Character.isLetter(unit) && Words.isUnspaced(unit) ? 1 : 0;
            spaces += unit == ' ' || unit == ',' ? 1 : 0;
            names += Character.isUpperCase(unit) && isWord(text, index, last) ? 1 : 0;
        }
        var isNamed = (names >= NAMES_MIN && spaces > 0) || others >= OTHER_LETTERS_MIN;
        return isNamed && digits > 0 && digits <= DIGITS_MAX ? new Span(start, last) : null;
    }

    private static boolean isWord(String text, int start, int end) {
        var index = start;
        while (index < end && Character.isLetter(text.charAt(index))) {
            index++;
        }
        return index - start >= WORD_LETTERS_MIN && (start == 0 || !Character.isLetter(text.charAt(start - 1)));
    }

    /** Ends it before a sentence, a gap, the name of another field, and the quote that the text stands in. */
    private static int endOfAddress(String text, int start, int end) {
        var last = end;
        for (var index = start + WORD_LETTERS_MIN + 1; index < last - 1; index++) {
            var gap = text.charAt(index) == ' ' && text.charAt(index + 1) == ' ';
            var sentence = text.charAt(index) == '.'
                    && text.charAt(index + 1) == ' '
                    && isLongWord(text, index)
                    && index + 2 < last
                    && Character.isUpperCase(text.charAt(index + 2));
            var quote = text.charAt(index) == '\'' && " ,)]}".indexOf(text.charAt(index + 1)) >= 0;
            if (gap || sentence || quote) {
                last = index;
            }
        }
        if (last == end && end < text.length() && ":=".indexOf(text.charAt(end)) >= 0) {
            last = Math.max(start, text.lastIndexOf(',', end));
        }
        for (var comma = text.lastIndexOf(", ", last - 2);
                comma > start
                        && comma + 2 < text.length()
                        && Character.isLowerCase(text.charAt(comma + 2))
                        && !hasDigit(text, comma, last);
                comma = text.lastIndexOf(", ", comma - 1)) {
            last = comma;
        }
        while (last > start && " ,.'/)".indexOf(text.charAt(last - 1)) >= 0) {
            last--;
        }
        return last;
    }

    private static boolean hasDigit(String text, int start, int end) {
        var index = start;
        while (index < end && !Ascii.isDigit(text.charAt(index))) {
            index++;
        }
        return index < end;
    }

    /** Whether what ends here is no abbreviation. */
    private static boolean isLongWord(String text, int end) {
        for (var index = end - 1; index >= end - WORD_LETTERS_MIN - 1; index--) {
            if (!Ascii.isAlphanumeric(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the word before the label says that it is the address of a machine, a mailbox or an account. */
    private static boolean isOfSomethingElse(String text, int start) {
        var from = Math.max(0, start - OWNER_UNITS_MAX - VALUE_CHARS_MAX);
        var label = lastLabel(text, from, start);
        var words = Words.of(text, Math.max(0, label - OWNER_UNITS_MAX), label).trim();
        var owner = words.substring(words.lastIndexOf(' ') + 1);
        return OWNERS.contains(owner);
    }

    /** Where the label begins: behind the last letters before the value. */
    private static int lastLabel(String text, int from, int start) {
        for (var index = start - 2; index >= from; index--) {
            for (var label : List.of(
                    "addr", "anschrift", "indirizzo", "direccion", "domicilio", "endereco", "adres", "alamat")) {
                if (text.regionMatches(true, index, label, 0, label.length())) {
                    return index;
                }
            }
        }
        return start;
    }
}
