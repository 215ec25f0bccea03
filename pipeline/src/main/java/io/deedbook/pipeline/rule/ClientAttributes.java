// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The attribute names that the known clients send, as they write them. */
final class ClientAttributes {
    private static final String RESOURCE = "attributes.txt";
    /** Families of names that grow: OpenTelemetry's own, and settings. */
    private static final List<String> FAMILIES =
            List.of("gen_ai.", "host.", "managed_settings.", "mcp.", "os.", "resource.", "vcs.");

    private static final Set<String> NAMES = load();

    private ClientAttributes() {}

    /** All names, without the families. */
    static Set<String> names() {
        return NAMES;
    }

    /** Whether a known client sends an attribute of this name. */
    static boolean contains(String name) {
        return NAMES.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
    }

    private static Set<String> load() {
        try (var stream = ClientAttributes.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("resource: " + RESOURCE + " (expected: in the jar)");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
