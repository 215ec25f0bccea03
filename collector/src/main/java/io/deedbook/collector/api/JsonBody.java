// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.policy.Nearest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON object that a request brings: only known members, each of its type. */
final class JsonBody {
    /** The longest body that is read. */
    static final int BYTES_MAX = 16 * 1024;

    private final JsonObject object;

    private JsonBody(JsonObject object) {
        this.object = object;
    }

    /** Reads a body and checks the names of its members. */
    static JsonBody of(String text, Collection<String> known) {
        try {
            var object = new JsonObject(text);
            for (var name : object.fieldNames()) {
                if (!known.contains(name)) {
                    throw new BadParameterException("The body has an unknown member." + Nearest.hint(name, known));
                }
            }
            return new JsonBody(object);
        } catch (DecodeException e) {
            throw new BadParameterException("The body is not a JSON object.");
        }
    }

    /** A text, or null where it is missing. */
    @Nullable
    String text(String name) {
        var value = object.getValue(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new BadParameterException("The member " + name + " of the body is not a text.");
    }

    /** A text that has to be there. */
    String needed(String name) {
        var text = text(name);
        if (text == null || text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new BadParameterException("The member " + name + " of the body is missing or empty.");
        }
        return text;
    }

    /** A truth value, false where it is missing. */
    boolean truth(String name) {
        var value = object.getValue(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new BadParameterException("The member " + name + " of the body is neither true nor false.");
    }

    /** A list of texts, or null where it is missing. */
    @Nullable
    List<String> texts(String name) {
        var value = object.getValue(name);
        if (value == null) {
            return null;
        }
        var texts = new ArrayList<String>();
        if (value instanceof JsonArray array) {
            for (var entry : array) {
                if (entry instanceof String text) {
                    texts.add(text);
                }
            }
            if (texts.size() == array.size()) {
                return texts;
            }
        }
        throw new BadParameterException("The member " + name + " of the body is not a list of texts.");
    }
}
