// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds the keys of services that watch, test and switch software. */
final class ObservabilitySecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private ObservabilitySecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                newRelic(),
                newRelicLicense(),
                grafana(),
                dynatrace(),
                sentry(),
                postman(),
                launchDarkly(),
                honeycomb(),
                datadog(),
                pagerDuty(),
                pagerDutyHeader(),
                honeycombNamed(),
                launchDarklyNamed());
    }

    private static Detector newRelic() {
        var key = KeyShape.of("NRAK-", "NRII-", "NRIQ-", "NRJS-", "NRRA-", "NRSP-")
                .run(19, 48, BASE64URL);
        return key.detector("newrelic_key", "New Relic key")
                .reference("https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/")
                .matches(
                        "NRAK-" + Sample.capitals(27),
                        "NRII-" + Sample.base62(32),
                        "NEW_RELIC_API_KEY=«NRAK-" + Sample.capitals(27) + "»")
                .rejects("NRAK-", "NRAK-XXXXXXXXXXXXXXXXXXXXXXXXXXX", "UNRAK-" + Sample.capitals(27))
                .on(key.trigger());
    }

    /** The key of a license: hexadecimal digits, with the region before them, and the maker's letters at the end. */
    private static Detector newRelicLicense() {
        return Detector.of("newrelic_key", CREDENTIAL)
                .pattern("(?:[a-f0-9]{36}|[a-z]{2}[0-9x]{4}[a-f0-9]{30})NRAL", 0, 40)
                .edges(Edge.WORD, Edge.WORD)
                .matches(Sample.hex(36) + "NRAL", "NEW_RELIC_LICENSE_KEY=«eu01xx" + Sample.hex(30) + "NRAL»")
                .rejects(Sample.hex(20) + "NRAL", "NRAL")
                .on(new Trigger.Around(
                        "nral",
                        unit -> Ascii.isDigit(unit) || (unit >= 'a' && unit <= 'z'),
                        36,
                        (text, start, end) -> start >= 36 && text.startsWith("NRAL", start)));
    }

    private static Detector grafana() {
        var key = KeyShape.of("glsa_", "glc_").run(32, 400, "A-Za-z0-9+/=").then("(?:_[a-f0-9]{8})?");
        return key.detector("grafana_token", "Grafana token of a service account or of the cloud")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://grafana.com/docs/grafana/latest/administration/service-accounts/")
                .matches(
                        "glsa_" + Sample.base62(32) + "_1a2b3c4d",
                        "glc_eyJ" + Sample.base62(120) + "==",
                        "Authorization: Bearer «glsa_" + Sample.base62(32) + "_5e6f7081»")
                .rejects("glsa_", "glsa_" + "x".repeat(32) + "_00000000", "glc_short")
                .on(key.trigger());
    }

    private static Detector dynatrace() {
        var key = KeyShape.of("dt0c01.", "dt0s01.", "dt0s02.", "dt0s08.")
                .exactly(24, "A-Z0-9")
                .then("\\.[A-Z0-9]{64}");
        return key.detector("dynatrace_token", "Dynatrace token")
                .reference("https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication")
                .matches(
                        "dt0c01." + Sample.capitals(24) + "." + Sample.capitals(64),
                        "dt0s02." + Sample.capitals(24) + "." + Sample.capitals(64),
                        "Authorization: Api-Token «dt0c01." + Sample.capitals(24) + "." + Sample.capitals(64) + "»")
                .rejects("dt0c01.", "dt0c01." + Sample.capitals(24), "dt0c01." + "X".repeat(24) + ".abc")
                .on(key.trigger());
    }

    private static Detector sentry() {
        var key = KeyShape.of("sntrys_", "sntryu_").run(60, 512, "A-Za-z0-9+/=_");
        return key.detector("sentry_token", "Sentry token")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://docs.sentry.io/account/auth-tokens/")
                .matches(
                        "sntryu_" + Sample.hex(64),
                        "sntrys_eyJ" + Sample.base62(110) + "=_" + Sample.base62(43),
                        "SENTRY_AUTH_TOKEN=«sntryu_" + Sample.hex(64) + "»")
                .rejects("sntrys_", "sntryu_" + "x".repeat(64), "sntryu_" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector postman() {
        var key = KeyShape.of("PMAK-").exactly(24, "a-f0-9").then("-[a-f0-9]{34}");
        return key.detector("postman_key", "Postman API key")
                .reference("https://learning.postman.com/docs/developer/postman-api/authentication/")
                .matches(
                        "PMAK-" + Sample.hex(24) + "-" + Sample.hex(34),
                        "X-Api-Key: «PMAK-" + Sample.hex(24) + "-" + Sample.hex(34) + "»",
                        "'«PMAK-" + Sample.hex(24) + "-" + Sample.hex(34) + "»'")
                .rejects("PMAK-", "PMAK-" + "x".repeat(24) + "-" + "x".repeat(34), "PMAK-" + Sample.hex(24))
                .on(key.trigger());
    }

    private static Detector launchDarkly() {
        var key = KeyShape.of("sdk-", "api-", "mob-").exactly(8, "a-f0-9").then("(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}");
        return key.detector("launchdarkly_key", "LaunchDarkly SDK, mobile or API key")
                .confidence(Confidence.MEDIUM)
                .reference("https://launchdarkly.com/docs/sdk/concepts/client-side-server-side#keys")
                .matches("sdk-" + Sample.UUID, "api-" + Sample.UUID, "LAUNCHDARKLY_SDK_KEY=«sdk-" + Sample.UUID + "»")
                .rejects("sdk-1.2.3", "api-gateway", "sdk-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
                .on(key.trigger());
    }

    private static Detector launchDarklyNamed() {
        var key = NamedKey.of("[A-Za-z0-9_-]{40}", "launchdarkly");
        return key.detector("launchdarkly_key", "LaunchDarkly key beside its name")
                .on(key.trigger());
    }

    private static Detector honeycomb() {
        var key = KeyShape.of("hcaik_", "hcbik_", "hcaic_", "hcamk_").run(40, 72, "A-Za-z0-9");
        return key.detector("honeycomb_key", "Honeycomb key")
                .reference("https://docs.honeycomb.io/configure/environments/manage-api-keys/")
                .matches(
                        "hcaik_" + Sample.smalls(58),
                        "hcbik_" + Sample.smalls(58),
                        "x-honeycomb-team: «hcaik_" + Sample.smalls(58) + "»")
                .rejects("hcaik_", "hcaik_" + "x".repeat(58), "hcaik_abc")
                .on(key.trigger());
    }

    private static Detector honeycombNamed() {
        var key = NamedKey.of("[a-f0-9]{32}|[A-Za-z0-9]{22}", "honeycomb");
        return key.detector("honeycomb_key", "Honeycomb key beside its name").on(key.trigger());
    }

    private static Detector datadog() {
        var key = NamedKey.of(
                "[a-f0-9]{40}|[a-f0-9]{32}", "datadog", "dd_api", "dd_app", "dd-api", "dd-app", "dd-application");
        return key.detector("datadog_key", "Datadog API or application key beside its name")
                .pattern(
                        "(?i:datadog[A-Za-z0-9_. -]{0,24}?(?:key|token|secret)[A-Za-z0-9_. -]{0,16}|dd[_-]ap[ip](?:lication)?[_-]?key)"
                                + NamedKey.ASSIGNS + "([a-f0-9]{40}|[a-f0-9]{32})",
                        1,
                        128)
                .reference("https://docs.datadoghq.com/account_management/api-app-keys/")
                .matches(
                        "DD_API_KEY=«" + Sample.hex(32) + "»",
                        "curl -H 'DD-APPLICATION-KEY: «" + Sample.hex(40) + "»'",
                        "{\"datadog_api_key\": \"«" + Sample.hex(32) + "»\"}")
                .rejects("DD_API_KEY=$DD_API_KEY", "datadog trace " + Sample.hex(32), "DD_API_KEY=<your key>")
                .on(Trigger.Literals.of("datadog", "dd_ap", "dd-ap").when(NamedKey::isAhead));
    }

    private static Detector pagerDuty() {
        var key = NamedKey.of("[A-Za-z0-9_+-]{20}|[a-f0-9]{32}", "pagerduty", "pager_duty", "pd_api", "pd_token");
        return key.detector("pagerduty_key", "PagerDuty key beside its name")
                .pattern(
                        "(?i:pagerduty|pager_duty|pd_api|pd_token)[A-Za-z0-9_. -]{0,24}?(?i:key|token|secret|auth)?[A-Za-z0-9_. -]{0,16}"
                                + NamedKey.ASSIGNS + "([a-f0-9]{32}|[A-Za-z0-9_+-]{20})",
                        1,
                        160)
                .validator(ObservabilitySecretDetectors::pagerDuty)
                .reference("https://support.pagerduty.com/main/docs/api-access-keys")
                .matches(
                        "PAGERDUTY_TOKEN=«u+" + Sample.base62(18) + "»",
                        "pagerduty_routing_key: '«" + Sample.hex(32) + "»'",
                        "PD_API_KEY=«y_" + Sample.base62(18) + "»")
                .rejects(
                        "PAGERDUTY_TOKEN=$TOKEN",
                        "pagerduty integration key: something_else_here1",
                        "PagerDuty is paging")
                .on(key.trigger());
    }

    private static Detector pagerDutyHeader() {
        return Detector.of("pagerduty_key", CREDENTIAL)
                .pattern("(?i:token)\\s{1,2}(?i:token)=(?:\\\\{0,3}[\"'])?([A-Za-z0-9_+-]{20})", 1, 48)
                .edges(Edge.WORD, Edge.WORD)
                .validator(ObservabilitySecretDetectors::pagerDuty)
                .matches("Authorization: Token token=«u+" + Sample.base62(18) + "»")
                .rejects("Authorization: Token token=$PAGERDUTY_TOKEN")
                .on(Trigger.Literals.of("token").when(SecretToken::spaceAhead));
    }

    /** A key of a user or an account by its prefix, or any random value. */
    private static @Nullable Span pagerDuty(String text, int start, int end) {
        var isPrefixed = "+_-".indexOf(text.charAt(start + 1)) >= 0
                && text.chars().skip(start).limit(end - start).anyMatch(unit -> Ascii.isDigit((char) unit));
        return isPrefixed || Randomness.seems(text, start, end) ? new Span(start, end) : null;
    }
}
