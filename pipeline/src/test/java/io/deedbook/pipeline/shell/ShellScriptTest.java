// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.shell;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf /x",
                "  rm   -rf\t/x  ",
                "rm \\\n -rf /x",
                "\\rm -rf /x",
                "r\"m\" -r'f' \"/x\"",
                "rm${IFS}-rf$IFS/x",
                "$'rm' -rf $'\\x2fx'",
                "/usr/bin/rm -rf /x",
                "true; rm -rf /x",
                "true;rm -rf /x # all",
                "true && rm -rf /x || true",
                "true\nrm -rf /x\n",
                "ls | rm -rf /x",
                "(cd /; rm -rf /x)",
                "{ rm -rf /x; }",
                "if true; then rm -rf /x; fi",
                "for i in 1 2; do rm -rf /x; done",
                "case $1 in a) rm -rf /x;; esac",
                "A=1 B=\"2 3\" rm -rf /x",
                "R=rm; $R -rf /x",
                "export D=/x\nD=/x\nrm -rf ${D}",
                "sudo rm -rf /x",
                "sudo -n -u root -- env A=1 nice -n 5 rm -rf /x",
                "command rm -rf /x",
                "env -i PATH=/bin rm -rf /x",
                "timeout -s KILL 5 rm -rf /x",
                "ls | xargs -0 -n 1 rm -rf /x",
                "busybox rm -rf /x",
                "find / -name y -exec rm -rf /x \\;",
                "find / -execdir rm -rf /x +",
                "bash -c 'rm -rf /x'",
                "bash -lc \"cd / && rm -rf /x\"",
                "sudo sh -ec \"rm -rf \\\"/x\\\"\"",
                "eval 'rm -rf' /x",
                "eval \"$(echo 'a')\"; rm -rf /x",
                "ssh -p 22 host 'rm -rf /x'",
                "ssh host rm -rf /x",
                "ssh host <<EOF\nrm -rf /x\nEOF",
                "su - jane -c 'rm -rf /x'",
                "docker exec -it box rm -rf /x",
                "docker run --rm -v /:/host alpine rm -rf /x",
                "kubectl exec -n a pod -- rm -rf /x",
                "watch -n 5 'rm -rf /x'",
                "echo $(rm -rf /x)",
                "echo \"a `rm -rf /x` b\"",
                "echo ${a:-$(rm -rf /x)}",
                "cat <(rm -rf /x)",
                "bash <<'EOF'\nrm -rf /x\nEOF\n",
                "bash <<< 'rm -rf /x'",
                "cat > a <<EOF\n$(rm -rf /x)\nEOF",
                "cat <<A > b\ntext\nA\nrm -rf /x",
                "echo 'rm -rf /x' | sudo bash -s",
                "cat <<EOF | sh\nrm -rf /x\nEOF",
                "powershell -Command \"rm -rf /x\"",
                "rm -rf /x \0",
                "\0 ; rm -rf /x",
            })
    void lines_holdTheCommandHoweverItIsSpelled(String script) {
        assertThat(ShellScript.lines(script))
                .anySatisfy(line -> assertThat(line.replace(" \0", "")).isEqualTo("rm -rf /x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo rm -rf /x",
                "echo 'a; rm -rf /x'",
                "echo \"a && rm -rf /x\"",
                "git commit -m \"$(cat <<'EOF'\nStop it\n\n`rm -rf /x`\nrm -rf /x\nEOF\n)\"",
                "cat > a.sh <<'EOF'\nrm -rf /x\n$(rm -rf /x)\nEOF",
                "grep -rn 'rm -rf /x' .",
                "ls # rm -rf /x",
                "ls \\; rm -rf /x",
                "python3 -c 'print(\"rm -rf /x\")'",
            })
    void lines_holdNoCommandThatIsOnlySpokenOf(String script) {
        assertThat(ShellScript.lines(script)).noneMatch(line -> line.startsWith("rm "));
    }

    @Test
    void lines_giveAPipelineAsALineOfItsOwn() {
        assertThat(ShellScript.lines("curl -s 'https://example.com/i' | sudo bash"))
                .containsExactly(
                        "curl -s https://example.com/i",
                        "sudo bash",
                        "bash",
                        "| curl -s https://example.com/i | sudo bash");
    }

    @Test
    void lines_keepRedirectionsAsWords() {
        assertThat(ShellScript.lines("cat a>/dev/sda 2>&1")).containsExactly("cat a > /dev/sda 2>& 1");
    }

    @Test
    void lines_keepFoldersOfWindows() {
        assertThat(ShellScript.lines("type C:\\work\\a.txt")).containsExactly("type C:\\work\\a.txt");
    }

    @Property
    void lines_areBoundedWhateverTheScript(@ForAll("scripts") String script) {
        var lines = ShellScript.lines(script.repeat(200));

        assertThat(lines).hasSizeLessThanOrEqualTo(ShellScript.LINES_MAX);
    }

    @Provide
    Arbitrary<String> scripts() {
        return Arbitraries.of(
                        "$(",
                        "`",
                        "(",
                        ")",
                        "\"",
                        "'",
                        "{",
                        "}",
                        "${",
                        "\\",
                        "\n",
                        ";",
                        "|",
                        "&",
                        "<<E",
                        "<<<",
                        ">",
                        "<(",
                        "E",
                        "a",
                        " ",
                        "sudo ",
                        "eval ",
                        "bash -c ",
                        "find -exec ",
                        "$'",
                        "\\x4",
                        "x=$x$x ",
                        "$x",
                        "#",
                        "ssh h ")
                .list()
                .ofMaxSize(24)
                .map(parts -> String.join("", parts));
    }
}
