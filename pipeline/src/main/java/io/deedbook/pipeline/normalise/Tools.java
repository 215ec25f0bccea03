// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.record.Action;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each known tool does. */
final class Tools {
    /** The name under which the client hides a connector's tool; the names stand in the parameters. */
    static final String MCP_TOOL = "mcp_tool";
    /** {@code mcp__<connector>__<operation>}. */
    static final String MCP_PREFIX = "mcp__";

    static final Map<String, Action> BY_NAME = new HashMap<>(Map.ofEntries(
            entry("Read", Action.FILE_READ),
            entry("Glob", Action.FILE_READ),
            entry("Grep", Action.FILE_READ),
            entry("LS", Action.FILE_READ),
            entry("LSP", Action.FILE_READ),
            entry("NotebookRead", Action.FILE_READ),
            entry("read_file", Action.FILE_READ),
            entry("read_many_files", Action.FILE_READ),
            entry("list_directory", Action.FILE_READ),
            entry("list_dir", Action.FILE_READ),
            entry("glob", Action.FILE_READ),
            entry("grep_search", Action.FILE_READ),
            entry("grep_files", Action.FILE_READ),
            entry("search_file_content", Action.FILE_READ),
            entry("view_image", Action.FILE_READ),
            entry("Write", Action.FILE_WRITE),
            entry("Edit", Action.FILE_WRITE),
            entry("MultiEdit", Action.FILE_WRITE),
            entry("NotebookEdit", Action.FILE_WRITE),
            entry("str_replace_based_edit_tool", Action.FILE_WRITE),
            entry("str_replace_editor", Action.FILE_WRITE),
            entry("text_editor_code_execution", Action.FILE_WRITE),
            entry("memory", Action.FILE_WRITE),
            entry("write_file", Action.FILE_WRITE),
            entry("replace", Action.FILE_WRITE),
            entry("apply_patch", Action.FILE_WRITE),
            entry("save_memory", Action.FILE_WRITE),
            entry("Bash", Action.SHELL_COMMAND),
            entry("BashOutput", Action.SHELL_COMMAND),
            entry("KillShell", Action.SHELL_COMMAND),
            entry("KillBash", Action.SHELL_COMMAND),
            entry("Monitor", Action.SHELL_COMMAND),
            entry("PowerShell", Action.SHELL_COMMAND),
            entry("TaskOutput", Action.SHELL_COMMAND),
            entry("TaskStop", Action.SHELL_COMMAND),
            entry("bash", Action.SHELL_COMMAND),
            entry("code_execution", Action.SHELL_COMMAND),
            entry("bash_code_execution", Action.SHELL_COMMAND),
            entry("shell", Action.SHELL_COMMAND),
            entry("shell_command", Action.SHELL_COMMAND),
            entry("local_shell", Action.SHELL_COMMAND),
            entry("container.exec", Action.SHELL_COMMAND),
            entry("exec_command", Action.SHELL_COMMAND),
            entry("write_stdin", Action.SHELL_COMMAND),
            entry("run_shell_command", Action.SHELL_COMMAND),
            entry("WebFetch", Action.WEB_BROWSE),
            entry("web_fetch", Action.WEB_BROWSE),
            entry("WebSearch", Action.WEB_SEARCH),
            entry("web_search", Action.WEB_SEARCH),
            entry("google_web_search", Action.WEB_SEARCH),
            entry("Agent", Action.SUB_AGENT_SPAWN),
            entry("Task", Action.SUB_AGENT_SPAWN),
            entry("TeamCreate", Action.SUB_AGENT_SPAWN),
            entry("spawn_agent", Action.SUB_AGENT_SPAWN),
            entry("delegate_to_agent", Action.SUB_AGENT_SPAWN),
            entry(MCP_TOOL, Action.CONNECTOR_ACCESS),
            entry("ListMcpResources", Action.CONNECTOR_ACCESS),
            entry("ListMcpResourcesTool", Action.CONNECTOR_ACCESS),
            entry("ReadMcpResource", Action.CONNECTOR_ACCESS),
            entry("ReadMcpResourceTool", Action.CONNECTOR_ACCESS),
            entry("list_mcp_resources", Action.CONNECTOR_ACCESS),
            entry("list_mcp_resource_templates", Action.CONNECTOR_ACCESS),
            entry("read_mcp_resource", Action.CONNECTOR_ACCESS),
            entry("Skill", Action.SKILL),
            entry("SlashCommand", Action.SKILL),
            entry("EnterPlanMode", Action.PERMISSION_CHANGE),
            entry("ExitPlanMode", Action.PERMISSION_CHANGE),
            entry("exit_plan_mode", Action.PERMISSION_CHANGE),
            entry("AskUserQuestion", Action.SESSION),
            entry("TodoRead", Action.SESSION),
            entry("TodoWrite", Action.SESSION),
            entry("TaskCreate", Action.SESSION),
            entry("TaskGet", Action.SESSION),
            entry("TaskList", Action.SESSION),
            entry("TaskUpdate", Action.SESSION),
            entry("ToolSearch", Action.SESSION),
            entry("update_plan", Action.SESSION),
            entry("write_todos", Action.SESSION),
            entry("computer", Action.OTHER)));

    private Tools() {}

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
