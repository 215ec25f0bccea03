// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code /metrics} shows, read: samples by name and tags. */
final class ShownMetrics {
    private final Map<String, Map<String, Double>> samples = new HashMap<>();

    /** @param text in Prometheus' text format 0.0.4 */
    ShownMetrics(String text) {
        for (var line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
            var space = line.lastIndexOf(' ');
            var brace = line.indexOf('{');
            var name = line.substring(0, brace < 0 ? space : brace);
            var tags = brace < 0 ? "" : line.substring(brace + 1, line.lastIndexOf('}'));
            samples.computeIfAbsent(name, any -> new HashMap<>())
                    .put(tags, Double.parseDouble(line.substring(space + 1)));
        }
    }

    /** Names of all samples. */
    Set<String> names() {
        return samples.keySet();
    }

    /** All values of a name whose tags hold {@code tag}; 0 where there are none. */
    double sum(String name, String tag) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(sample ->
                        tag.isEmpty() || List.of(sample.getKey().split(",", -1)).contains(tag))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
