// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * @param status of the response, 0 when there was none
 * @param retryAfter the header as it came, or null
 * @param failure why there was no response; empty when there was one
 */
record Answer(int status, @Nullable String retryAfter, String failure) {
    static final String NO_CONNECTION = "connection refused";
    static final String RESET = "connection reset";
    static final String TIMEOUT = "no answer in time";
    static final String NO_HTTP = "answer is no HTTP";

    static Answer failed(String failure) {
        return new Answer(0, null, failure);
    }
}
