// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.policy.Nearest;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request: only known names, each at most once, none empty, none too long. */
final class Parameters {
    /** Longer than any field that can be asked for. */
    static final int VALUE_CHARS_MAX = 1024;

    private final MultiMap parameters;

    private Parameters(MultiMap parameters) {
        this.parameters = parameters;
    }

    /** Checks the names and the lengths. */
    static Parameters of(MultiMap parameters, Collection<String> known) {
        for (var name : parameters.names()) {
            if (!known.contains(name)) {
                throw new BadParameterException("Unknown query parameter." + Nearest.hint(name, known));
            }
            var values = parameters.getAll(name);
            if (values.size() > 1) {
                throw new BadParameterException("Query parameter " + name + " is given more than once.");
            }
            if (values.get(0).isEmpty()) {
                throw new BadParameterException("Query parameter " + name + " is empty. Leave it away instead.");
            }
            if (values.get(0).indexOf('\0') >= 0) {
                throw new BadParameterException("Query parameter " + name + " has the character U+0000 in it.");
            }
            if (values.get(0).length() > VALUE_CHARS_MAX) {
                throw new BadParameterException(
                        "Query parameter " + name + " is longer than " + VALUE_CHARS_MAX + " characters.");
            }
        }
        return new Parameters(parameters);
    }

    @Nullable
    String text(String name) {
        return parameters.get(name);
    }

    /** A value of a closed vocabulary, or null. */
    @Nullable
    String oneOf(String name, Collection<String> values) {
        var value = text(name);
        if (value != null && !values.contains(value)) {
            throw new BadParameterException("Query parameter " + name + " is none of " + String.join(", ", values) + "."
                    + Nearest.hint(value, values));
        }
        return value;
    }

    /** A number from {@code min} to {@code max}, or empty. */
    OptionalLong number(String name, long min, long max) {
        var value = text(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        return parse(value)
                .filter(number -> number >= min && number <= max)
                .map(OptionalLong::of)
                .orElseThrow(() -> new BadParameterException(
                        "Query parameter " + name + " is no whole number from " + min + " to " + max + "."));
    }

    private static Optional<Long> parse(String value) {
        try {
            return Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
