// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import java.util.List;

/** The definitions of what finds the keys of services for work, customers and content. */
final class ServiceKeyDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private ServiceKeyDetectors() {}

    static List<Detector> all() {
        return List.of(
                notion(),
                linear(),
                figma(),
                airtable(),
                dropbox(),
                dropboxUser(),
                asana(),
                asanaNear(),
                trello(),
                mapbox(),
                typeform(),
                contentful(),
                hubSpot(),
                salesforce(),
                shippo(),
                easyPost(),
                duffel(),
                facebook(),
                readMe(),
                airtableNamed(),
                algolia(),
                zendesk(),
                okta(),
                auth0(),
                webflow(),
                segment(),
                freshdesk(),
                lobShape(),
                lob());
    }

    private static Detector notion() {
        var key = KeyShape.of("ntn_", "secret_").run(40, 56, "A-Za-z0-9");
        return key.detector("notion_token", "Notion token")
                .reference("https://developers.notion.com/docs/authorization")
                .matches(
                        "ntn_" + Sample.digits(11) + Sample.base62(35),
                        "secret_" + Sample.base62(43),
                        "NOTION_TOKEN=«ntn_" + Sample.base62(46) + "»")
                .rejects("secret_key", "secret_" + "x".repeat(43), "client_secret_" + Sample.base62(20))
                .on(key.trigger());
    }

    private static Detector linear() {
        var key = KeyShape.of("lin_api_", "lin_oauth_").run(32, 72, "A-Za-z0-9");
        return key.detector("linear_key", "Linear API key")
                .reference("https://linear.app/developers/graphql#personal-api-keys")
                .matches(
                        "lin_api_" + Sample.base62(40),
                        "lin_oauth_" + Sample.hex(64),
                        "Authorization: «lin_api_" + Sample.base62(40) + "»")
                .rejects("lin_api_", "lin_api_" + "x".repeat(40), "lin_api_" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector figma() {
        var key = KeyShape.of("figd_", "figo_", "figu_", "figor_").run(36, 64, BASE64URL);
        return key.detector("figma_token", "Figma token")
                .reference("https://www.figma.com/developers/api#access-tokens")
                .matches(
                        "figd_" + Sample.base62(40),
                        "figo_" + Sample.base62(40),
                        "X-Figma-Token: «figd_" + Sample.base62(20) + "-" + Sample.base62(20) + "»")
                .rejects("figd_", "figd_" + "x".repeat(40), "config_" + Sample.base62(40))
                .on(key.trigger());
    }

    private static Detector airtable() {
        var key = KeyShape.of("pat").exactly(14, "A-Za-z0-9").then("\\.[a-f0-9]{64}");
        return key.detector("airtable_token", "Airtable token")
                .reference("https://airtable.com/developers/web/guides/personal-access-tokens")
                .matches(
                        "pat" + Sample.base62(14) + "." + Sample.hex(64),
                        "AIRTABLE_TOKEN=«pat" + Sample.base62(14) + "." + Sample.hex(64) + "»",
                        "AIRTABLE_API_KEY=«key" + Sample.base62(14) + "»")
                .rejects("pattern", "patternMatcherXYZ.run", "pat" + Sample.base62(14) + ".short")
                .on(key.trigger());
    }

    private static Detector airtableNamed() {
        var key = NamedKey.of("key[A-Za-z0-9]{14}", "airtable");
        return key.detector("airtable_token", "Airtable key of the old form beside its name")
                .on(key.trigger());
    }

    private static Detector dropbox() {
        var key = KeyShape.of("sl.").run(120, 1536, BASE64URL);
        return key.detector("dropbox_token", "Dropbox access token")
                .reference("https://developers.dropbox.com/oauth-guide")
                .matches(
                        "sl." + Sample.base62(135),
                        "sl.B" + Sample.base62(130) + "-" + Sample.base62(20),
                        "DROPBOX_TOKEN=«sl.A" + Sample.base62(140) + "»")
                .rejects("sl.", "ssl.context", "sl." + "x".repeat(135))
                .on(key.trigger());
    }

    private static Detector dropboxUser() {
        var key = KeyShape.of("sl.u.").run(120, 1536, BASE64URL);
        return key.detector("dropbox_token", "Dropbox access token")
                .matches("sl.u." + Sample.base62(135), "dropbox.Dropbox(\"«sl.u.A" + Sample.base62(140) + "»\")")
                .rejects("sl.u.", "sl.u." + "x".repeat(135))
                .on(key.trigger());
    }

    /** The token in a sentence or a call with its maker's name. */
    private static Detector asanaNear() {
        return Detector.of("asana_token", CREDENTIAL)
                .pattern(
                        "(?i:asana)[^\\n]{0,48}?[^A-Za-z0-9\\n]([0-9]/[0-9]{14,18}(?:/[0-9]{14,18})?:[a-f0-9]{32})",
                        1,
                        128)
                .edges(Edge.ANY, Edge.WORD)
                .matches("Asana answers 401 for «2/1200123456789012/1209876543210987:" + Sample.hex(32) + "»")
                .rejects("Asana answers 401 for 2/1200123456789012")
                .on(Trigger.Literals.of("asana").when(NamedKey::isAhead));
    }

    private static Detector asana() {
        var key = NamedKey.of("[0-9]/[0-9]{14,18}(?:/[0-9]{14,18})?:[a-f0-9]{32}", "asana");
        return key.detector("asana_token", "Asana token beside its name")
                .reference("https://developers.asana.com/docs/personal-access-token")
                .matches(
                        "ASANA_ACCESS_TOKEN=«1/1200123456789012:" + Sample.hex(32) + "»",
                        "asana_token: \"«2/1200123456789012/1209876543210987:" + Sample.hex(32) + "»\"",
                        "ASANA_PAT='«0/1200123456789012:" + Sample.hex(32) + "»'")
                .rejects("ASANA_ACCESS_TOKEN=$TOKEN", "asana task 1/1200123456789012", "asana token lost")
                .on(key.trigger());
    }

    private static Detector trello() {
        var key = KeyShape.of("ATTA").exactly(64, "a-f0-9").then("[A-Fa-f0-9]{8}");
        return key.detector("trello_token", "Trello token")
                .reference("https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/")
                .matches(
                        "ATTA" + Sample.hex(64) + "1A2B3C4D",
                        "TRELLO_TOKEN=«ATTA" + Sample.hex(64) + "1A2B3C4D" + "»",
                        "&token=«ATTA" + Sample.hex(64) + "1A2B3C4D" + "»")
                .rejects("ATTA", "ATTACHMENT", "ATTA" + Sample.hex(40))
                .on(key.trigger());
    }

    private static Detector mapbox() {
        var key = KeyShape.of("sk.eyJ", "pk.eyJ", "tk.eyJ")
                .run(40, 160, BASE64URL)
                .then("\\.[A-Za-z0-9_-]{20,24}");
        return key.detector("mapbox_token", "Mapbox token")
                .reference("https://docs.mapbox.com/help/getting-started/access-tokens/")
                .matches(
                        "sk.eyJ" + Sample.base62(80) + "." + Sample.base62(22),
                        "pk.eyJ1Ijoi" + Sample.base62(60) + "." + Sample.base62(22),
                        "access_token=«pk.eyJ1Ijoi" + Sample.base62(60) + "." + Sample.base62(22) + "»")
                .rejects("pk.eyJ", "pk.eyJ1Ijoi...", "sk.eyJxxxx")
                .on(key.trigger());
    }

    private static Detector typeform() {
        var key = KeyShape.of("tfp_").run(40, 72, BASE64URL);
        return key.detector("typeform_token", "Typeform token")
                .reference("https://www.typeform.com/developers/get-started/personal-access-token/")
                .matches(
                        "tfp_" + Sample.base62(44) + "_" + Sample.base62(14),
                        "tfp_" + Sample.base62(59),
                        "TYPEFORM_TOKEN=«tfp_" + Sample.base62(44) + "»")
                .rejects("tfp_", "tfp_" + "x".repeat(44), "tfp_" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector contentful() {
        var key = KeyShape.of("CFPAT-").run(36, 48, BASE64URL);
        return key.detector("contentful_token", "Contentful personal access token")
                .reference("https://www.contentful.com/developers/docs/references/authentication/")
                .matches(
                        "CFPAT-" + Sample.base62(43),
                        "CONTENTFUL_TOKEN=«CFPAT-" + Sample.base62(43) + "»",
                        "CFPAT-a_" + Sample.base62(41))
                .rejects("CFPAT-", "CFPAT-" + "x".repeat(43), "CFPAT-short")
                .on(key.trigger());
    }

    private static Detector hubSpot() {
        var key = KeyShape.of("pat-na", "pat-eu", "pat-ap")
                .run(1, 2, "0-9")
                .then("-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}");
        return key.detector("hubspot_token", "HubSpot private app token")
                .validator(Validator.NONE)
                .reference("https://developers.hubspot.com/docs/guides/apps/private-apps/overview")
                .matches(
                        "pat-na1-" + Sample.UUID,
                        "pat-eu1-" + Sample.UUID,
                        "HUBSPOT_TOKEN=«pat-na2-" + Sample.UUID + "»")
                .rejects("pat-na1-", "pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "repat-na1-" + Sample.UUID)
                .on(key.trigger());
    }

    private static Detector salesforce() {
        return Detector.of("salesforce_token", CREDENTIAL)
                .what("Salesforce session", "id of the organisation, `!AQ`, length")
                .pattern("00D[A-Za-z0-9]{12,15}!AQ[A-Za-z0-9._]{60,}", 0, 192)
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm")
                .matches(
                        "00D5g000004abcd!AQ" + Sample.base62(90),
                        "00D5g000004abcdEAA!AQ" + Sample.base62(90),
                        "Bearer «00D5g000004abcd!AQcAQ" + Sample.base62(80) + "»")
                .rejects("00D5g000004abcd", "00D5g000004abcd!AQ", "wow!AQ" + Sample.base62(90))
                .on(new Trigger.Around("!aq", Ascii::isAlphanumeric, 18, Ahead.ANY));
    }

    private static Detector shippo() {
        var key = KeyShape.of("shippo_live_", "shippo_test_").exactly(40, "a-f0-9");
        return key.detector("shippo_token", "Shippo token")
                .reference("https://docs.goshippo.com/docs/guides_general/authentication/")
                .matches(
                        "shippo_live_" + Sample.hex(40),
                        "shippo_test_" + Sample.hex(40),
                        "ShippoToken «shippo_live_" + Sample.hex(40) + "»")
                .rejects("shippo_live_", "shippo_live_" + "x".repeat(40), "shippo_test_abc")
                .on(key.trigger());
    }

    private static Detector easyPost() {
        var key = KeyShape.of("EZAK", "EZTK").exactly(54, "A-Za-z0-9");
        return key.detector("easypost_key", "EasyPost API key")
                .reference("https://docs.easypost.com/docs/authentication")
                .matches(
                        "EZAK" + Sample.base62(54),
                        "EZTK" + Sample.base62(54),
                        "EASYPOST_API_KEY=«EZAK" + Sample.hex(32) + Sample.base62(22) + "»")
                .rejects("EZAK", "EZAK" + "x".repeat(54), "EZTK" + Sample.base62(20))
                .on(key.trigger());
    }

    private static Detector duffel() {
        var key = KeyShape.of("duffel_live_", "duffel_test_").run(40, 48, BASE64URL);
        return key.detector("duffel_token", "Duffel token")
                .reference("https://duffel.com/docs/api/overview/authentication")
                .matches(
                        "duffel_live_" + Sample.base62(43),
                        "duffel_test_" + Sample.base62(43),
                        "Bearer «duffel_test_" + Sample.base62(43) + "»")
                .rejects("duffel_live_", "duffel_live_" + "x".repeat(43), "duffel_test_abc")
                .on(key.trigger());
    }

    private static Detector facebook() {
        var key = KeyShape.of("EAA").run(91, 256, "A-Za-z0-9");
        return key.detector("facebook_token", "Facebook access token")
                .validator(
                        (text, start, end) -> isInBase64(text, start, end) ? null : NamedKey.random(text, start, end))
                .reference("https://developers.facebook.com/docs/facebook-login/guides/access-tokens/")
                .matches(
                        "EAAC" + Sample.base62(170),
                        "EAAG" + Sample.base62(180),
                        "access_token=«EAAB" + Sample.base62(150) + "»")
                .rejects("EAAC", "EAAC" + "x".repeat(120), "EAAC" + Sample.base62(20))
                .on(key.trigger());
    }

    /** Whether it goes on, or began before, as a line of base64 does. */
    private static boolean isInBase64(String text, int start, int end) {
        return (start > 0 && "+/".indexOf(text.charAt(start - 1)) >= 0)
                || (end < text.length() && "+/=".indexOf(text.charAt(end)) >= 0);
    }

    private static Detector readMe() {
        var key = KeyShape.of("rdme_").exactly(70, "a-z0-9");
        return key.detector("readme_key", "ReadMe API key")
                .reference("https://docs.readme.com/main/reference/intro/authentication")
                .matches(
                        "rdme_" + Sample.smalls(70),
                        "README_API_KEY=«rdme_" + Sample.smalls(70) + "»",
                        "'«rdme_" + Sample.smalls(70) + "»'")
                .rejects("rdme_", "rdme_" + "x".repeat(70), "rdme_" + Sample.smalls(20))
                .on(key.trigger());
    }

    private static Detector algolia() {
        var key = NamedKey.of("[a-f0-9]{32}", "algolia");
        return key.detector("algolia_key", "Algolia API key beside its name")
                .reference("https://www.algolia.com/doc/guides/security/api-keys/")
                .matches(
                        "ALGOLIA_ADMIN_KEY=«" + Sample.hex(32) + "»",
                        "X-Algolia-API-Key: «" + Sample.hex(32) + "»",
                        "algoliaApiKey: '«" + Sample.hex(32) + "»'")
                .rejects("ALGOLIA_APP_ID=ABCDEF1234", "algolia checksum " + Sample.hex(32), "ALGOLIA_ADMIN_KEY=$KEY")
                .on(key.trigger());
    }

    private static Detector zendesk() {
        var key = NamedKey.of("[A-Za-z0-9]{40}", "zendesk");
        return key.detector("zendesk_token", "Zendesk API token beside its name")
                .reference("https://developer.zendesk.com/api-reference/introduction/security-and-auth/")
                .matches(
                        "ZENDESK_API_TOKEN=«" + Sample.base62(40) + "»",
                        "zendesk_token: \"«" + Sample.base62(40) + "»\"",
                        "{\"zendesk_api_token\":\"«" + Sample.base62(40) + "»\"}")
                .rejects("ZENDESK_API_TOKEN=$TOKEN", "zendesk commit " + Sample.hex(40), "ZENDESK_SUBDOMAIN=acme")
                .on(key.trigger());
    }

    private static Detector okta() {
        var key = NamedKey.of("00[A-Za-z0-9_-]{40}", "okta");
        return key.detector("okta_token", "Okta API token beside its name")
                .pattern(
                        "(?:(?i:okta)[A-Za-z0-9_. -]{0,24}?(?i:key|token|secret|auth)[A-Za-z0-9_. -]{0,16}"
                                + NamedKey.ASSIGNS + "|(?i:ssws)\\s{1,4})(00[A-Za-z0-9_-]{40})",
                        1,
                        128)
                .reference("https://developer.okta.com/docs/guides/create-an-api-token/main/")
                .matches(
                        "Authorization: SSWS «00" + Sample.base62(40) + "»",
                        "OKTA_API_TOKEN=«00" + Sample.base62(40) + "»",
                        "okta_api_token = \"«00" + Sample.base62(40) + "»\"")
                .rejects(
                        "OKTA_API_TOKEN=$TOKEN",
                        "Authorization: SSWS ${token}",
                        "OKTA_CLIENT_ID=0oa" + Sample.base62(17))
                .on(Trigger.Literals.of("okta", "ssws").when(NamedKey::isAhead));
    }

    private static Detector auth0() {
        var key = NamedKey.of("[A-Za-z0-9_-]{64}", "auth0");
        return key.detector("auth0_secret", "secret of an Auth0 application beside its name")
                .reference("https://auth0.com/docs/get-started/applications/application-settings")
                .matches(
                        "AUTH0_CLIENT_SECRET=«" + Sample.base62(64) + "»",
                        "auth0_client_secret: '«" + Sample.base62(64) + "»'",
                        "\"auth0ClientSecret\": \"«" + Sample.base62(64) + "»\"")
                .rejects(
                        "AUTH0_CLIENT_SECRET=$SECRET",
                        "AUTH0_CLIENT_ID=" + Sample.base62(32),
                        "AUTH0_DOMAIN=acme.auth0.com")
                .on(key.trigger());
    }

    private static Detector webflow() {
        var key = NamedKey.of("[a-f0-9]{64}", "webflow");
        return key.detector("webflow_token", "Webflow token beside its name")
                .reference("https://developers.webflow.com/data/reference/authentication/site-token")
                .matches(
                        "WEBFLOW_API_TOKEN=«" + Sample.hex(64) + "»",
                        "webflow_token: \"«" + Sample.hex(64) + "»\"",
                        "{\"webflow_api_key\":\"«" + Sample.hex(64) + "»\"}")
                .rejects(
                        "WEBFLOW_API_TOKEN=$TOKEN",
                        "webflow sha256 " + Sample.hex(64),
                        "WEBFLOW_SITE_ID=" + Sample.hex(24))
                .on(key.trigger());
    }

    private static Detector segment() {
        var key = NamedKey.of("[A-Za-z0-9]{32}", "segment_write", "segment_api", "segment-write", "segmentwrite");
        return key.detector("segment_key", "Segment key beside its name")
                .reference("https://segment.com/docs/connections/find-writekey/")
                .matches(
                        "SEGMENT_WRITE_KEY=«" + Sample.base62(32) + "»",
                        "segmentWriteKey: '«" + Sample.base62(32) + "»'",
                        "SEGMENT_API_TOKEN=«" + Sample.base62(32) + "»")
                .rejects("SEGMENT_WRITE_KEY=$KEY", "segment_api_version=1", "segment key " + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector freshdesk() {
        var key = NamedKey.of("[A-Za-z0-9]{20}", "freshdesk", "freshservice");
        return key.detector("freshdesk_key", "Freshdesk API key beside its name")
                .reference("https://developers.freshdesk.com/api/#authentication")
                .matches(
                        "FRESHDESK_API_KEY=«" + Sample.base62(20) + "»",
                        "freshdesk_api_key: \"«" + Sample.base62(20) + "»\"",
                        "FRESHSERVICE_API_KEY='«" + Sample.base62(20) + "»'")
                .rejects("FRESHDESK_API_KEY=$KEY", "FRESHDESK_DOMAIN=acme.freshdesk.com", "freshdesk key users")
                .on(key.trigger());
    }

    /** An odd count of hexadecimal digits, which hardly anything else has. */
    private static Detector lobShape() {
        var key = KeyShape.of("live_", "test_").exactly(35, "a-f0-9");
        return key.detector("lob_key", "Lob API key")
                .validator((text, start, end) ->
                        start > 0 && text.charAt(start - 1) == '_' ? null : NamedKey.random(text, start, end))
                .matches("curl https://api.lob.com/v1/addresses -u «test_" + Sample.hex(35) + "»:")
                .rejects("test_" + Sample.hex(32), "sk_test_" + Sample.hex(35))
                .on(key.trigger());
    }

    private static Detector lob() {
        var key = NamedKey.of("(?:live|test)_[a-f0-9]{35}", "lob_", "lob-", "lobapi", "lobclient");
        return key.detector("lob_key", "Lob API key beside its name")
                .reference("https://docs.lob.com/#tag/Authentication")
                .matches(
                        "LOB_API_KEY=«live_" + Sample.hex(35) + "»",
                        "lob_api_key: '«test_" + Sample.hex(35) + "»'",
                        "LOB_SECRET_KEY=«test_" + Sample.hex(35) + "»")
                .rejects("LOB_API_KEY=$KEY", "blob_key=live_stream", "lob_key=test_abc")
                .on(key.trigger());
    }
}
