// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of a record's stored JSON: texts as they are, anything else as it is written. */
final class ContentTexts {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MEMBERS_MAX = 256;

    private ContentTexts() {}

    /** The first {@value #MEMBERS_MAX} members in order; none when there is no JSON. */
    static Map<String, String> of(@Nullable String json) {
        var texts = new LinkedHashMap<String, String>();
        if (json == null) {
            return texts;
        }
        try (var parser = FACTORY.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME && texts.size() < MEMBERS_MAX) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (value.isScalarValue()) {
                    texts.put(name, parser.getText());
                } else {
                    var start = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    texts.put(name, json.substring(start, (int)
                            parser.currentLocation().getCharOffset()));
                }
            }
        } catch (IOException e) {
            // An edited row: the verifier tells; the page shows what can be read.
            return texts;
        }
        return texts;
    }
}
