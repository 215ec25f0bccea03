// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.evidence.TestRecords;
import io.deedbook.storage.tlog.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalReaderTest {
    @Test
    void aByteIsFoundWhereverItStands() {
        for (var length = 0; length < 20; length++) {
            for (var position = 0; position <= length; position++) {
                var before = "a".repeat(position);
                var after = "~".repeat(length - position);
                canonicalTextIsRead("\"" + before + "\\n" + after + '"');
                canonicalTextIsRead("\"" + before + "\u00e4" + after + '"');
                canonicalTextIsRead("{\"" + before + "\":\"" + after + "\"}");
                everyOtherSpellingIsRefused("\"" + before + '\n' + after + '"');
                everyOtherSpellingIsRefused("\"" + before + '"' + after + '"');
                everyOtherSpellingIsRefused("\"" + before + '\\' + after + '"');
                everyOtherSpellingIsRefused("{\"" + before + '\u001f' + after + "\":1}");
                everyOtherSpellingIsRefused("{\"" + before + "\\n" + after + "\":1}");
                everyOtherSpellingIsRefused("{\"" + before + "\u00e4" + after + "\":1}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1,\"b\":\"x\",\"c\":[1,\"2\",{}],\"d\":{\"e\":-7}}",
                "\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\"",
                "\"\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00\"",
                "9007199254740992",
                "0"
            })
    void canonicalTextIsRead(String text) {
        assertThatCode(() -> read(text.getBytes(StandardCharsets.UTF_8))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " {}",
                "{} ",
                "{\"a\": 1}",
                "{\"b\":1,\"a\":1}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,}",
                "{,}",
                "[1,]",
                "[1 ,2]",
                "{\"a\\n\":1}",
                "{\"\u00e4\":1}",
                "\"\\/\"",
                "\"\\u0041\"",
                "\"\\u000a\"",
                "\"\\u001F\"",
                "\"\t\"",
                "\"a",
                "01",
                "-0",
                "-",
                "1.0",
                "1e3",
                "9007199254740993",
                "99999999999999999",
                "true",
                "null"
            })
    void everyOtherSpellingIsRefused(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c080", "c1bf", "e08080", "eda080", "f0808080", "f4908080", "f5808080", "e282", "ff"})
    void bytesThatAreNoUtf8AreRefused(String hex) {
        var bytes = HexFormat.of().parseHex("22" + hex + "22");
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedException.class);
    }

    @Test
    void nestingEnds() {
        assertThatThrownBy(() -> read("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void everyLeafOfTheCollectorIsRead() {
        for (var number = 0; number < 50; number++) {
            var record = TestRecords.record(number);
            var leaf = AuditedLeaf.parse(record.leaf());
            assertThat(leaf.id()).isEqualTo(HexFormat.of().formatHex(record.id()));
            assertThat(leaf.kind()).isEqualTo("record");
            assertThat(leaf.commitments()).containsOnlyKeys(record.salts().keySet());
        }
    }

    private static void read(byte[] bytes) {
        var reader = new CanonicalReader(bytes);
        reader.skipValue();
        reader.end();
    }
}
