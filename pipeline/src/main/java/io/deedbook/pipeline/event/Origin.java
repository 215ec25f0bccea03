// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

/**
 * Where the events of one scope say they come from. A claim, not an identity. Shared by all events of the scope.
 *
 * @param resource attributes of the OTLP resource
 * @param scopeName name of the instrumentation scope, {@code ""} when absent
 * @param scopeVersion version of the scope, {@code ""} when absent
 * @param scopeAttributes attributes of the scope
 */
public record Origin(Attributes resource, String scopeName, String scopeVersion, Attributes scopeAttributes) {
    /** The origin of events that name none. */
    public static final Origin UNKNOWN = new Origin(Attributes.EMPTY, "", "", Attributes.EMPTY);
}
