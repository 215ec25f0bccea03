// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The encodings of a value in which it may stand in a text.
 *
 * <p>Source: Sigma Modifiers Appendix 2.1.0, "Encoding".
 */
enum ValueEncoding {
    UTF16LE,
    UTF16BE,
    UTF16,
    BASE64,
    BASE64OFFSET;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int SHIFTS = 3;
    /** How many characters at the beginning depend on what stands before the value, by its shift in bytes. */
    private static final int[] UNSURE_BEFORE = {0, 2, 3};
    /** How many at the end depend on what follows, by the length in bytes with the shift, modulo 3. */
    private static final int[] UNSURE_AFTER = {0, 3, 2};

    boolean isWide() {
        return this == UTF16LE || this == UTF16BE || this == UTF16;
    }

    /** The ways in which {@code value} looks in Base64 after the wide encoding {@code before}, or as UTF-8. */
    static List<String> base64(String value, List<ValueEncoding> before, boolean anyOffset) {
        var bytes = (before.contains(UTF16) ? BYTE_ORDER_MARK + value : value).getBytes(charset(before));
        if (!anyOffset) {
            return List.of(Base64.getEncoder().encodeToString(bytes));
        }
        var variants = new ArrayList<String>();
        for (var shift = 0; shift < SHIFTS; shift++) {
            var shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            var encoded = Base64.getEncoder().encodeToString(shifted);
            var end = encoded.length() - UNSURE_AFTER[shifted.length % SHIFTS];
            if (UNSURE_BEFORE[shift] < end) {
                variants.add(encoded.substring(UNSURE_BEFORE[shift], end));
            }
        }
        return variants;
    }

    private static Charset charset(List<ValueEncoding> before) {
        if (before.contains(UTF16BE)) {
            return StandardCharsets.UTF_16BE;
        }
        return before.isEmpty() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE;
    }
}
