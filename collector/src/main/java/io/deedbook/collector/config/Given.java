// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

/**
 * A value that somebody gave to a setting.
 *
 * @param text as written
 * @param source where it was written, for messages: a flag, a name in the environment or a file
 */
record Given(String text, String source) {}
