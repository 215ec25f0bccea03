// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.record.Action;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each known tool does. */
final class Tools {
    /** The name under which the client hides a connector's tool; the names stand in the parameters. */
    static final String MCP_TOOL = "mcp_tool";
    /** {@code mcp__<connector>__<operation>}. */
    static final String MCP_PREFIX = "mcp__";

    static final Map<String, Action> BY_NAME = Map.ofEntries(
            entry("Read", Action.FILE_READ),
            entry("Glob", Action.FILE_READ),
            entry("Grep", Action.FILE_READ),
            entry("LS", Action.FILE_READ),
            entry("NotebookRead", Action.FILE_READ),
            entry("Write", Action.FILE_WRITE),
            entry("Edit", Action.FILE_WRITE),
            entry("MultiEdit", Action.FILE_WRITE),
            entry("NotebookEdit", Action.FILE_WRITE),
            entry("str_replace_based_edit_tool", Action.FILE_WRITE),
            entry("Bash", Action.SHELL_COMMAND),
            entry("BashOutput", Action.SHELL_COMMAND),
            entry("KillShell", Action.SHELL_COMMAND),
            entry("PowerShell", Action.SHELL_COMMAND),
            entry("bash", Action.SHELL_COMMAND),
            entry("code_execution", Action.SHELL_COMMAND),
            entry("bash_code_execution", Action.SHELL_COMMAND),
            entry("WebFetch", Action.WEB_BROWSE),
            entry("web_fetch", Action.WEB_BROWSE),
            entry("WebSearch", Action.WEB_SEARCH),
            entry("web_search", Action.WEB_SEARCH),
            entry("Agent", Action.SUB_AGENT_SPAWN),
            entry("Task", Action.SUB_AGENT_SPAWN),
            entry("ListMcpResourcesTool", Action.CONNECTOR_ACCESS),
            entry("ReadMcpResourceTool", Action.CONNECTOR_ACCESS),
            entry(MCP_TOOL, Action.CONNECTOR_ACCESS),
            entry("Skill", Action.SKILL));

    private Tools() {}

    /** The action of the tool, {@link Action#OTHER} when it isn't known. */
    static Action action(String name) {
        return name.startsWith(MCP_PREFIX) ? Action.CONNECTOR_ACCESS : BY_NAME.getOrDefault(name, Action.OTHER);
    }

    /** The connector in {@code mcp__<connector>__<operation>}, or null. */
    static @Nullable String connector(String name) {
        if (!name.startsWith(MCP_PREFIX)) {
            return null;
        }
        var end = name.indexOf("__", MCP_PREFIX.length());
        return end < 0 ? name.substring(MCP_PREFIX.length()) : name.substring(MCP_PREFIX.length(), end);
    }

    /** The operation in {@code mcp__<connector>__<operation>}, or null. */
    static @Nullable String operation(String name) {
        var end = name.startsWith(MCP_PREFIX) ? name.indexOf("__", MCP_PREFIX.length()) : -1;
        return end < 0 ? null : name.substring(end + 2);
    }
}
