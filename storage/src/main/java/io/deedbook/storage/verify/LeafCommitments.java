// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.record.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Takes the commitment to a part out of a leaf without reading all of it. It looks for where canonical JSON has it;
 * whoever asks makes the whole leaf anew and compares, so that another leaf is noticed there.
 */
final class LeafCommitments {
    private static final String PARTS = "\"parts\":{";
    private static final int CHARS = 43;

    private LeafCommitments() {}

    /** The commitment, or null when the leaf has none. */
    static byte @Nullable [] of(Part part, byte[] leaf) {
        var text = new String(leaf, StandardCharsets.UTF_8);
        var begin = text.indexOf(PARTS);
        var end = begin < 0 ? -1 : text.indexOf('}', begin);
        var member = '"' + part.wireName() + "\":\"";
        var at = end < 0 ? -1 : text.indexOf(member, begin + PARTS.length() - 1);
        var start = at + member.length();
        if (at < 0 || start + CHARS > end) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(text.substring(start, start + CHARS));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
