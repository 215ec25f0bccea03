// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;

/**
 * An event while it is being read. It waits as a draft until its resource and scope are read to their end, because
 * neither encoding promises that they, or a metric's own fields, come before what they describe.
 */
interface EventDraft {
    Event finish(Origin origin);
}
