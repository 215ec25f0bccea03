// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.TlogPolicy;
import java.util.Optional;

/**
 * What an auditor brings along.
 *
 * @param policy whom to trust; empty for the policy that lies with the export, which shows no more than that it agrees
 *     with itself
 * @param keptCheckpoint a signed checkpoint of the log that was got earlier or from somebody else
 * @param nowUnixSeconds the auditor's clock
 */
public record Trust(Optional<TlogPolicy> policy, Optional<String> keptCheckpoint, long nowUnixSeconds) {}
