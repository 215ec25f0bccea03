// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

/**
 * A piece of a text.
 *
 * @param redacted whether it stands for something that was found and replaced
 */
public record Span(String text, boolean redacted) {}
