// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses within the dashboard, with every value percent-encoded. */
final class Links {
    static final String ROOT = "/dashboard";

    private Links() {}

    static String record(String id) {
        return ROOT + "/records/" + encode(id);
    }

    static String session(String id) {
        return ROOT + "/sessions/" + encode(id);
    }

    /** Records where one parameter has this value. */
    static String filtered(String name, String value) {
        return with(ROOT, Map.of(name, value));
    }

    static String with(String path, Map<String, String> parameters) {
        return parameters.isEmpty()
                ? path
                : parameters.entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + '=' + encode(parameter.getValue()))
                        .collect(Collectors.joining("&", path + '?', ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
