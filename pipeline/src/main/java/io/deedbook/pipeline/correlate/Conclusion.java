// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What was found in several records, before it is put on record as a finding.
 *
 * @param rule what was looked for
 * @param key 32 bytes that are the same whenever the same is found again, and different for anything else
 * @param fromUnixNanos when the first of the records happened
 * @param toUnixNanos when the last of them happened
 * @param indexes of the records in the log, in the order in which they happened, at least one
 * @param explanation a sentence for people, without a value of any record: those may have been erased since they were
 *     seen
 * @param common what the records have in common
 */
public record Conclusion(
        Rule rule,
        byte[] key,
        long fromUnixNanos,
        long toUnixNanos,
        List<Long> indexes,
        String explanation,
        List<Common> common) {
    public Conclusion {
        indexes = List.copyOf(indexes);
        common = List.copyOf(common);
    }

    /**
     * What records have in common.
     *
     * @param name as the correlation calls it
     * @param field the column that it is or is made of
     * @param value redacted, as the records had it when they were seen
     */
    public record Common(String name, Field field, String value) {
        static Common session(String id) {
            return new Common(Field.SESSION_ID.jsonName(), Field.SESSION_ID, id);
        }

        /** Whether it says who, so that it belongs into a column of the finding's actor and into no text. */
        boolean isActor() {
            return field.part() == Part.ACTOR;
        }
    }

    /** The explanation and what the records have in common, for records of which that is there still. */
    public String told() {
        return explanation + Explanation.ofCommon(common);
    }

    /** The key of what these texts name together: SHA-256 over them, each behind its length. */
    static byte[] key(List<String> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                var bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", e);
        }
    }
}
