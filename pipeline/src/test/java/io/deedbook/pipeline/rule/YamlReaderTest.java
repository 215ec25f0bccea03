// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x [1]\\nb: *x | anchors and aliases are not supported",
                "a: 1\\na: 2 | the key 'a' stands twice",
                "a: !!java.net.URL [x] | not a map",
                "a: !!str x | YAML tags are not supported",
                "{[a]: b} | a key is not a string",
                "- a | a document is not a map of attributes",
                "a: [b | not YAML",
                "# nothing | the file is empty",
            })
    void read_refuses(String text, String reason) {
        var source = new RuleSource("x.yml", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> {
                    for (var document : YamlReader.read(source)) {
                        new YamlAttributes(document, Place.in("x.yml").rule("")).mapping("a");
                    }
                })
                .isInstanceOf(RuleException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void read_boundsDepthAndNodes() {
        assertThatThrownBy(() -> YamlReader.read(new RuleSource("x.yml", "a: " + "[".repeat(500))))
                .isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> YamlReader.read(new RuleSource("x.yml", "a: [" + "b,".repeat(30_000) + "]")))
                .hasMessageContaining("more than 20000 nodes");
        assertThatThrownBy(() -> new RuleSource("x.yml", "#".repeat(RuleSource.CHARS_MAX + 1)))
                .hasMessageContaining("larger than");
    }

    @Test
    void read_knowsTheLinesAndTheTypes() {
        var document = YamlReader.read(new RuleSource("x.yml", "a: 1\nb:\n  - '1'\n  - null\n"))
                .get(0);

        var first = (YamlNode.Scalar) document.members().get("a");
        var items = ((YamlNode.Sequence) document.members().get("b")).items();
        assertThat(first.isNumber()).isTrue();
        assertThat(((YamlNode.Scalar) items.get(0)).isNumber()).isFalse();
        assertThat(((YamlNode.Scalar) items.get(1)).isNull()).isTrue();
        assertThat(items.get(1).line()).isEqualTo(4);
    }
}
