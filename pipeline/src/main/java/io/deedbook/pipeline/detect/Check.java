// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Whether a number can be one of its kind: check digits, dates, tables. It sees capital letters and digits alone. */
@FunctionalInterface
interface Check {
    /** Takes every number of the right shape. */
    Check NONE = number -> true;

    boolean holds(String number);
}
