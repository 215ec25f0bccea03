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
                awsSecretBesideId(),
                githubToken(),
                slackToken(),
                stripeKey(),
                anthropicKey(),
                openAiKey(),
                googleApiKey(),
                jwt(),
                Detectors.URL_CREDENTIALS,
                bearerToken(),
                otherScheme());
    }

    /** The pattern sees the first line; the validator looks for the last. */
    private static Detector privateKey() {
        return Detector.of("private_key", CREDENTIAL)
                .what(
                        "private key: PEM block, also with `\\n` written out or cut off; PuTTY file, age key, private member of a JWK",
                        "first and last line; length; `kty` beside it")
                .pattern("-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----", 0, 80)
                .edges(Edge.ANY, Edge.ANY)
                .validator(SecretToken::privateKey)
                .reference("https://www.rfc-editor.org/rfc/rfc7468")
                .matches(
                        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\\nMIIF\\n-----END ENCRYPTED PRIVATE KEY-----",
                        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ\n-----END PGP PRIVATE KEY BLOCK-----",
                        "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA\nPrivate-MAC: " + Sample.hex(64),
                        "AGE-SECRET-KEY-1" + Sample.capitals(58),
                        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"«" + Sample.base62(43) + "»\"}")
                .rejects(
                        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                        "-----BEGIN CERTIFICATE-----",
                        "AGE-SECRET-KEY-1...",
                        "{\"d\":\"" + Sample.base62(43) + "\"}")
                .on(Literals.of("-----begin "));
    }

    private static Detector awsAccessKeyId() {
        return Detector.of("aws_access_key_id", CREDENTIAL)
                .what("AWS access key id", "none")
                .pattern("(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}", 0, 20)
                .edges(Edge.WORD, Edge.WORD)
                .validator(SecretToken::noPlaceholder)
                .reference("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html")
                .matches(
                        "AKIA" + Sample.capitals(16),
                        "ASIA" + Sample.capitals(16),
                        "AWS_ACCESS_KEY_ID=«ABIA" + Sample.capitals(16) + "»")
                .rejects("AKIA................", "AKIAXXXXXXXXXXXXXXXX", "AKIA" + Sample.capitals(17))
                .on(Literals.of("akia", "asia", "abia", "acca").when(SecretToken::capitalAhead));
    }

    private static Detector awsSecretAccessKey() {
        return Detector.of("aws_secret_access_key", CREDENTIAL)
                .what(
                        "AWS secret access key beside its name",
                        "40 characters, not all hexadecimal; `access` in its name or AWS near it")
                .pattern(
                        "(?i:secret[ _-]?(?:access)?[ _-]?(?:key)?)(?:[\\\\\"'\\s:=>,`-]{1,12})([A-Za-z0-9/+]{40})",
                        1,
                        80)
                .edges(Edge.ANY, Edge.ANY)
                .validator(SecretToken::awsSecret)
                .reference("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html")
                .matches(
                        "AWS_SECRET_ACCESS_KEY=«" + Sample.base62(40) + "»",
                        "aws configure set aws_secret_access_key «" + Sample.base62(40) + "»",
                        "{\\\"SecretAccessKey\\\": \\\"«" + Sample.base62(40) + "»\\\"}")
                .rejects(
                        "AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY",
                        "secret key " + Sample.hex(40),
                        "--client-secret=" + Sample.base62(40),
                        "aws_secret_access_key = <your secret access key>")
                .on(Literals.of("secret"));
    }

    /** What follows the id of an access key, in a sentence or a list, where nothing names it. */
    private static Detector awsSecretBesideId() {
        return Detector.of("aws_secret_access_key", CREDENTIAL)
                .pattern("(?:AKIA|ASIA)[A-Z0-9]{16}[^A-Za-z0-9/+][^\\n]{0,40}?([A-Za-z0-9/+]{40})", 1, 104)
                .edges(Edge.WORD, Edge.WORD)
                .validator(SecretToken::awsSecretBesideId)
                .on(Literals.of("akia", "asia").when(SecretToken::isRoomForSecret));
    }

    private static Detector githubToken() {
        return Detector.of("github_token", CREDENTIAL)
                .what("GitHub token, classic or fine-grained", "none")
                .pattern("gh[pousr]_[A-Za-z0-9_]{20,}|github_pat_[A-Za-z0-9_]{20,}", 0, TOKEN_CHARS_MAX)
                .validator(SecretToken::noPlaceholder)
                .reference(
                        "https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats")
                .matches(
                        "ghp_" + Sample.base62(36),
                        "gho_" + Sample.base62(36),
                        "github_pat_" + Sample.base62(22) + "_" + Sample.base62(59),
                        "curl -H 'Authorization: token «ghs_" + Sample.base62(36) + "»'")
                .rejects(
                        "ghp_xxxx",
                        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                        "github_pat_YOUR_TOKEN_GOES_HERE",
                        "github_patch_release_2026_11_25")
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
                .validator(SecretToken::slack)
                .reference("https://api.slack.com/concepts/token-types")
                .matches(
                        "xoxb-" + Sample.digits(12) + "-" + Sample.digits(12) + "-" + Sample.base62(24),
                        "xapp-1-A0123456789-" + Sample.digits(13) + "-" + Sample.hex(64),
                        "https://«hooks.slack.com/services/" + "T0A1B2C3D/B0A1B2C3D/" + Sample.base62(24) + "»")
                .rejects(
                        "xoxb-",
                        "xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx",
                        "xoxb-the-bot-token-of-the-app",
                        "https://hooks.slack.com/docs")
                .on(Literals.of("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-", "hooks.slack.com/"));
    }

    private static Detector stripeKey() {
        return Detector.of("stripe_key", CREDENTIAL)
                .what("Stripe secret or restricted key, or signing secret of a webhook", "none")
                .pattern("[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}", 0, TOKEN_CHARS_MAX)
                .validator(SecretToken::noPlaceholder)
                .reference("https://docs.stripe.com/keys")
                .matches(
                        "sk_live_" + Sample.base62(24),
                        "rk_test_" + Sample.base62(99),
                        "STRIPE_WEBHOOK_SECRET=«whsec_" + Sample.base62(32) + "»")
                .rejects("pk_live_" + Sample.base62(24), "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx", "sk_test_...")
                .on(Literals.of("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"));
    }

    private static Detector anthropicKey() {
        return Detector.of("anthropic_key", CREDENTIAL)
                .what("Anthropic key", "none")
                .pattern("sk-ant-[A-Za-z0-9_-]{10,}", 0, TOKEN_CHARS_MAX)
                .validator(SecretToken::noPlaceholder)
                .reference("https://docs.anthropic.com/en/api/getting-started")
                .matches(
                        "sk-ant-api03-" + Sample.base62(93) + "AA",
                        "sk-ant-admin01-" + Sample.base62(93) + "AA",
                        "export ANTHROPIC_API_KEY=«sk-ant-oat01-" + Sample.base62(93) + "AA»")
                .rejects("sk-ant-...", "sk-ant-xxxxxxxxxxxxxxxxxxxx", "sk-ant-your-key-here")
                .on(Literals.of("sk-ant-"));
    }

    private static Detector openAiKey() {
        return Detector.of("openai_key", CREDENTIAL)
                .what("OpenAI key", "maker's prefix, or a run of 16 letters and digits")
                .pattern("sk-[A-Za-z0-9_-]{20,}", 0, TOKEN_CHARS_MAX)
                .validator((text, start, end) -> SecretToken.isOpenAi(text, start, start + 3)
                        ? SecretToken.noPlaceholder(text, start, end)
                        : null)
                .reference("https://platform.openai.com/docs/api-reference/authentication")
                .matches(
                        "sk-proj-" + Sample.base62(74) + "T3BlbkFJ" + Sample.base62(74),
                        "sk-" + Sample.base62(20) + "T3BlbkFJ" + Sample.base62(20),
                        "OPENAI_API_KEY=«sk-svcacct-" + Sample.base62(74) + "»")
                .rejects("sk-...", "sk-proj-your-key-goes-here", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
                .on(Literals.of("sk-").when(SecretToken::isOpenAi));
    }

    private static Detector googleApiKey() {
        return Detector.of("google_api_key", CREDENTIAL)
                .what("Google API key", "none")
                .pattern("AIza[A-Za-z0-9_-]{30,}", 0, 64)
                .validator(SecretToken::noPlaceholder)
                .reference("https://cloud.google.com/docs/authentication/api-keys")
                .matches(
                        "AIzaSy" + Sample.base62(33),
                        "https://maps.googleapis.com/maps/api/js?key=«AIzaSy" + Sample.base62(33) + "»",
                        "\"«AIza" + Sample.base62(35) + "»\"")
                .rejects("AIza", "AIzaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", "AIzaSyYOUR_API_KEY_GOES_HERE_0123456789")
                .on(Literals.of("aiza"));
    }

    private static Detector jwt() {
        return Detector.of("jwt", CREDENTIAL)
                .what("JSON web token, signed, encrypted or plain", "none")
                .pattern(
                        "eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+){0,2}",
                        0,
                        JWT_CHARS_MAX)
                .reference("https://www.rfc-editor.org/rfc/rfc7519")
                .matches(
                        "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + Sample.base62(43),
                        "eyJhbGciOiJub25lIn0." + "eyJzdWIiOiIxIn0.",
                        "Authorization: Bearer «eyJhbGciOiJSUzI1NiJ9." + "eyJzdWIiOiIxIn0." + Sample.base62(342) + "»")
                .rejects("eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.eyJ", "eyJhbGciOiJIUzI1NiJ9...")
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
                .validator(SecretToken::urlCredentials)
                .reference("https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1")
                .matches(
                        "mongodb+srv://«jane:s3cret»@cluster0.example.net/app",
                        "DATABASE_URL=postgresql://«app:hunter2»@db:5432/app",
                        "amqp://«guest:guest»@rabbit:5672//",
                        "smtp://«mailer:p%40ss»@mail.example.org:587")
                .rejects(
                        "postgres://${DB_USER}:${DB_PASSWORD}@db/app",
                        "https://<user>:<token>@github.com/a/b",
                        "redis://:$REDIS_PASSWORD@cache:6379",
                        "http://example.com:8080/a@b")
                .on(Literals.of("://").when(SecretToken::atSignAhead));
    }

    private static Detector bearerToken() {
        return Detector.of("bearer_token", CREDENTIAL)
                .what("token after `Bearer`", "in an `Authorization` header, with a digit, or 16 characters long")
                .pattern("(?i:bearer)\\s{1,4}([A-Za-z0-9._~+/=-]{6,})", 1, 2048)
                .named()
                .validator(SecretToken::bearer)
                .reference("https://www.rfc-editor.org/rfc/rfc6750")
                .matches(
                        "Authorization: Bearer «" + Sample.base62(32) + "»",
                        "curl -H \"authorization: bearer «" + Sample.hex(40) + "»\"",
                        "{\\\"Authorization\\\":\\\"Bearer «" + Sample.base62(24) + "»\\\"}")
                .rejects(
                        "Authorization: Bearer $TOKEN", "Authorization: Bearer YOUR_ACCESS_TOKEN", "bearer of bad news")
                .on(Literals.of("bearer").when(SecretToken::spaceAhead));
    }

    /** Schemes of their own, of which only the header tells that a token follows. */
    private static Detector otherScheme() {
        return Detector.of("bearer_token", CREDENTIAL)
                .pattern(
                        "(?i:authorization)(?:\\\\{0,3}[\"'])?\\s{0,2}[:=]\\s{0,2}(?:\\\\{0,3}[\"'])?"
                                + "(?i:token|api-?key|key|bot|jwt|oauth|pat)\\s{1,2}([A-Za-z0-9._~+/-]{6,}={0,2})",
                        1,
                        2048)
                .named()
                .validator(SecretToken::scheme)
                .matches(
                        "Authorization: token «" + Sample.hex(40) + "»",
                        "headers={'Authorization': 'ApiKey «" + Sample.base62(32) + "»'}")
                .rejects("Authorization: token $TOKEN", "Authorization: key required", "authorization token missing")
                .on(Literals.of("authorization").when(SecretAssignment::ahead));
    }
}
