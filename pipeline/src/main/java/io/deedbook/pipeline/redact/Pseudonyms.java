// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts stable tokens in the place of what names the user, so that one can follow a person through records without
 * knowing who it is: {@code [user_email:0123456789ab]}. Immutable and thread-safe.
 */
final class Pseudonyms {
    static final Map<Field, String> FIELDS = Map.of(
            Field.USER_EMAIL, "user_email",
            Field.USER_ACCOUNT_UUID, "user_account_uuid",
            Field.USER_ACCOUNT_ID, "user_account_id",
            Field.USER_ID, "user_id");
    /** OpenTelemetry's names, and the clients', where they don't go into a field. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "user.email", "user_email",
            "user.account_uuid", "user_account_uuid",
            "user.account_id", "user_account_id",
            "user.id", "user_id",
            "enduser.id", "user_id",
            "enduser.pseudo.id", "user_id",
            "user.name", "user_name",
            "user.full_name", "user_name",
            "process.owner", "user_name");

    static final String NAME = "user_name";
    private static final List<String> HOMES = List.of("/home/", "/users/", "\\users\\");

    private final Tokens tokens;

    Pseudonyms(Tokens tokens) {
        this.tokens = tokens;
    }

    void replace(RecordDraft draft) {
        FIELDS.forEach((field, type) -> {
            var text = draft.text(field);
            if (text != null && !text.isEmpty()) {
                draft.put(field, tokens.identity(type, normal(text)));
            }
        });
        var paths = new ArrayList<String>();
        draft.list(Field.WORKSPACE_PATHS).forEach(path -> paths.add(withoutHome(path)));
        if (!paths.isEmpty()) {
            draft.put(Field.WORKSPACE_PATHS, paths);
        }
        draft.attributes(replaced(draft.attributes()));
    }

    private Attributes replaced(Attributes attributes) {
        var builder = Attributes.builder(attributes.count());
        var changed = false;
        for (var position = 0; position < attributes.count(); position++) {
            var key = attributes.key(position);
            var value = replaced(key, attributes.value(position));
            changed |= value != attributes.value(position);
            builder.add(key, value);
        }
        return changed ? builder.build() : attributes;
    }

    /** The value of an attribute; attributes may be nested one level deep, as those of a resource are. */
    private Value replaced(String key, Value value) {
        var type = ATTRIBUTES.get(key);
        if (type == null) {
            return value instanceof Value.Fields fields ? nested(fields) : value;
        }
        if (value instanceof Value.Text text && !text.text().isEmpty()) {
            return new Value.Text(tokens.identity(type, normal(text.text())));
        }
        return value instanceof Value.Int number
                ? new Value.Text(tokens.identity(type, Long.toString(number.number())))
                : value;
    }

    private Value nested(Value.Fields fields) {
        var attributes = fields.fields();
        var builder = Attributes.builder(attributes.count());
        var changed = false;
        for (var position = 0; position < attributes.count(); position++) {
            var key = attributes.key(position);
            var value = attributes.value(position);
            var replaced = ATTRIBUTES.containsKey(key) ? replaced(key, value) : value;
            changed |= replaced != value;
            builder.add(key, replaced);
        }
        return changed ? new Value.Fields(builder.build()) : fields;
    }

    /** A path with a token for the name of the home directory that it begins in. */
    private String withoutHome(String path) {
        var lower = path.toLowerCase(Locale.ROOT);
        for (var home : HOMES) {
            var at = lower.indexOf(home);
            if (at >= 0 && at <= 2 && lower.length() == path.length()) {
                var start = at + home.length();
                var end = start;
                while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '\\') {
                    end++;
                }
                return end == start
                        ? path
                        : path.substring(0, start)
                                + tokens.identity(NAME, normal(path.substring(start, end)))
                                + path.substring(end);
            }
        }
        return path;
    }

    /** The spelling that a token is made of. */
    static String normal(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }
}
