// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;

/** The definitions of what finds keys, tokens and passwords. */
final class CredentialDetectors {
    static final int TOKEN_CHARS_MAX = 512;
    private static final int JWT_CHARS_MAX = 8192;

    private CredentialDetectors() {}

    static List<Detector> all() {
        return List.of(
                privateKey(),
                awsAccessKeyId(),
                awsSecretAccessKey(),
                githubToken(),
                slackToken(),
                stripeKey(),
                anthropicKey(),
                openAiKey(),
                googleApiKey(),
                jwt(),
                Detectors.URL_CREDENTIALS,
                bearerToken(),
                passwordAssignment());
    }

    /** The pattern sees the first line; the validator looks for the last. */
    private static Detector privateKey() {
        return Detector.of("private_key", CREDENTIAL)
                .what("PEM block of a private key, also with `\\n` written out or cut off", "none")
                .reference("https://www.rfc-editor.org/rfc/rfc7468")
                .matches(
                        "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----",
                        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----")
                .rejects(
                        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
                        "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
                        "the private key is lost")
                .pattern("-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----", 0, 80)
                .edges(Edge.ANY, Edge.ANY)
                .validator(SecretToken::privateKey)
                .on(Literals.of("-----begin "));
    }

    private static Detector awsAccessKeyId() {
        return Detector.of("aws_access_key_id", CREDENTIAL)
                .what("AWS access key id", "none")
                .reference("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html")
                .matches("AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE")
                .rejects("AKIAIOSFODNN7EXAMPL", "akiaiosfodnn7example", "AKIAIOSFODNN7EXAMPLEX", "Asia Pacific")
                .pattern("(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}", 0, 20)
                .edges(Edge.WORD, Edge.WORD)
                .on(Literals.of("akia", "asia", "abia", "acca").when(SecretToken::capitalAhead));
    }

    private static Detector awsSecretAccessKey() {
        return Detector.of("aws_secret_access_key", CREDENTIAL)
                .what("AWS secret access key beside its name", "40 characters, not all hexadecimal")
                .reference("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html")
                .matches(
                        "SecretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
                .rejects(
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        "secret_access_key: d325d9d5b55c426bea088c407ee3ce248efd013e")
                .pattern(
                        "(?i:secret[ _-]?(?:access)?[ _-]?(?:key)?)(?:[\\\\\"'\\s:=>,`-]{1,12})([A-Za-z0-9/+]{40})",
                        1,
                        80)
                .edges(Edge.ANY, Edge.ANY)
                .validator(SecretToken::awsSecret)
                .on(Literals.of("secret"));
    }

    private static Detector githubToken() {
        return Detector.of("github_token", CREDENTIAL)
                .what("GitHub token, classic or fine-grained", "none")
                .reference(
                        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github")
                .matches("ghp_0123456789abcdefghij", "github_pat_0123456789abcdefghij")
                .rejects("ghp_short", "xghp_0123456789abcdefghij")
                .pattern("gh[pousr]_[A-Za-z0-9_]{20,}|github_pat_[A-Za-z0-9_]{20,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"));
    }

    private static Detector slackToken() {
        return Detector.of("slack_token", CREDENTIAL)
                .what("Slack token or address of a webhook", "none")
                .reference("https://api.slack.com/concepts/token-types")
                .matches("xoxb-0123456789", "https://hooks.slack.com/services/T000/B000/XXXX")
                .rejects("xoxb-", "https://slack.com/services/T000/B000")
                .pattern(
                        "xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}"
                                + "|hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{8,}",
                        0,
                        TOKEN_CHARS_MAX)
                .on(Literals.of("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-", "hooks.slack.com/"));
    }

    private static Detector stripeKey() {
        return Detector.of("stripe_key", CREDENTIAL)
                .what("Stripe secret or restricted key, or signing secret of a webhook", "none")
                .reference("https://docs.stripe.com/keys")
                .matches("sk_test_0123456789", "whsec_0123456789abcdef")
                .rejects("sk_test_", "pk_test_0123456789", "task_live_0123456789")
                .pattern("[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"));
    }

    private static Detector anthropicKey() {
        return Detector.of("anthropic_key", CREDENTIAL)
                .what("Anthropic key", "none")
                .reference("https://docs.anthropic.com/en/api/overview")
                .matches("sk-ant-0123456789", "sk-ant-api03-abcdefghij")
                .rejects("sk-ant-", "sk-antenna-pole")
                .pattern("sk-ant-[A-Za-z0-9_-]{10,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("sk-ant-"));
    }

    private static Detector openAiKey() {
        return Detector.of("openai_key", CREDENTIAL)
                .what("OpenAI key", "maker's prefix, or a run of 16 letters and digits")
                .reference("https://platform.openai.com/docs/api-reference/authentication")
                .matches("sk-proj-0123456789abcdef", "sk-0123456789abcdefghij")
                .rejects("sk-learn-how-to-code-in-2026-with-python", "risk-0123456789abcdefghij")
                .pattern("sk-[A-Za-z0-9_-]{20,}", 0, TOKEN_CHARS_MAX)
                .validator((text, start, end) ->
                        SecretToken.isOpenAi(text, start, start + 3) ? new Span(start, end) : null)
                .on(Literals.of("sk-").when(SecretToken::isOpenAi));
    }

    private static Detector googleApiKey() {
        return Detector.of("google_api_key", CREDENTIAL)
                .what("Google API key", "none")
                .reference("https://cloud.google.com/docs/authentication/api-keys")
                .matches("AIza0123456789abcdefghijklmnopqrst", "AIzaABCDEFGHIJKLMNOPQRSTUVWXYZ0123_-")
                .rejects("AIza0123456789", "aiza0123456789abcdefghijklmnopqrst")
                .pattern("AIza[A-Za-z0-9_-]{30,}", 0, 64)
                .on(Literals.of("aiza"));
    }

    private static Detector jwt() {
        return Detector.of("jwt", CREDENTIAL)
                .what("JSON web token, signed, encrypted or plain", "none")
                .reference("https://www.rfc-editor.org/rfc/rfc7519")
                .matches(
                        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.0123456789abcdef")
                .rejects("eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.eyJ")
                .pattern(
                        "eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+){0,2}",
                        0,
                        JWT_CHARS_MAX)
                .on(Literals.of("eyj"));
    }

    static Detector urlCredentials() {
        return Detector.of("url_credentials", CREDENTIAL)
                .what("user and password in a URL; scheme and host stay", "none")
                .reference("https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1")
                .matches("postgres://jane:s3cret@db/x", "https://jane:s3cret@example.com")
                .rejects("https://example.com:8080/a@b", "http://example.com/x:y@z")
                .pattern(
                        "://([^\\s/@:\"'<>\\\\\\[][^\\s/@:\"'<>\\\\]{0,127}:[^\\s/\"'<>\\\\]{1,256}|:[^\\s/\"'<>\\\\]{1,256})@[A-Za-z0-9_\\[.-]",
                        1,
                        400)
                .edges(Edge.ANY, Edge.ANY)
                .on(Literals.of("://").when(SecretToken::atSignAhead));
    }

    private static Detector bearerToken() {
        return Detector.of("bearer_token", CREDENTIAL)
                .what("token after `Bearer`", "in an `Authorization` header, with a digit, or 16 characters long")
                .reference("https://www.rfc-editor.org/rfc/rfc6750")
                .matches("Authorization: Bearer abcdef", "bearer a1b2c3d4e5f6")
                .rejects("Bearer of bad news", "a bearer token")
                .pattern("(?i:bearer)\\s{1,4}([A-Za-z0-9._~+/=-]{6,})", 1, 2048)
                .named()
                .validator(SecretToken::bearer)
                .on(Literals.of("bearer").when(SecretToken::spaceAhead));
    }

    /** The pattern ends where the value begins; the validator finds its end. */
    private static Detector passwordAssignment() {
        return Detector.of("password_assignment", CREDENTIAL)
                .what(
                        "value assigned to `password`, `secret`, `token`, `api_key` and the like, in text, JSON or options",
                        "no placeholder, type name, expression or short number")
                .reference("https://cwe.mitre.org/data/definitions/798.html")
                .matches("{\"password\":\"hunter2\"}", "password=hunter2", "--password hunter2")
                .rejects("password: string", "password=${DB_PASSWORD}", "max_tokens=4096", "a token of love")
                .pattern(
                        "(?i:passw(?:or[dt]|d)|passphrase|pwd|secret(?:[_-]?key)?|token|api[_-]?key|access[_-]?key)"
                                + "(?:\\\\{0,3}[\"'])?(?:\\s{0,4}(?:=>|:=|={1,3}|:)\\s{0,4}|\\s{1,2})",
                        0,
                        64)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(SecretAssignment::validate)
                .on(Literals.of(
                                "password",
                                "passwort",
                                "passwd",
                                "passphrase",
                                "pwd",
                                "secret",
                                "token",
                                "api_key",
                                "api-key",
                                "apikey",
                                "access_key",
                                "access-key",
                                "accesskey")
                        .when(SecretAssignment::ahead));
    }
}
