// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that names an attribute as clients write it finds its value, wherever normalising put that. */
class FieldNamesTest {
    /** Written otherwise in the record, or, in the case of {@code action}, a field of the record by the same name. */
    private static final List<String> OF_OUR_OWN_SPELLING = List.of("action", "event.name", "event.timestamp");

    /** What a client writes where it leaves content out: there is nothing to ask about. */
    private static final List<String> LEFT_OUT = List.of("<REDACTED>");

    static List<String> names() {
        var names = new TreeSet<>(ClientAttributes.names());
        names.removeAll(OF_OUR_OWN_SPELLING);
        return List.copyOf(names);
    }

    @ParameterizedTest
    @MethodSource("names")
    void resolve_findsEveryAttributeThatAClientSends(String name) {
        for (var event :
                List.of("tool_result", "tool_decision", "mcp_server_connection", "api_request", "unheard_of")) {
            var draft = draft(event, name, new Value.Text("7"));

            assertThat(texts(name, draft)).as(event).anyMatch(text -> same(text, "7"));
        }
    }

    @Test
    void resolve_findsWhatTheRealClientSent() {
        for (var fixture : Fixture.all()) {
            for (var event : fixture.events()) {
                var draft = Normaliser.normalise(event, 1);
                for (var position = 0; position < event.attributes().count(); position++) {
                    var name = event.attributes().key(position);
                    var value = scalar(event.attributes().value(position));
                    if (value != null
                            && !value.isEmpty()
                            && !LEFT_OUT.contains(value)
                            && !OF_OUR_OWN_SPELLING.contains(name)) {
                        assertThat(texts(name, draft)).as(fixture + " " + name).anyMatch(text -> same(text, value));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "Bash => {\"command\":\"ls -l\"} => CommandLine => ls -l",
                "Bash => {\"command\":\"ls -l\"} => command => ls -l",
                "Bash => {\"command\":\"ls -l\"} => tool_input.command => ls -l",
                "Bash => {\"command\":\"ls -l\"} => event_type => tool_call",
                "Read => {\"file_path\":\"/etc/hosts\"} => TargetFilename => /etc/hosts",
                "Read => {\"file_path\":\"/etc/hosts\"} => file_path => /etc/hosts",
                "Read => {\"file_path\":\"/etc/hosts\"} => event_type => file_read",
                "WebFetch => {\"url\":\"https://u@paste.example:8443/x?q\"} => url => https://u@paste.example:8443/x?q",
                "WebFetch => {\"url\":\"https://paste.example:8443/x?q\"} => c-uri => https://paste.example:8443/x?q",
                "WebFetch => {\"url\":\"https://u@paste.example:8443/x\"} => DestinationHostname => paste.example",
                "WebSearch => {\"query\":\"how to\"} => query => how to",
                "mcp__crm__find => {} => mcp_server_name => crm",
                "mcp__crm__find => {} => mcp_tool_name => find",
                "Bash => {} => event.name => tool_result",
                "Bash => {} => event.name => claude_code.tool_result",
                "Bash => {} => event.name => cowork.tool_result",
            })
    void resolve_knowsTheNamesThatAuthorsOfRulesExpect(String tool, String input, String name, String value) {
        var draft = draft("tool_result", "tool_name", new Value.Text(tool), "tool_input", new Value.Text(input));

        assertThat(texts(name, draft)).contains(value);
    }

    @Test
    void filePath_isNoCommand() {
        var draft = draft(
                "tool_result",
                "tool_name",
                new Value.Text("Bash"),
                "tool_input",
                new Value.Text("{\"command\":\"cat /etc/hosts\"}"));

        assertThat(texts("file_path", draft)).isEmpty();
        assertThat(texts("url", draft)).isEmpty();
    }

    @Test
    void message_isWhatPeopleAndModelsSay() {
        assertThat(texts("message", draft("user_prompt", "prompt", new Value.Text("hello"))))
                .contains("hello");
        assertThat(texts("event_type", draft("user_prompt", "prompt", new Value.Text("hello"))))
                .contains("user_input");
        assertThat(texts("message", draft("assistant_response", "response", new Value.Text("hi"))))
                .contains("hi");
    }

    private static List<String> texts(String name, RecordDraft draft) {
        var field = FieldNames.resolve(name, false);
        assertThat(field).as(name).isNotNull();
        return Arrays.asList(new RecordView(draft, new RecordField[] {field}).texts(0));
    }

    private static RecordDraft draft(String event, Object... attributes) {
        var builder = Attributes.builder(4).add("event.name", new Value.Text(event));
        for (var at = 0; at < attributes.length; at += 2) {
            builder.add((String) attributes[at], (Value) attributes[at + 1]);
        }
        return Normaliser.normalise(
                new Event.Log(Origin.UNKNOWN, builder.build(), 1, 1, "", 0, "", Value.NONE, "", "", 0), 1);
    }

    private static boolean same(String left, String right) {
        var leftNumber = Numbers.parse(left);
        var rightNumber = Numbers.parse(right);
        return left.equals(right)
                || (leftNumber != null
                        && rightNumber != null
                        && Math.abs(leftNumber - rightNumber) <= 1e-6 * Math.abs(rightNumber));
    }

    private static @org.jspecify.annotations.Nullable String scalar(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Int number) {
            return Long.toString(number.number());
        } else if (value instanceof Value.Decimal number) {
            return Double.toString(number.number());
        }
        return value instanceof Value.Bool truth ? Boolean.toString(truth.truth()) : null;
    }
}
