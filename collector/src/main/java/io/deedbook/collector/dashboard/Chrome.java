// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param title of the page
 * @param tenant whose records are shown, or null on the page to sign in
 * @param team of the key, or null for the whole tenant
 * @param style address of the style sheet
 * @param script address of the script
 * @param mark address of the small picture
 */
public record Chrome(
        String title, @Nullable String tenant, @Nullable String team, String style, String script, String mark) {}
