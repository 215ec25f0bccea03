// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads the content of an entry of the server's own: names and texts. */
final class EntryText {
    private static final JsonFactory JSON = new JsonFactory();

    private EntryText() {}

    /**
     * The texts by name; members that are no text are left out.
     *
     * @throws MalformedException {@code entry-content}
     */
    static Map<String, String> read(byte[] content) {
        var texts = new HashMap<String, String>();
        try (var parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("entry-content");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new MalformedException("entry-content");
        }
        return texts;
    }
}
