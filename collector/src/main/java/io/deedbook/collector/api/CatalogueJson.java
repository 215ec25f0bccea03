// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.detect.DetectorType;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.rule.Framework;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes what events are judged by: types, rules and controls, and why a record is evidence for its controls. */
final class CatalogueJson {
    private CatalogueJson() {}

    static JsonObject detectors(List<DetectorType> types) {
        var array = new JsonArray();
        types.forEach(type -> array.add(new JsonObject()
                .put("type", type.type())
                .put("category", type.category().wireName())
                .put("regions", new JsonArray(type.regions()))
                .put("confidences", new JsonArray(type.confidences()))
                .put("what", type.what())
                .put("check", type.check())
                .put("reference", type.reference())));
        return new JsonObject().put("detectors", array);
    }

    static JsonObject rules(List<Rule> rules) {
        var array = new JsonArray();
        rules.forEach(rule -> array.add(new JsonObject()
                .put("name", rule.slug())
                .put("id", rule.id())
                .put("title", rule.title())
                .put("description", rule.description())
                .put("level", rule.level().wireName())
                .put("tags", new JsonArray(rule.tags()))
                .put("controls", new JsonArray(rule.controls()))
                .put("falsePositives", new JsonArray(rule.falsePositives()))
                .put("references", new JsonArray(rule.references()))));
        return new JsonObject().put("rules", array);
    }

    static JsonObject frameworks(List<Framework> frameworks) {
        var array = new JsonArray();
        frameworks.forEach(framework -> array.add(framework(framework)));
        return new JsonObject().put("frameworks", array);
    }

    private static JsonObject framework(Framework framework) {
        var controls = new JsonArray();
        framework
                .controls()
                .forEach((name, asks) -> controls.add(new JsonObject()
                        .put("control", framework.id() + ':' + name)
                        .put("asks", asks)));
        var mappings = new JsonArray();
        framework
                .mappings()
                .forEach(mapping -> mappings.add(new JsonObject()
                        .put("when", mapping.when())
                        .put("controls", new JsonArray(mapping.controls()))
                        .put("reason", mapping.reason())));
        return new JsonObject()
                .put("framework", framework.id())
                .put("title", framework.title())
                .put("source", framework.source())
                .put("version", framework.version())
                .put("controls", controls)
                .put("mappings", mappings);
    }

    /**
     * The controls of a record, each with what it asks for and why the record is evidence for it.
     *
     * @param rules those in force; of a record that others judged some reasons may be missing
     * @param sameVersion whether the record was judged by them
     */
    static JsonObject controls(StoredRecord record, RuleSet rules, boolean sameVersion) {
        var reasons = rules.reasons(draft(record));
        var array = new JsonArray();
        for (var control : record.list(Field.CONTROLS)) {
            array.add(new JsonObject()
                    .put("control", control)
                    .put("asks", asks(rules, control))
                    .put("reasons", new JsonArray(reasons.getOrDefault(control, List.of()))));
        }
        return new JsonObject()
                .put("record", record.id())
                .put("policyVersion", record.text(Field.POLICY_VERSION))
                .put("sameVersion", sameVersion)
                .put("controls", array);
    }

    private static String asks(RuleSet rules, String control) {
        var colon = control.indexOf(':');
        return rules.frameworks().stream()
                .filter(framework -> colon > 0 && framework.id().equals(control.substring(0, colon)))
                .map(framework -> framework.controls().getOrDefault(control.substring(colon + 1), ""))
                .findFirst()
                .orElse("");
    }

    private static RecordDraft draft(StoredRecord record) {
        var draft = new RecordDraft(record.receivedUnixNanos(), record.occurredUnixNanos());
        for (var field : Field.all()) {
            switch (field.type()) {
                case TEXT -> draft.put(field, record.text(field));
                case INTEGER -> draft.put(field, record.integer(field));
                case LIST -> draft.put(field, record.list(field));
            }
        }
        draft.pii().putAll(record.pii());
        return draft;
    }
}
