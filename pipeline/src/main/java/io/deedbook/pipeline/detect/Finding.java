// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * One thing found in a text: {@code text.substring(start, end)} is to be replaced.
 *
 * @param type the detector's name, such as {@code credit_card}: lower case, digits and underscores
 * @param category what kind of thing it is
 * @param start first UTF-16 unit
 * @param end one past the last UTF-16 unit
 */
public record Finding(String type, Category category, int start, int end) {}
