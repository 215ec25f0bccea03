// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * A correlation as it stands in a rule file, before anything is made of it.
 *
 * @param about what people see of it
 * @param correlation the attributes of its map {@code correlation}
 */
public record CorrelationDocument(Rule about, YamlAttributes correlation) {}
