// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tells one set of rules from another: a digest of all that it was compiled from. */
final class RuleVersion {
    private RuleVersion() {}

    /**
     * SHA-256 over the files and the lists, base64url without padding.
     *
     * @param sorted the files in the order of their names
     * @param lists what placeholders stand for
     */
    static String of(List<RuleSource> sorted, Map<String, List<String>> lists) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var source : sorted) {
                update(digest, source.name());
                update(digest, source.text());
            }
            new TreeMap<>(lists).forEach((name, values) -> {
                update(digest, '%' + name);
                update(digest, String.join("\n", values));
            });
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
