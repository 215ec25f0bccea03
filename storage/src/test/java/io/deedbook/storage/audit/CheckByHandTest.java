// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.TestKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script of docs/EVIDENCE.md, which checks a record with openssl and nothing of ours. */
@EnabledIf("isOpensslHere")
class CheckByHandTest {
    private static final Path SCRIPT = Path.of("../docs/check-by-hand.sh");

    @TempDir
    private Path folder;

    @Test
    void script_acceptsReceiptsOfTreesOfEveryShape() throws Exception {
        for (var shape : List.of(List.of(1, 0), List.of(5, 4), List.of(8, 3), List.of(300, 255), List.of(300, 299))) {
            var export = new TestExport(folder, shape.get(0));
            assertThat(run(export, shape.get(1), TestExport.VKEY.toString()))
                    .startsWith("0\nleaf " + shape.get(1) + " is in the tree of " + shape.get(0) + " leaves")
                    .contains("signed by ", "actor: is what", "content: is what", "facts: is what");
        }
    }

    @Test
    void script_acceptsAKeyWithAPlusSignInItsBase64() throws Exception {
        var number = IntStream.range(0, 256)
                .filter(key -> TestKeys.log(TestExport.ORIGIN, key)
                                .toString()
                                .chars()
                                .filter(sign -> sign == '+')
                                .count()
                        > 2)
                .findFirst()
                .orElseThrow();
        var export = new TestExport(folder, 9);
        var proof = export.proof(5).format();
        var signed = proof.replace(export.checkpoint(9, TestExport.KEY), export.checkpoint(9, number));
        assertThat(signed).isNotEqualTo(proof);
        var vkey = TestKeys.log(TestExport.ORIGIN, number).toString();
        assertThat(run(signed, disclosure(export, 5), vkey))
                .startsWith("0\nleaf 5 is in the tree of 9 leaves")
                .contains("signed by " + vkey.substring(0, vkey.indexOf('+', vkey.indexOf('+') + 1)) + "\n");
    }

    @Test
    void script_namesWhatIsWrong() throws Exception {
        var export = new TestExport(folder, 9);
        var other = new TestExport(folder, 9);
        var key = TestExport.VKEY.toString();
        export.entries.get(4).parts.put("content", export.entries.get(5).parts.get("content"));
        assertThat(run(export, 4, key)).startsWith("1\n").contains("FAILED: content is not what");
        var wrongKey = TestKeys.log(TestExport.ORIGIN, 101).toString();
        assertThat(run(export, 5, wrongKey)).startsWith("1\n").contains("FAILED: the key did not sign");
        var proof = export.proof(5).format();
        assertThat(run(proof.replace("index 5", "index 4"), disclosure(export, 5), key))
                .startsWith("1\n")
                .contains("FAILED: the leaf does not lead");
        assertThat(run(proof.replace("\n9\n", "\n10\n"), disclosure(export, 5), key))
                .startsWith("1\n")
                .contains("FAILED");
        assertThat(run(proof, disclosure(other, 5), key)).startsWith("1\n").contains("FAILED: the disclosure is of");
    }

    private String run(TestExport export, int index, String vkey) throws Exception {
        return run(export.proof(index).format(), disclosure(export, index), vkey);
    }

    /** The exit code and what was printed. */
    private String run(String proof, String disclosure, String vkey) throws Exception {
        var proofFile = folder.resolve("record.tlog-proof");
        var disclosureFile = folder.resolve("disclosure.json");
        Files.writeString(proofFile, proof);
        Files.writeString(disclosureFile, disclosure);
        var process = new ProcessBuilder(
                        "bash", SCRIPT.toString(), vkey, proofFile.toString(), disclosureFile.toString())
                .redirectErrorStream(true)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + printed;
    }

    private static String disclosure(TestExport export, int index) {
        var base64 = Base64.getEncoder();
        var parts = new JsonObject();
        export.entries
                .get(index)
                .parts
                .forEach((name, open) -> parts.put(
                        name,
                        new JsonObject()
                                .put("salt", base64.encodeToString(open[0]))
                                .put("content", base64.encodeToString(open[1]))));
        return new JsonObject()
                .put("leaf", base64.encodeToString(export.entries.get(index).leaf))
                .put("parts", parts)
                .encode();
    }

    static boolean isOpensslHere() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
