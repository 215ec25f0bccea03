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
                .pattern("-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----", 0, 80)
                .edges(Edge.ANY, Edge.ANY)
                .validator(SecretToken::privateKey)
                .on(Literals.of("-----begin "));
    }

    private static Detector awsAccessKeyId() {
        return Detector.of("aws_access_key_id", CREDENTIAL)
                .what("AWS access key id", "none")
                .pattern("(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}", 0, 20)
                .edges(Edge.WORD, Edge.WORD)
                .on(Literals.of("akia", "asia", "abia", "acca").when(SecretToken::capitalAhead));
    }

    private static Detector awsSecretAccessKey() {
        return Detector.of("aws_secret_access_key", CREDENTIAL)
                .what("AWS secret access key beside its name", "40 characters, not all hexadecimal")
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
                .pattern("gh[pousr]_[A-Za-z0-9_]{20,}|github_pat_[A-Za-z0-9_]{20,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"));
    }

    private static Detector slackToken() {
        return Detector.of("slack_token", CREDENTIAL)
                .what("Slack token or address of a webhook", "none")
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
                .pattern("[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"));
    }

    private static Detector anthropicKey() {
        return Detector.of("anthropic_key", CREDENTIAL)
                .what("Anthropic key", "none")
                .pattern("sk-ant-[A-Za-z0-9_-]{10,}", 0, TOKEN_CHARS_MAX)
                .on(Literals.of("sk-ant-"));
    }

    private static Detector openAiKey() {
        return Detector.of("openai_key", CREDENTIAL)
                .what("OpenAI key", "maker's prefix, or a run of 16 letters and digits")
                .pattern("sk-[A-Za-z0-9_-]{20,}", 0, TOKEN_CHARS_MAX)
                .validator((text, start, end) ->
                        SecretToken.isOpenAi(text, start, start + 3) ? new Span(start, end) : null)
                .on(Literals.of("sk-").when(SecretToken::isOpenAi));
    }

    private static Detector googleApiKey() {
        return Detector.of("google_api_key", CREDENTIAL)
                .what("Google API key", "none")
                .pattern("AIza[A-Za-z0-9_-]{30,}", 0, 64)
                .on(Literals.of("aiza"));
    }

    private static Detector jwt() {
        return Detector.of("jwt", CREDENTIAL)
                .what("JSON web token, signed, encrypted or plain", "none")
                .pattern(
                        "eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+){0,2}",
                        0,
                        JWT_CHARS_MAX)
                .on(Literals.of("eyj"));
    }

    static Detector urlCredentials() {
        return Detector.of("url_credentials", CREDENTIAL)
                .what("user and password in a URL; scheme and host stay", "none")
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
