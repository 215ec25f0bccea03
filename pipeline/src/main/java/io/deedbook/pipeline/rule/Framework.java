// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A body of requirements that records are mapped to.
 *
 * @param id short name, such as {@code gdpr}
 * @param title full name with its version
 * @param source where its text stands
 * @param version of the mapping, which is ours, not of the text
 * @param controls what each control asks for, by its name without the framework, such as {@code art_32}
 * @param mappings which records are evidence for which of the controls, and why
 */
public record Framework(
        String id,
        String title,
        String source,
        String version,
        NavigableMap<String, String> controls,
        List<Mapping> mappings) {
    /**
     * Why some records are evidence for some controls.
     *
     * @param when which records, for people: {@code action is file_write or shell_command}
     * @param controls by their names without the framework
     * @param reason one sentence
     */
    public record Mapping(String when, List<String> controls, String reason) {
        public Mapping {
            controls = List.copyOf(controls);
        }
    }

    public Framework {
        controls = Collections.unmodifiableNavigableMap(new TreeMap<>(controls));
        mappings = List.copyOf(mappings);
    }

    /** How records name a control: {@code gdpr:art_30}. */
    String qualified(String control) {
        return id + ":" + control;
    }

    /** The control that the rest of a Sigma tag, always lower case, means; or null. */
    @Nullable
    String controlOfTag(String rest) {
        for (var control : controls.keySet()) {
            if (control.toLowerCase(Locale.ROOT).equals(rest)) {
                return control;
            }
        }
        return null;
    }
}
