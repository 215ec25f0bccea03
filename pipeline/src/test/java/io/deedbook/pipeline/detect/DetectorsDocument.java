// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.stream.Collectors;

/** The table of types in {@code docs/DETECTORS.md}, made of their definitions. */
final class DetectorsDocument {
    private static final String FIRST = "<!-- types: made by DetectorsDocumentTest -->\n";
    private static final String LAST = "<!-- end of types -->\n";
    private static final String HEAD = """
            | type | category | region | confidence | what it finds | how it is checked | example | defined in |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final int SECRET_CHARS_MAX = 12;

    private DetectorsDocument() {}

    /** The document with the table as it must be. */
    static String with(List<DetectorType> types, String document) {
        var start = document.indexOf(FIRST) + FIRST.length();
        var end = document.indexOf(LAST);
        var rows = types.stream().map(DetectorsDocument::row).collect(Collectors.joining());
        return document.substring(0, start) + HEAD + rows + document.substring(end);
    }

    private static String row(DetectorType type) {
        var example = '`' + shown(type.category(), type.examples().get(0)) + '`';
        var reference = type.reference().isEmpty() ? "" : "[link](" + type.reference() + ')';
        return "| "
                + String.join(
                        " | ",
                        '`' + type.type() + '`',
                        type.category().wireName(),
                        String.join(", ", type.regions()),
                        String.join(", ", type.confidences()),
                        cell(type.what()),
                        cell(type.check()),
                        cell(example),
                        reference)
                + " |\n";
    }

    /** Of a secret only its beginning, so that nobody takes the page for a leak. */
    private static String shown(Category category, String example) {
        var secret = category == Category.CREDENTIAL || category == Category.CRYPTO;
        return secret && example.length() > SECRET_CHARS_MAX ? example.substring(0, SECRET_CHARS_MAX) + '…' : example;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", "\\n");
    }
}
