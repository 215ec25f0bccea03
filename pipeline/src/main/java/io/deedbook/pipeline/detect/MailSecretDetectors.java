// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import java.util.List;

/** The definitions of what finds the keys of services that send mail. */
final class MailSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private MailSecretDetectors() {}

    static List<Detector> all() {
        return List.of(sendGrid(), mailgun(), mailchimp(), resend(), brevo(), postmark(), mailgunNamed());
    }

    private static Detector sendGrid() {
        var key = KeyShape.of("SG.").run(16, 32, BASE64URL).then("\\.[A-Za-z0-9_-]{32,64}");
        return key.detector("sendgrid_key", "SendGrid API key")
                .reference("https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys")
                .matches(
                        "SG." + Sample.base62(22) + "." + Sample.base62(43),
                        "export SENDGRID_API_KEY='«SG." + Sample.base62(22) + "." + Sample.base62(43) + "»'",
                        "{\\\"key\\\":\\\"«SG." + Sample.base62(22) + "." + Sample.base62(43) + "»\\\"}")
                .rejects(
                        "SG.xxxxxxxxxxxxxxxxxxxxxx.yyy",
                        "msg.getContentAsString.toString",
                        "MSG." + Sample.base62(22) + "." + Sample.base62(43))
                .on(key.trigger());
    }

    private static Detector mailgun() {
        var key = KeyShape.of("key-").exactly(32, "a-f0-9");
        return key.detector("mailgun_key", "Mailgun API key")
                .reference("https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth")
                .matches(
                        "key-" + Sample.hex(32),
                        "curl --user '«api:key-" + Sample.hex(32) + "»'",
                        "MAILGUN_API_KEY=«" + Sample.hex(32) + "-1a2b3c4d-5e6f7081»")
                .rejects("key-value", "key-" + "x".repeat(32), "pubkey-" + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector mailchimp() {
        return Detector.of("mailchimp_key", CREDENTIAL)
                .what("Mailchimp API key", "32 hexadecimal digits and the data centre")
                .pattern("[0-9a-f]{32}-us[0-9]{1,2}", 0, 40)
                .edges(Edge.WORD, Edge.WORD)
                .reference("https://mailchimp.com/developer/marketing/guides/quick-start/")
                .matches(
                        Sample.hex(32) + "-us1",
                        Sample.hex(32) + "-us21",
                        "MAILCHIMP_API_KEY=«" + Sample.hex(32) + "-us14»")
                .rejects("en-us1", "abc-us1", Sample.hex(32) + "-usa")
                .on(new Trigger.Around(
                        "-us",
                        Ascii::isHex,
                        32,
                        (text, start, end) ->
                                Ascii.isDigitAt(text, end) && start >= 32 && Ascii.isHex(text.charAt(start - 32))));
    }

    private static Detector resend() {
        var key = KeyShape.of("re_").run(8, 12, "A-Za-z0-9").then("_[A-Za-z0-9]{20,28}");
        return key.detector("resend_key", "Resend API key")
                .validator((text, start, end) -> Randomness.seems(text, start + 3, end) ? new Span(start, end) : null)
                .reference("https://resend.com/docs/dashboard/api-keys/introduction")
                .matches(
                        "re_" + Sample.base62(8) + "_" + Sample.base62(24),
                        "RESEND_API_KEY=«re_" + Sample.base62(9) + "_" + Sample.base62(22) + "»",
                        "new Resend('«re_" + Sample.base62(8) + "_" + Sample.base62(24) + "»')")
                .rejects(
                        "re_compile_pattern",
                        "re_xxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxx",
                        "pre_" + Sample.base62(8) + "_" + Sample.base62(24))
                .on(key.trigger());
    }

    private static Detector brevo() {
        var key = KeyShape.of("xkeysib-", "xsmtpsib-").exactly(64, "a-f0-9").then("-[A-Za-z0-9]{16}");
        return key.detector("brevo_key", "Brevo API or SMTP key")
                .reference("https://developers.brevo.com/docs/getting-started")
                .matches(
                        "xkeysib-" + Sample.hex(64) + "-" + Sample.base62(16),
                        "xsmtpsib-" + Sample.hex(64) + "-" + Sample.base62(16),
                        "curl -H 'api-key: «xkeysib-" + Sample.hex(64) + "-" + Sample.base62(16) + "»'")
                .rejects("xkeysib-", "xkeysib-" + "x".repeat(64) + "-abc", "xkeysib-" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector postmark() {
        var key = NamedKey.of(NamedKey.UUID, "postmark");
        return key.detector("postmark_token", "Postmark token beside its name")
                .reference("https://postmarkapp.com/developer/api/overview#authentication")
                .matches(
                        "X-Postmark-Server-Token: «" + Sample.UUID + "»",
                        "POSTMARK_API_TOKEN=«" + Sample.UUID + "»",
                        "{\"postmark_server_token\": \"«" + Sample.UUID + "»\"}")
                .rejects(
                        "POSTMARK_API_TOKEN=$TOKEN",
                        "postmark message id " + Sample.UUID,
                        "X-Postmark-Server-Token: server token")
                .on(key.trigger());
    }

    private static Detector mailgunNamed() {
        var key = NamedKey.of("[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}", "mailgun", "mg_");
        return key.detector("mailgun_key", "Mailgun API key beside its name").on(key.trigger());
    }
}
