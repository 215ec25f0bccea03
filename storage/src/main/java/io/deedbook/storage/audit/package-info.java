// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Verifies what was taken out of a ledger, away from it: exports, proofs, a log as it is served. Knows neither the
 * database nor the server, so that an auditor can run it alone; start at {@code ExportAudit}.
 */
@NullMarked
package io.deedbook.storage.audit;

import org.jspecify.annotations.NullMarked;
