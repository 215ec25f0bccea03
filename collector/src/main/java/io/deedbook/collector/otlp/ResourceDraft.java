// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import java.util.ArrayList;
import java.util.List;

/** One entry of {@code resource_logs}, {@code resource_spans} or {@code resource_metrics} while it is being read. */
final class ResourceDraft {
    final AttributesDraft attributes;

    private final List<ScopeDraft> scopes = new ArrayList<>(1);

    ResourceDraft(DecodeLimits limits) {
        attributes = new AttributesDraft(limits);
    }

    ScopeDraft addScope(DecodeLimits limits) {
        var scope = new ScopeDraft(limits);
        scopes.add(scope);
        return scope;
    }

    void finish(List<Event> events, DecodeBudget budget) {
        var resource = attributes.finish();
        var resourceBytes = Weight.of(resource);
        for (var scope : scopes) {
            var origin = new Origin(resource, scope.name, scope.version, scope.attributes.finish());
            var scopeBytes = scope.name.length() + scope.version.length() + Weight.of(origin.scopeAttributes());
            budget.addRepeated(resourceBytes + scopeBytes, scope.events.size());
            for (var draft : scope.events) {
                events.add(draft.finish(origin));
            }
        }
    }

    /** One instrumentation scope and the events that came under it. */
    static final class ScopeDraft {
        final AttributesDraft attributes;
        final List<EventDraft> events = new ArrayList<>();

        String name = "";
        String version = "";

        ScopeDraft(DecodeLimits limits) {
            attributes = new AttributesDraft(limits);
        }
    }
}
