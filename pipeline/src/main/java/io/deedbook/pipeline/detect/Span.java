// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * A stretch of a text.
 *
 * @param start first UTF-16 unit
 * @param end one past the last
 */
record Span(int start, int end) {
    int length() {
        return end - start;
    }
}
