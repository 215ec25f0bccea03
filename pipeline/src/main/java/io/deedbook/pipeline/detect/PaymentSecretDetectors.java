// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** The definitions of what finds the keys of services for payment and shops. */
final class PaymentSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private PaymentSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                square(),
                squareOauth(),
                braintree(),
                adyen(),
                razorpay(),
                shopify(),
                plaid(),
                flutterwave(),
                plaidNamed(),
                paypal(),
                coinbase(),
                wise());
    }

    private static Detector square() {
        var key = KeyShape.of("sq0atp-", "sq0csp-", "sq0idp-").run(20, 48, BASE64URL);
        return key.detector("square_token", "Square access token or application secret")
                .reference("https://developer.squareup.com/docs/build-basics/access-tokens")
                .matches("sq0atp-" + Sample.base62(22), "sq0csp-" + Sample.base62(43), "EAAA" + Sample.base62(60))
                .rejects("sq0atp-", "sq0atp-xxxxxxxxxxxxxxxxxxxxxx", "sq0csp-YOUR_APPLICATION_SECRET")
                .on(key.trigger());
    }

    private static Detector squareOauth() {
        var key = KeyShape.of("EAAA").run(56, 64, BASE64URL);
        return key.detector("square_token", "Square OAuth access token").on(key.trigger());
    }

    private static Detector braintree() {
        var key = KeyShape.of("access_token$production$", "access_token$sandbox$")
                .run(12, 24, "a-z0-9")
                .then("\\$[a-f0-9]{32}");
        return key.detector("paypal_braintree", "Braintree access token")
                .reference("https://developer.paypal.com/braintree/docs/guides/extend/oauth/access-tokens")
                .matches(
                        "access_token$production$" + Sample.smalls(16) + "$" + Sample.hex(32),
                        "access_token$sandbox$" + Sample.smalls(16) + "$" + Sample.hex(32),
                        "'«access_token$production$" + Sample.smalls(16) + "$" + Sample.hex(32) + "»'")
                .rejects("access_token$production$", "access_token$production$abc$def", "$access_token")
                .on(key.trigger());
    }

    private static Detector adyen() {
        var key = KeyShape.of("AQE")
                .run(60, 256, "A-Za-z0-9+/=")
                .then("-[A-Za-z0-9+/=]{32,60}-[A-Za-z0-9+/=!#$%&(){}<>~^.,:;|@?*\\[\\]_-]{8,20}");
        return key.detector("adyen_key", "Adyen API key")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://docs.adyen.com/development-resources/api-credentials/")
                .matches(
                        "AQE" + Sample.base62(90) + "-" + Sample.base62(43) + "=-" + Sample.base62(16),
                        "AQEyhmfxK" + Sample.base62(80) + "==-" + Sample.base62(43) + "=-" + Sample.base62(16),
                        "AQE" + Sample.base62(70) + "-" + Sample.base62(44) + "-" + Sample.base62(12))
                .rejects("AQE", "AQE" + Sample.base62(80), "SAQE" + Sample.base62(80) + "-" + Sample.base62(43))
                .on(key.trigger());
    }

    private static Detector razorpay() {
        var key = KeyShape.of("rzp_live_", "rzp_test_").run(14, 20, "A-Za-z0-9");
        return key.detector("razorpay_key", "Razorpay key id")
                .reference("https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/")
                .matches(
                        "rzp_live_" + Sample.base62(14),
                        "rzp_test_" + Sample.base62(14),
                        "curl -u «rzp_live_" + Sample.base62(14) + ":" + Sample.base62(24) + "»")
                .rejects("rzp_live_", "rzp_test_xxxxxxxxxxxxxx", "rzp_live_YOURKEYGOESHERE")
                .on(key.trigger());
    }

    private static Detector shopify() {
        var key = KeyShape.of("shpat_", "shpca_", "shppa_", "shpss_", "shpua_").exactly(32, "A-Fa-f0-9");
        return key.detector("shopify_token", "Shopify access token or shared secret")
                .reference("https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens")
                .matches(
                        "shpat_" + Sample.hex(32),
                        "shpss_" + Sample.hex(32),
                        "X-Shopify-Access-Token: «shpca_" + Sample.hex(32) + "»")
                .rejects("shpat_", "shpat_" + "x".repeat(32), "shpat_" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector plaid() {
        var key = KeyShape.of("access-production-", "access-sandbox-", "access-development-")
                .exactly(8, "a-f0-9")
                .then("(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}");
        return key.detector("plaid_token", "Plaid access token, or secret beside its name")
                .reference("https://plaid.com/docs/quickstart/glossary/#access-token")
                .matches(
                        "access-production-" + Sample.UUID,
                        "access-sandbox-" + Sample.UUID,
                        "PLAID_SECRET=«" + Sample.hex(30) + "»")
                .rejects("access-production-logs", "access-sandbox-<uuid>", "PLAID_SECRET=$SECRET")
                .on(key.trigger());
    }

    private static Detector plaidNamed() {
        var key = NamedKey.of("[a-f0-9]{30}", "plaid");
        return key.detector("plaid_token", "Plaid secret beside its name").on(key.trigger());
    }

    private static Detector flutterwave() {
        var key = KeyShape.of("FLWSECK-", "FLWSECK_TEST-")
                .run(12, 40, "A-Za-z0-9")
                .then("(?:-X)?");
        return key.detector("flutterwave_key", "Flutterwave secret key")
                .reference("https://developer.flutterwave.com/docs/authentication")
                .matches(
                        "FLWSECK-" + Sample.smalls(32) + "-X",
                        "FLWSECK_TEST-" + Sample.hex(32) + "-X",
                        "FLWSECK_TEST-" + Sample.hex(12))
                .rejects("FLWSECK", "FLWSECK_TEST-xxxxxxxxxxxxxxxx-X", "FLWPUBK-" + Sample.hex(32) + "-X")
                .on(key.trigger());
    }

    private static Detector paypal() {
        var key = NamedKey.of("E[A-Za-z0-9_-]{79}", "paypal");
        return key.detector("paypal_secret", "secret of a PayPal application beside its name")
                .reference("https://developer.paypal.com/api/rest/authentication/")
                .matches(
                        "PAYPAL_CLIENT_SECRET=«E" + Sample.base62(79) + "»",
                        "paypal_secret: '«E" + Sample.base62(79) + "»'",
                        "\"paypalSecret\": \"«E" + Sample.base62(79) + "»\"")
                .rejects(
                        "PAYPAL_CLIENT_SECRET=$SECRET",
                        "paypal secret " + Sample.base62(20),
                        "PAYPAL_CLIENT_ID=A" + Sample.base62(79))
                .on(key.trigger());
    }

    private static Detector coinbase() {
        var key = NamedKey.of("[A-Za-z0-9+/]{86}==|[A-Za-z0-9_-]{64}|[A-Za-z0-9]{32}", "coinbase");
        return key.detector("coinbase_key", "Coinbase API secret beside its name")
                .reference("https://docs.cdp.coinbase.com/get-started/docs/cdp-api-keys")
                .matches(
                        "COINBASE_API_SECRET=«" + Sample.base62(32) + "»",
                        "coinbase_access_token: \"«" + Sample.base62(64) + "»\"",
                        "coinbase.api_secret = '«" + Sample.base62(86) + "==»'")
                .rejects("COINBASE_API_SECRET=$SECRET", "coinbase commit " + Sample.hex(40), "COINBASE_API_KEY=short")
                .on(key.trigger());
    }

    private static Detector wise() {
        var key = NamedKey.of(NamedKey.UUID, "transferwise", "wise_api", "wise-api", "wise_token");
        return key.detector("wise_token", "Wise token beside its name")
                .reference("https://docs.wise.com/api-docs/features/authentication-access")
                .matches(
                        "WISE_API_TOKEN=«" + Sample.UUID + "»",
                        "transferwise_api_key: \"«" + Sample.UUID + "»\"",
                        "wise-api-token: «" + Sample.UUID + "»")
                .rejects("WISE_API_TOKEN=$TOKEN", "otherwise_id=" + Sample.UUID, "wise_api_profile=" + Sample.UUID)
                .on(key.trigger());
    }
}
