// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import java.util.Map;

/**
 * Counts over a tenant's records; each map is sorted by key, days are {@code yyyy-MM-dd} in UTC of {@code occurredAt}.
 *
 * @param records how many there are
 */
public record Stats(
        long records,
        Map<String, Long> byRisk,
        Map<String, Long> byAction,
        Map<String, Long> bySurface,
        Map<String, Long> byDay) {}
