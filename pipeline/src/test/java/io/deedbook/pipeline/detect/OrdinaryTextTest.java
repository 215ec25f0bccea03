// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What developers and their tools write all day, with nobody's secret in it. */
class OrdinaryTextTest {
    private static final String SHA1 = Sample.hex(40);
    private static final String SHA256 = Sample.hex(64);

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void scan_findsNothing(String text) {
        assertThat(DetectorEngine.builtIn().scan(text))
                .as(text)
                .extracting(finding -> finding.type() + ": " + text.substring(finding.start(), finding.end()))
                .isEmpty();
    }

    static List<String> texts() {
        return List.of(
                // lock files
                "\"node_modules/left-pad\": { \"version\": \"1.3.0\", \"resolved\": \"https://registry.npmjs.org/left-pad/-/"
                        + "left-pad-1.3.0.tgz\", \"integrity\": \"sha512-" + Sample.base62(86) + "==\" }",
                "github.com/stretchr/testify v1.9.0 h1:" + Sample.base62(43) + "=",
                "golang.org/x/crypto v0.21.0/go.mod h1:" + Sample.base62(43) + "=",
                "checksum = \"" + SHA256 + "\"",
                "sha256:" + SHA256 + " cert-manager",
                "resolution: {integrity: sha512-" + Sample.base62(86) + "==}",
                "Pipfile.lock \"_meta\": {\"hash\": {\"sha256\": \"" + SHA256 + "\"}}",
                // version control
                "commit " + SHA1 + "\nAuthor: Jane\nDate:   Sat Nov 21 09:44:11 2026 +0000\n\n    Fix the token parser",
                "index " + Sample.hex(7) + ".." + Sample.hex(8)
                        + " 100644\n--- a/src/auth/key.ts\n+++ b/src/auth/key.ts",
                "From https://github.com/acme/widget\n   " + Sample.hex(9) + ".." + Sample.hex(10)
                        + "  main -> origin/main",
                "etag: W/\"" + Sample.hex(32) + "\"",
                // images and containers
                "docker pull alpine@sha256:" + SHA256,
                "Digest: sha256:" + SHA256 + "\nStatus: Downloaded newer image",
                "CONTAINER ID   IMAGE\n" + Sample.hex(12) + "   nginx:1.27",
                "data:image/png;base64," + Sample.base62(400) + "==",
                // ids
                "id: " + Sample.UUID + " trace_id=" + Sample.hex(32) + " span_id=" + Sample.hex(16),
                "/var/data/" + Sample.UUID + ".parquet",
                "arn:aws:iam::aws:policy/AdministratorAccess",
                "projects/acme-prod/locations/global/keyRings/main/cryptoKeys/app",
                "ETag: \"" + Sample.hex(32) + "-12\"",
                "AWS_REGION=eu-west-1 AWS_PROFILE=default",
                "client_id: 1a2b3c4d-apps",
                // code
                "!function(e,t){\"object\"==typeof exports&&\"undefined\"!=typeof module?module.exports=t():e.key=t.key}(this);",
                "at com.example.auth.TokenService.refresh(TokenService.java:142)",
                "const key = Object.keys(map)[0]; const auth = await getAuth(req);",
                "for (Map.Entry<String, String> entry : map.entrySet()) { key = entry.getKey(); }",
                "PRIMARY KEY (id), FOREIGN KEY (customer_id) REFERENCES customers(id)",
                "api_key = os.environ['API_KEY']; secret = config.SECRET",
                "Authorization: Bearer $TOKEN",
                "Authorization: Bearer ${ACCESS_TOKEN}",
                "Authorization: Bearer <token>",
                "Authorization: Bearer YOUR_ACCESS_TOKEN",
                "curl -u \"$USER:$PASSWORD\" https://example.com",
                "docker run -u 1000:1000 -e KEY=value alpine",
                "git remote set-url origin https://<user>:<token>@github.com/acme/widget.git",
                "postgres://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:5432/app",
                "keyboard monkey turkey donkey authenticate authorship tokenizer basic auth",
                "std::map<std::string, key_type> m; a.b.c; x.y.z1.2.3",
                "color: #1a2b3c; 0xdeadbeef 0x7fff5fbff8c0 0x1p-3",
                "@keyframes spin { from { transform: rotate(0) } to { transform: rotate(360deg) } }",
                // documentation of keys
                "Set OPENAI_API_KEY to your key (sk-...), or sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "Tokens look like ghp_xxxx, ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx or github_pat_xxxxxxxxxxxxxxxxxxxxxx",
                "sk-ant-xxxxxxxxxxxxxxxxxxxx, sk-ant-api03-...; sk-proj-xxxxxxxxxxxxxxxxxxxxxxxx; sk-proj-your-key-goes-here",
                "AKIA................ AKIAXXXXXXXXXXXXXXXX",
                "API_KEY=<YOUR_API_KEY> TOKEN=$TOKEN SECRET=${SECRET}",
                "glpat-xxxxxxxxxxxxxxxxxxxx xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "AIzaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
                "HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                // prose
                "The secret of getting ahead is getting started. The key is to begin.",
                "Cookie: a small text; session=none; the session is over",
                "Send 1000 tokens to the model; the seed phrase is never stored.");
    }
}
