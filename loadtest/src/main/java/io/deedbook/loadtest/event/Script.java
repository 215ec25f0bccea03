// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import java.util.ArrayList;
import java.util.List;

/**
 * What the sessions do, over and over: turns of the shapes that the real client sends, some of them with personal data,
 * secrets and destructive commands. Every value is invented.
 */
public final class Script {
    private static final String[] PROMPTS = {
        "Please read customers.csv and tell me which accounts are overdue by more than thirty days.",
        "Write to Jane Example <jane.doe@example.com>, her card 4111 1111 1111 1111 was declined twice.",
        "The deployment fails with a timeout. Look at the last hundred lines of the log and find out why.",
        "Refactor the invoice module so that rounding happens in one place, and add tests for it.",
        "Her SSN is 078-05-1120, phone +1 202 555 0143. Put both into the report for the insurer.",
        "Summarise the three contracts in this folder; a paragraph each, with the termination clause.",
    };
    private static final String[][] TOOLS = {
        {"Read", "{\"file_path\":\"/home/jane/docs/customers.csv\",\"limit\":200}", "{}"},
        {
            "Bash",
            "{\"command\":\"grep -c overdue customers.csv\"}",
            "{\"bash_command\":\"grep\",\"full_command\":\"grep -c overdue customers.csv\"}"
        },
        {
            "Write",
            "{\"file_path\":\"/home/jane/docs/out/report.md\",\"content\":\"# Report\\nJane Example, jane.doe@example.com\"}",
            "{}"
        },
        {
            "Bash",
            "{\"command\":\"rm -rf /home/jane/docs/out\"}",
            "{\"bash_command\":\"rm\",\"full_command\":\"rm -rf /home/jane/docs/out\"}"
        },
        {
            "mcp_tool",
            "{\"email\":\"jane.doe@example.com\"}",
            "{\"mcp_server_name\":\"crm\",\"mcp_tool_name\":\"lookup_customer\"}"
        },
        {
            "Bash",
            "{\"command\":\"export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE; aws s3 ls\"}",
            "{\"bash_command\":\"export\",\"full_command\":\"export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE; aws s3 ls\"}"
        },
        {"WebFetch", "{\"url\":\"https://example.com/terms\",\"prompt\":\"find the notice period\"}", "{}"},
    };
    private static final String FILLER = "The quick answer is that the totals agree with the ledger of last month. ";

    private static final List<Shape> SHAPES = shapes();

    private Script() {}

    /** The shape of the event with this number in its session. */
    public static Shape shape(int sequence) {
        return SHAPES.get(sequence % SHAPES.size());
    }

    private static List<Shape> shapes() {
        var shapes = new ArrayList<Shape>();
        for (var turn = 0; turn < PROMPTS.length * TOOLS.length; turn++) {
            addTurn(shapes, PROMPTS[turn % PROMPTS.length], TOOLS[turn % TOOLS.length], turn);
        }
        return List.copyOf(shapes);
    }

    private static void addTurn(List<Shape> shapes, String prompt, String[] tool, int turn) {
        var use = "toolu_load%018d".formatted(turn);
        shapes.add(shape(
                "user_prompt",
                "prompt_length",
                Integer.toString(prompt.length()),
                "prompt",
                prompt,
                "prompt_text",
                prompt));
        shapes.add(request(turn));
        shapes.add(shape(
                "tool_decision",
                "decision",
                "accept",
                "source",
                "config",
                "tool_name",
                tool[0],
                "tool_use_id",
                use,
                "tool_source",
                "builtin",
                "tool_parameters",
                tool[2],
                "permission_mode",
                "default"));
        shapes.add(shape(
                "tool_result",
                "tool_name",
                tool[0],
                "tool_use_id",
                use,
                "success",
                turn % 9 == 8 ? "false" : "true",
                "duration_ms",
                Integer.toString(5 + turn),
                "tool_input",
                tool[1],
                "tool_parameters",
                tool[2],
                "tool_input_size_bytes",
                Integer.toString(tool[1].length()),
                "tool_result_size_bytes",
                "152"));
        shapes.add(shape(
                "assistant_response",
                "response",
                FILLER.repeat(4),
                "response_length",
                FILLER.length() * 4,
                "model",
                "claude-opus-5-5"));
    }

    private static Shape request(int turn) {
        return shape(
                "api_request",
                "model",
                "claude-opus-5-5",
                "input_tokens",
                1200 + turn,
                "output_tokens",
                57 + turn,
                "cache_read_tokens",
                4500,
                "cache_creation_tokens",
                300,
                "cost_usd",
                0.00834,
                "cost_usd_micros",
                8340,
                "duration_ms",
                900 + turn,
                "ttft_ms",
                26,
                "speed",
                "normal",
                "query_source",
                "repl_main_thread",
                "effort",
                "medium");
    }

    /** With the attributes that every event of a person's session has. */
    private static Shape shape(String name, Object... own) {
        var common = new Object[] {
            "user.id",
            "c43e4a37e4c9d1c22db1bec33f18525cae0e8d62725fb03d3b06c209ae82184a",
            "organization.id",
            "22222222-2222-4222-8222-222222222222",
            "user.email",
            "jane.doe@example.com",
            "user.account_uuid",
            "11111111-1111-4111-8111-111111111111",
            "anthropic.provider",
            "firstParty",
            "terminal.type",
            "xterm-256color",
            "prompt.id",
            "0f8bed8a-8b41-4738-8ae3-9f1dbbf97120",
            "request_id",
            "req_load00000000000000001"
        };
        var attributes = new ArrayList<Object>(List.of(common));
        attributes.addAll(List.of(own));
        return Shape.of(name, attributes.toArray());
    }
}
