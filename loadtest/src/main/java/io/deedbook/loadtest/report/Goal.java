// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

/**
 * Something that was promised, and what came of it.
 *
 * @param name what is looked at
 * @param wanted the promise
 * @param found the figure
 * @param met whether it was kept
 */
public record Goal(String name, String wanted, String found, boolean met) {}
