// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.TokenShape;
import io.deedbook.pipeline.record.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Under which tokens a person stands in a tenant's records, for whoever has to find the person again: to erase, to
 * hold, to export. Immutable and thread-safe.
 */
public final class SubjectTokens {
    /** The longest name of a person, which is an e-mail address (RFC 5321 §4.5.3.1). */
    public static final int SUBJECT_CHARS_MAX = 320;

    private static final String SESSION = "session_id";

    private final Tokens tokens;
    private final TextRedactor texts;

    /** @param key the tenant's */
    public SubjectTokens(TokenKey key) {
        tokens = new Tokens(key, RedactionPlan.TOKENS);
        texts = new TextRedactor(DetectorEngine.builtIn(), tokens, false);
    }

    /**
     * Somebody, by one of the values that name a person.
     *
     * @param value as the clients send it: an e-mail address, an account's or a user's id
     * @param token that stands for the value where it must not be repeated
     * @param identities the tokens that take the value's place in fields where identity is pseudonymised
     * @param mentions the texts that the value can stand as in content and attributes
     */
    public record Subject(String value, String token, Map<Field, String> identities, List<String> mentions) {
        public Subject {
            identities = Map.copyOf(identities);
            mentions = List.copyOf(mentions);
        }

        /** All tokens, and no value: for what is kept. */
        public List<String> tokens() {
            var all = new TreeSet<String>(identities.values());
            all.add(token);
            mentions.stream().filter(mention -> !mention.equals(value)).forEach(all::add);
            return List.copyOf(all);
        }
    }

    /** The fields in which a person can be named. */
    public static List<Field> fields() {
        return List.of(Field.USER_EMAIL, Field.USER_ACCOUNT_UUID, Field.USER_ACCOUNT_ID, Field.USER_ID);
    }

    /** The person whom {@code value} names; slow enough to be kept off event loops. */
    public Subject subject(String value) {
        if (value.isBlank() || value.length() > SUBJECT_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "The subject is empty or longer than " + SUBJECT_CHARS_MAX + " characters.");
        }
        var identities = new TreeMap<Field, String>();
        fields().forEach(field -> identities.put(field, identity(field, value)));
        var redacted = texts.redact(value, new TreeMap<>());
        var isToken = isToken(redacted);
        var mentions = new TreeSet<String>(identities.values());
        mentions.add(tokens.identity(Pseudonyms.NAME, Pseudonyms.normal(value)));
        if (isToken) {
            mentions.add(redacted);
        }
        // it also stands in content as it is: where the redactor leaves it so, or its detector was off
        mentions.add(value);
        return new Subject(
                value, isToken ? redacted : identity(Field.USER_ID, value), identities, List.copyOf(mentions));
    }

    /** The token for a value of one of {@link #fields}; a token stays as it is. */
    public String identity(Field field, String value) {
        var type = Pseudonyms.FIELDS.get(field);
        if (type == null) {
            throw new IllegalArgumentException("field: " + field + " (expected: one that names a person)");
        }
        return isToken(value) ? value : tokens.identity(type, Pseudonyms.normal(value));
    }

    /** The token for a session's id. */
    public String session(String id) {
        return tokens.identity(SESSION, id);
    }

    /** A text with the built-in detectors' findings replaced, for what a person writes as a reason. */
    public String redacted(String text) {
        return texts.redact(text, new TreeMap<>());
    }

    private static boolean isToken(String text) {
        return TokenShape.endAt(text, 0) == text.length();
    }
}
