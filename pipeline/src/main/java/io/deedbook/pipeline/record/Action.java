// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/** What was done, in the vocabulary that integrations already use. */
public enum Action {
    FILE_READ("file_read"),
    FILE_WRITE("file_write"),
    SHELL_COMMAND("shell_command"),
    WEB_BROWSE("web_browse"),
    WEB_SEARCH("web_search"),
    SUB_AGENT_SPAWN("sub_agent_spawn"),
    CONNECTOR_ACCESS("connector_access"),
    TOOL_DECISION("tool_decision"),
    USER_PROMPT("user_prompt"),
    ASSISTANT_RESPONSE("assistant_response"),
    API_REQUEST("api_request"),
    API_ERROR("api_error"),
    PERMISSION_CHANGE("permission_change"),
    HOOK("hook"),
    MCP_CONNECTION("mcp_connection"),
    PLUGIN("plugin"),
    SKILL("skill"),
    SESSION("session"),
    METRIC("metric"),
    OTHER("other");

    private final String wireName;

    Action(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
