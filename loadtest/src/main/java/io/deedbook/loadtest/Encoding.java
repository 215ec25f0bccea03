// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.vertx.core.buffer.Buffer;

/** How a batch becomes the body of a request to {@code /v1/logs}. */
interface Encoding {
    /** The {@code Content-Type}. */
    String contentType();

    /** The body, encoded once: a retried body is the same, byte for byte. */
    Buffer encode(Batch batch);
}
