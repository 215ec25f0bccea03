// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds the keys of services for chat, telephone and support. */
final class ChatSecretDetectors {
    private static final int DISCORD_ID_CHARS_MAX = 28;

    private ChatSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                discordToken(),
                discordWebhook(),
                telegramBot(),
                teamsWebhook(),
                twilio(),
                twilioNamed(),
                intercom(),
                zoom());
    }

    private static Detector discordToken() {
        return Detector.of("discord_token", CREDENTIAL)
                .what("Discord bot token", "the id of an account in base64")
                .pattern("[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6,7}\\.[A-Za-z0-9_-]{27,45}", 0, 96)
                .edges(Edge.WORD, Edge.WORD)
                .validator(ChatSecretDetectors::discord)
                .reference("https://discord.com/developers/docs/reference#authentication")
                .matches(
                        "MTIzNDU2Nzg5MDEyMzQ1Njc4." + Sample.base62(6) + "." + Sample.base62(38),
                        "NzkyNzE1NDU0MTk2MDg4ODQy." + Sample.base62(6) + "." + Sample.base62(27),
                        "Authorization: Bot «MTA5ODc2NTQzMjEwOTg3NjU0Mw." + Sample.base62(6) + "." + Sample.base62(38)
                                + "»")
                .rejects(
                        "MainApplicationController.render.abcdefghijklmnopqrstuvwxyz123",
                        "MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def",
                        "Net.core.something")
                .on(new Trigger.Around(
                        ".",
                        unit -> Ascii.isAlphanumeric(unit) || unit == '_' || unit == '-',
                        DISCORD_ID_CHARS_MAX,
                        ChatSecretDetectors::isDiscordAhead));
    }

    private static Detector discordWebhook() {
        return Detector.of("discord_webhook", CREDENTIAL)
                .what("address of a Discord webhook", "id, length of the token")
                .pattern(
                        "(?:https://)?discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{40,}",
                        0,
                        192)
                .reference("https://discord.com/developers/docs/resources/webhook")
                .matches(
                        "discord.com/api/webhooks/" + "123456789012345678/" + Sample.base62(68),
                        "https://discordapp.com/api/webhooks/" + "1234567890123456789/" + Sample.base62(68),
                        "curl -d @a «https://discord.com/api/v10/webhooks/" + "123456789012345678/" + Sample.base62(60)
                                + "»")
                .rejects(
                        "discord.com/api/webhooks/<id>/<token>",
                        "discord.com/api/webhooks/1/abc",
                        "discord.com/channels/@me")
                .on(Literals.of(
                        "https://discord.com/api/",
                        "https://discordapp.com/api/",
                        "discord.com/api/",
                        "discordapp.com/api/"));
    }

    private static Detector telegramBot() {
        return Detector.of("telegram_bot_token", CREDENTIAL)
                .what("Telegram bot token", "id, length")
                .pattern("[0-9]{8,10}:AA[A-Za-z0-9_-]{32,33}", 0, 48)
                .edges(Edge.ANY, Edge.WORD)
                .validator(ChatSecretDetectors::telegram)
                .reference("https://core.telegram.org/bots/api#authorizing-your-bot")
                .matches(
                        "110201543:" + "AAH" + Sample.base62(32),
                        "TELEGRAM_TOKEN=«1234567890:" + "AA" + Sample.base62(33) + "»",
                        "{\"bot\":\"«987654321:" + "AAE" + Sample.base62(32) + "»\"}",
                        "https://api.telegram.org/bot«987654321:" + "AAE" + Sample.base62(32) + "»/getMe")
                .rejects("12345678:AABBCC", "00:AA:BB:CC:DD:EE", "1234567890:AA...")
                .on(new Trigger.Around(":aa", Ascii::isDigit, 10, ChatSecretDetectors::isTelegramAhead));
    }

    private static Detector teamsWebhook() {
        return Detector.of("teams_webhook", CREDENTIAL)
                .what("address of a Microsoft Teams or Power Automate webhook", "its parts")
                .pattern(
                        "webhook\\.office\\.com/webhookb2/[A-Za-z0-9-]{36}@[A-Za-z0-9-]{36}/IncomingWebhook/[A-Za-z0-9]{16,}/[A-Za-z0-9/_-]{36,}",
                        0,
                        320)
                .reference(
                        "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook")
                .matches(
                        "webhook.office.com/webhookb2/" + Sample.UUID + "@" + Sample.UUID + "/IncomingWebhook/"
                                + Sample.hex(32) + "/" + Sample.UUID,
                        "https://acme.«webhook.office.com/webhookb2/" + Sample.UUID + "@" + Sample.UUID
                                + "/IncomingWebhook/" + Sample.hex(32) + "/" + Sample.UUID + "»",
                        "'https://a.«webhook.office.com/webhookb2/" + Sample.UUID + "@" + Sample.UUID
                                + "/IncomingWebhook/" + Sample.hex(32) + "/" + Sample.UUID + "/V2x»'")
                .rejects(
                        "webhook.office.com/webhookb2/",
                        "https://acme.webhook.office.com/webhookb2/<id>",
                        "outlook.office.com/mail")
                .on(Literals.of("webhook.office.com/"));
    }

    private static Detector twilio() {
        var key = KeyShape.of("SK").exactly(32, "a-f0-9");
        return key.detector("twilio_key", "Twilio API key, or token beside its name")
                .validator((text, start, end) -> Randomness.seems(text, start + 2, end) ? new Span(start, end) : null)
                .reference("https://www.twilio.com/docs/iam/api-keys")
                .matches(
                        "SK" + Sample.hex(32),
                        "TWILIO_AUTH_TOKEN=«" + Sample.hex(32) + "»",
                        "twilio_api_secret: '«" + Sample.base62(32) + "»'")
                .rejects("SK" + "x".repeat(32), "AC" + Sample.hex(32), "TASK" + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector twilioNamed() {
        var key = NamedKey.of("[a-f0-9]{32}|[A-Za-z0-9]{32}", "twilio");
        return key.detector("twilio_key", "Twilio token beside its name").on(key.trigger());
    }

    private static Detector intercom() {
        var key = KeyShape.of("dG9rO").run(40, 80, "A-Za-z0-9+/=");
        return key.detector("intercom_token", "Intercom access token")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://developers.intercom.com/docs/build-an-integration/learn-more/authentication")
                .matches(
                        "dG9rOj" + Sample.base62(54),
                        "dG9rOm" + Sample.base62(53) + "=",
                        "Bearer «dG9rOi" + Sample.base62(54) + "»")
                .rejects("dG9rO", "dG9rO" + "x".repeat(50), "dG9rOi" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector zoom() {
        var key = NamedKey.of("[A-Za-z0-9]{32}|[A-Za-z0-9_-]{22}", "zoom");
        return key.detector("zoom_secret", "Zoom client secret or webhook token beside its name")
                .validator(ChatSecretDetectors::random)
                .reference("https://developers.zoom.us/docs/integrations/oauth/")
                .matches(
                        "ZOOM_CLIENT_SECRET=«" + Sample.base62(32) + "»",
                        "zoom_webhook_secret_token: \"«" + Sample.base62(22) + "»\"",
                        "{\"zoom_api_secret\":\"«" + Sample.base62(32) + "»\"}")
                .rejects(
                        "ZOOM_CLIENT_SECRET=$ZOOM_SECRET",
                        "zoom level key: abcdefghijklmnopqrstuv",
                        "zoom secret santa")
                .on(key.trigger());
    }

    private static @Nullable Span random(String text, int start, int end) {
        return Randomness.seems(text, start, end) ? new Span(start, end) : null;
    }

    /** Whether the second dot stands where it must. */
    private static boolean isDiscordAhead(String text, int start, int end) {
        return (dotAt(text, end + 6) || dotAt(text, end + 7))
                && start >= 24
                && Ascii.isAlphanumericAt(text, start - 20);
    }

    private static boolean dotAt(String text, int index) {
        return index < text.length() && text.charAt(index) == '.';
    }

    /** A token that stands alone, or behind {@code /bot} in the address of a method. */
    private static @Nullable Span telegram(String text, int start, int end) {
        var isAlone = Edge.WORD.allowsStart(text, start) || text.startsWith("/bot", Math.max(0, start - 4));
        return isAlone ? new Span(start, end) : null;
    }

    private static boolean isTelegramAhead(String text, int start, int end) {
        return text.charAt(start + 1) == 'A'
                && text.charAt(start + 2) == 'A'
                && start >= 8
                && Ascii.isDigit(text.charAt(start - 8))
                && end + 32 <= text.length();
    }

    /** The first part is the number of an account, in base64. */
    private static @Nullable Span discord(String text, int start, int end) {
        var id = text.substring(start, text.indexOf('.', start));
        try {
            var digits = new String(Base64.getUrlDecoder().decode(id), StandardCharsets.ISO_8859_1);
            return digits.chars().allMatch(unit -> Ascii.isDigit((char) unit)) ? new Span(start, end) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
