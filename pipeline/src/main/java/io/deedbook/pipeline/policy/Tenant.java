// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

/**
 * Whose events these are, as told by the key that came with them.
 *
 * @param id the tenant's number in the database, which is also its log's
 * @param name the name that people use
 */
public record Tenant(int id, String name) {}
