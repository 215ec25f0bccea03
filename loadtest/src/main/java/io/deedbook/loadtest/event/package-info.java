// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What is sent: the events of a session, encoded once and made different from each other by patching bytes. Start
 * reading at {@link io.deedbook.loadtest.event.Tape}.
 */
@NullMarked
package io.deedbook.loadtest.event;

import org.jspecify.annotations.NullMarked;
