// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealerTest {
    private final Sealer sealer = new Sealer();

    @Test
    void seal_writesTheLeafInCanonicalMemberOrder() {
        var sealed = sealer.seal(draft());
        var hex = HexFormat.of().formatHex(sealed.id());

        assertThat(new String(sealed.leaf(), UTF_8))
                .isEqualTo(
                        "{\"action\":\"shell_command\",\"contentState\":\"redacted\",\"controls\":[\"soc2:CC6.1\"],"
                                + "\"event\":\"tool_result\",\"id\":\"" + hex
                                + "\",\"kind\":\"record\",\"occurred\":\"5\","
                                + "\"outcome\":\"success\",\"parts\":{\"actor\":\"" + commitment(sealed, Part.ACTOR)
                                + "\",\"attributes\":\"" + commitment(sealed, Part.ATTRIBUTES) + "\",\"content\":\""
                                + commitment(sealed, Part.CONTENT) + "\",\"facts\":\"" + commitment(sealed, Part.FACTS)
                                + "\"},\"pii\":{\"email\":2},\"policyVersion\":\"p1\",\"received\":\"7\",\"risk\":\"high\","
                                + "\"rules\":[\"r-1\",\"r-2\"],\"signal\":\"log\",\"surface\":\"claude_code\",\"truncated\":0,\"v\":1}");
    }

    @Test
    void seal_makesIdsOfVersion7ByTheMillisecondOfReceipt() {
        var received = 1_764_000_000_123_456_789L;

        var id = ByteBuffer.wrap(sealer.seal(new RecordDraft(received, 5)).id());
        var uuid = new UUID(id.getLong(), id.getLong());

        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(1_764_000_000_123L);
    }

    @Test
    void seal_commitsAsAShellWouldCheckIt() throws Exception {
        var sealed = sealer.seal(draft());
        var content = "{\"prompt\":\"hello \\\"you\\\"\",\"target\":\"ls\"}";
        assertThat(sealed.contentJson()).isEqualTo(content);

        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update("audit-part/v1\ncontent\n".getBytes(UTF_8));
        sha256.update(sealed.salts().get(Part.CONTENT));
        sha256.update(content.getBytes(UTF_8));

        assertThat(new String(sealed.leaf(), UTF_8))
                .contains("\"content\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest()));
    }

    @Test
    void seal_makesPartsOfColumnsThatColumnsCanRebuild() {
        var sealed = sealer.seal(draft());

        assertThat(PartJson.ofColumns(Part.ACTOR, sealed.values()))
                .isEqualTo("{\"sessionId\":\"s-1\",\"workspacePaths\":[\"/a\",\"/b\"]}");
        assertThat(PartJson.ofColumns(Part.FACTS, sealed.values()))
                .isEqualTo("{\"durationMs\":12,\"toolName\":\"Bash\"}");
    }

    @Test
    void seal_hasOneSpellingForWhatWasNotCut() {
        assertThat(sealer.seal(new RecordDraft(7, 5)).integer(Field.TRUNCATED)).isZero();
    }

    @Test
    void seal_leavesOutPartsThatAreEmpty() {
        var sealed = sealer.seal(new RecordDraft(7, 5));

        assertThat(new String(sealed.leaf(), UTF_8)).contains("\"parts\":{}");
        assertThat(sealed.salts()).isEmpty();
        assertThat(sealed.contentJson()).isNull();
        assertThat(sealed.attributesJson()).isNull();
    }

    @Test
    void seal_neverUsesASaltOrIdTwice() {
        var first = sealer.seal(draft());
        var second = sealer.seal(draft());

        assertThat(first.id()).isNotEqualTo(second.id());
        for (var part : first.salts().keySet()) {
            assertThat(first.salts().get(part))
                    .hasSize(32)
                    .isNotEqualTo(second.salts().get(part));
        }
        assertThat(first.salts().values()).doesNotHaveDuplicates();
    }

    @Test
    void seal_keepsLengthsOnlyWhereTheLevelSaysSo() {
        var draft = draft();
        draft.put(Field.CONTENT_STATE, ContentState.LENGTH_ONLY.wireName());

        assertThat(sealer.seal(draft).contentJson()).isEqualTo("{\"prompt\":11,\"target\":\"ls\"}");
    }

    @Test
    void leafHash_isTheRfc6962HashOfTheStoredBytes() throws Exception {
        var sealed = sealer.seal(draft());
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);

        assertThat(sealed.leafHash()).isEqualTo(sha256.digest(sealed.leaf()));
    }

    private static String commitment(SealedRecord sealed, Part part) {
        var json = switch (part) {
            case CONTENT -> sealed.contentJson();
            case ATTRIBUTES -> sealed.attributesJson();
            default -> PartJson.ofColumns(part, sealed.values());
        };
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Commitment.of(part, sealed.salts().get(part), json.getBytes(UTF_8)));
    }

    private static RecordDraft draft() {
        var draft = new RecordDraft(7, 5);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "log");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.TARGET, "ls");
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.DURATION_MS, 12L);
        draft.put(Field.SESSION_ID, "s-1");
        draft.put(Field.WORKSPACE_PATHS, List.of("/a", "/b"));
        draft.put(Field.RISK, "high");
        draft.put(Field.RULES, List.of("r-1", "r-2"));
        draft.put(Field.CONTROLS, List.of("soc2:CC6.1"));
        draft.put(Field.POLICY_VERSION, "p1");
        draft.put(Field.TRUNCATED, 0L);
        draft.put(Field.CONTENT_STATE, ContentState.REDACTED.wireName());
        draft.content().put(ContentName.PROMPT, "hello \"you\"");
        draft.attributes(
                Attributes.builder(1).add("speed", new Value.Text("normal")).build());
        draft.pii().put("email", 2);
        return draft;
    }
}
