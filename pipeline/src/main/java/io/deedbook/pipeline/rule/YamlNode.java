// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One node of a YAML file with the line it stands in, before anything is made of it. */
public sealed interface YamlNode {
    /** 1-based. */
    int line();

    /**
     * A scalar.
     *
     * @param plain whether it was written without quotes, so that YAML 1.2's core schema gives it a type
     */
    record Scalar(String text, boolean plain, int line) implements YamlNode {
        private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,19}(\\.[0-9]{1,19})?");

        /** Whether nothing stands there. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        /** Whether it is a truth. */
        public boolean isBoolean() {
            return plain && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        }

        /** Whether it is a decimal number. */
        public boolean isNumber() {
            return plain && NUMBER.matcher(text).matches();
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {}

    /** A map in the order of the file. */
    record Mapping(Map<String, YamlNode> members, int line) implements YamlNode {}
}
