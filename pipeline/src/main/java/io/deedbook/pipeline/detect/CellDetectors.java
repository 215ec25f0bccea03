// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;
import static io.deedbook.pipeline.detect.Category.FINANCIAL;

import io.deedbook.pipeline.detect.Trigger.Beside;
import java.util.List;

/**
 * The definitions of what finds, alone in a cell, what has no beginning of its own: the head of its column says what it
 * is.
 */
final class CellDetectors {
    private static final int BIC_CHARS = 8;
    private static final int BRANCH_CHARS = 11;
    private static final int HEX_KEY_DIGITS = 64;
    private static final int PHRASE_WORDS_MIN = 12;
    private static final int WORD_LETTERS_MIN = 3;
    private static final int WORD_LETTERS_MAX = 8;

    private CellDetectors() {}

    static List<Detector> all() {
        return List.of(bic(), phrase(), hexKey());
    }

    private static Detector bic() {
        return Detector.of("swift_bic", FINANCIAL)
                .reference("https://www.iso9362.org/isobic/overview.html")
                .confidence(Confidence.LOW)
                .rejects("DEUTXXFF", "deutdeff", "DEUTDEFF50")
                .onlyNear("bic", "swift", "bic code", "swift code", "swift bic")
                .notNear(OtherFields.than("bic", "swift"))
                .pattern("[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", 0, BRANCH_CHARS)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> Countries.isCountry(text.substring(start + 4, start + 6))
                        ? Cell.validate(text, start, end)
                        : null)
                .on(new Beside(List.of("bic", "swift"), CellDetectors::isBicAhead));
    }

    private static boolean isBicAhead(String text, int start, int ignored) {
        var end = start;
        while (end < text.length() && end - start <= BRANCH_CHARS && isCapitalOrDigit(text.charAt(end))) {
            end++;
        }
        return end - start == BIC_CHARS || end - start == BRANCH_CHARS;
    }

    private static boolean isCapitalOrDigit(char unit) {
        return (unit >= 'A' && unit <= 'Z') || Ascii.isDigit(unit);
    }

    private static Detector phrase() {
        return Detector.of("crypto_seed_phrase", CREDENTIAL)
                .reference("https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki")
                .confidence(Confidence.LOW)
                .matches(",\u00ablegal winner thank year wave sausage worth useful legal winner thank yellow\u00bb,")
                .rejects(
                        "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo",
                        "write down the words and keep them where nobody can find them ever again")
                .onlyNear(
                        "mnemonic",
                        "seed",
                        "seed phrase",
                        "seed words",
                        "recovery phrase",
                        "backup phrase",
                        "secret phrase")
                .pattern("[a-z]{3,8}(?: [a-z]{3,8}){11,23}", 0, 224)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> {
                    var phrase = CryptoDetectors.phrase(text, start, end);
                    return phrase != null && phrase.end() == end ? Cell.validate(text, start, end) : null;
                })
                .on(new Beside(
                        List.of("mnemonic", "seed", "recovery", "backup", "secret"), CellDetectors::isPhraseAhead));
    }

    /** Whether as many small words follow as the shortest phrase has. */
    private static boolean isPhraseAhead(String text, int start, int ignored) {
        if (start > 0 && Ascii.isAlphanumeric(text.charAt(start - 1)) && !Ascii.endsEscape(text, start)) {
            return false;
        }
        var index = start;
        for (var count = 1; count <= PHRASE_WORDS_MIN; count++) {
            var end = index;
            while (end < text.length()
                    && end - index <= WORD_LETTERS_MAX
                    && text.charAt(end) >= 'a'
                    && text.charAt(end) <= 'z') {
                end++;
            }
            var fits = end - index >= WORD_LETTERS_MIN && end - index <= WORD_LETTERS_MAX;
            if (!fits || (count < PHRASE_WORDS_MIN && !text.startsWith(" ", end))) {
                return false;
            }
            index = end + 1;
        }
        return true;
    }

    private static Detector hexKey() {
        return Detector.of("crypto_private_key", CREDENTIAL)
                .reference("https://en.bitcoin.it/wiki/Private_key")
                .confidence(Confidence.LOW)
                .matches(
                        ",\u00ab0x" + Sample.hex(HEX_KEY_DIGITS) + "\u00bb,",
                        "|\u00ab" + Sample.hex(HEX_KEY_DIGITS) + "\u00bb|")
                .rejects("0x" + Sample.hex(40), Sample.hex(63))
                .onlyNear("private key", "priv key", "privkey", "wallet key", "signer key")
                .notNear("sha256", "hash", "digest", "checksum", "public key")
                .pattern("(?:0x)?[0-9A-Fa-f]{64}", 0, HEX_KEY_DIGITS + 2)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) ->
                        Placeholder.standsAt(text, start, end) ? null : Cell.validate(text, start, end))
                .on(new Beside(List.of("priv", "wallet", "signer"), CellDetectors::isHexAhead));
    }

    private static boolean isHexAhead(String text, int start, int ignored) {
        var from = text.startsWith("0x", start) ? start + 2 : start;
        if (from + HEX_KEY_DIGITS > text.length() || (start > 0 && Ascii.isAlphanumeric(text.charAt(start - 1)))) {
            return false;
        }
        var index = from;
        while (index < from + HEX_KEY_DIGITS && Ascii.isHex(text.charAt(index))) {
            index++;
        }
        return index == from + HEX_KEY_DIGITS;
    }
}
