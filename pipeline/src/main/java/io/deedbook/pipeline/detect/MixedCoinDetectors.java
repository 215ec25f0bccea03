// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;
import static io.deedbook.pipeline.detect.Category.CRYPTO;

import io.deedbook.pipeline.detect.Trigger.Mixed;
import java.util.List;

/**
 * The definitions of what finds addresses and keys of money chains that begin with a letter, wherever they stand: most
 * are known by four check bytes, the others by the head of their column or a word.
 */
final class MixedCoinDetectors {
    private static final String BASE58 = "[1-9A-HJ-NP-Za-km-z]";
    private static final int HASH_BYTES = 20;
    private static final int KEY_BYTES = 32;
    /** Fewer addresses than one in ten thousand have no digit among so many signs. */
    private static final int LETTERS_MAX = 32;

    private static final String[] SOLANA_WORDS = {
        "solana", "sol", "phantom", "sol wallet", "sol address", "spl token", "solana wallet", "solana address"
    };

    private MixedCoinDetectors() {}

    static List<Detector> all() {
        return List.of(
                checked("dogecoin_address", CRYPTO, "D", 34, HASH_BYTES + 1, 30)
                        .matches(
                                "DUEZHuTBbP9HRKrgWo9vRfvEqkk7zkeQSj",
                                "\u00abDANmkto7xsGA5ySXfBCxjWN4sZfYC2x52f\u00bb,x")
                        .rejects("DUEZHuTBbP9HRKrgWo9vRfvEqkk7zkeQSk")
                        .on(trigger("D", 34)),
                checked("tron_address", CRYPTO, "T", 34, HASH_BYTES + 1, 65)
                        .matches(
                                "TJb2jYZhEk74yQkadsJrDR5EvTRB2KGFjr",
                                "\u00abTCxN35JRJC5d2PxYhvAWK2oQXJ3zZcGjjp\u00bb,x")
                        .rejects("TJb2jYZhEk74yQkadsJrDR5EvTRB2KGFjs")
                        .on(trigger("T", 34)),
                checked("litecoin_address", CRYPTO, "LM", 34, HASH_BYTES + 1, 48, 50)
                        .matches(
                                "LKjVs9R1vYtFfrWjetSA47fevQCkph6Kuf",
                                "\u00abMS5Dtg4hhTaktHmSr1ti5BK8bCPwh4XBUQ\u00bb,x")
                        .rejects("LKjVs9R1vYtFfrWjetSA47fevQCkph6Kug")
                        .on(trigger("LM", 34)),
                checked("crypto_private_key", CREDENTIAL, "KL", 52, KEY_BYTES + 2, 0x80)
                        .matches("KwMGNg6KbyJPmktRXMBWc7wU92SbQWcW" + "m84oZis85JhcMz5iRx3e")
                        .rejects("KwMGNg6KbyJPmktRXMBWc7wU92SbQWcW" + "m84oZis85JhcMz5iRx3f")
                        .on(trigger("KL", 52)),
                solana().on(trigger("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 43)),
                solana().on(Trigger.Digits.of("", 1, DigitGroups.LENGTH_MAX, 1, 1)
                        // more digits are not counted, and 43 of them may be an address too
                        .opening(Opening.word(DigitGroups.LENGTH_MAX))
                        .when((text, start, end) -> Base58.BITCOIN.reaches(text, start, 43))));
    }

    private static DetectorBuilder checked(
            String type, Category category, String firsts, int chars, int bytes, int... versions) {
        return Detector.of(type, category)
                .pattern("[" + firsts + "]" + BASE58 + "{" + (chars - 1) + "}", 0, chars + 1)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) ->
                        isMixed(text, start) && Base58.BITCOIN.isChecked(text.substring(start, end), bytes, versions)
                                ? new Span(start, end)
                                : null);
    }

    /** It has no check bytes: a word must say what it is. */
    private static DetectorBuilder solana() {
        return Detector.of("solana_address", CRYPTO)
                .reference("https://solana.com/docs/core/accounts")
                .confidence(Confidence.LOW)
                .near(SOLANA_WORDS)
                .notNear("signature", "tx", "hash", "transaction", "mint")
                .pattern(BASE58 + "{43,44}", 0, 45)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> {
                    var bytes = Base58.BITCOIN.decode(text.substring(start, end));
                    var fits = bytes != null && bytes.length == KEY_BYTES && !Placeholder.standsAt(text, start, end);
                    return fits && isMixed(text, start) ? new Span(start, end) : null;
                });
    }

    private static Mixed trigger(String firsts, int chars) {
        return new Mixed(firsts, LETTERS_MAX, chars, (text, start, end) -> Base58.BITCOIN.reaches(text, start, chars));
    }

    /** Whether a digit stands among the first signs, as the trigger needs it. */
    private static boolean isMixed(String text, int start) {
        for (var index = start; index <= start + LETTERS_MAX && index < text.length(); index++) {
            if (Ascii.isDigit(text.charAt(index))) {
                return true;
            }
        }
        return false;
    }
}
