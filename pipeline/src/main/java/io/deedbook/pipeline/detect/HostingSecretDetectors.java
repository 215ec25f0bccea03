// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** The definitions of what finds the keys of hosts of applications, databases and content. */
final class HostingSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private HostingSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                herokuKey(),
                vercelToken(),
                vercelNamed(),
                netlifyToken(),
                flyToken(),
                renderKey(),
                supabaseKey(),
                planetScale(),
                neonKey(),
                databricksToken(),
                mongoDbAtlas(),
                cloudflareOriginKey(),
                herokuNamed(),
                cloudflareToken(),
                fastlyToken(),
                railwayToken(),
                confluentSecret());
    }

    private static Detector herokuKey() {
        var key = KeyShape.of("HRKU-").run(36, 70, BASE64URL);
        return key.detector("heroku_key", "Heroku API key")
                .reference("https://devcenter.heroku.com/articles/authentication")
                .matches("HRKU-AA" + Sample.base62(58), "HRKU-" + Sample.UUID, "HRKU-AA" + Sample.base62(50))
                .rejects("HRKU-", "HRKU-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "HRKU-short-key")
                .on(key.trigger());
    }

    private static Detector vercelToken() {
        var key = KeyShape.of("vcp_", "vci_", "vca_", "vcr_", "vck_").run(24, 80, "A-Za-z0-9");
        return key.detector("vercel_token", "Vercel token")
                .reference("https://vercel.com/docs/rest-api#authentication")
                .matches("vcp_" + Sample.base62(56), "vck_" + Sample.base62(56), "vca_" + Sample.base62(24))
                .rejects("vcp_token", "vcp_xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "tvcp_" + Sample.base62(30))
                .on(key.trigger());
    }

    /** Older ones have no prefix. */
    private static Detector vercelNamed() {
        var key = NamedKey.of("[A-Za-z0-9]{24}", "vercel");
        return key.detector("vercel_token", "Vercel token beside its name")
                .validator(NamedKey::random)
                .matches(
                        "VERCEL_TOKEN=«" + Sample.base62(24) + "»",
                        "vercel deploy --prod --token «" + Sample.base62(24) + "»")
                .rejects("VERCEL_TOKEN=$VERCEL_TOKEN", "vercel token: abcdefghijklmnopqrstuvwx")
                .on(key.trigger());
    }

    private static Detector netlifyToken() {
        var key = KeyShape.of("nfp_", "nfc_", "nfo_", "nfu_").run(32, 64, "A-Za-z0-9");
        return key.detector("netlify_token", "Netlify token")
                .reference("https://docs.netlify.com/api/get-started/#authentication")
                .matches("nfp_" + Sample.base62(36), "nfc_" + Sample.base62(36), "nfp_" + Sample.base62(40))
                .rejects("nfp_", "nfp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "nfp_" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector flyToken() {
        var key = KeyShape.of("fo1_", "fm1r_", "fm1a_", "fm2_").run(40, 2048, "A-Za-z0-9+/=_-");
        return key.detector("fly_token", "Fly.io token")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://fly.io/docs/security/tokens/")
                .matches("fo1_" + Sample.base62(43), "fm2_" + Sample.base62(200) + "==", "fm1r_" + Sample.base62(120))
                .rejects("fo1_short", "fm2_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "info1_" + Sample.base62(43))
                .on(key.trigger());
    }

    private static Detector renderKey() {
        var key = KeyShape.of("rnd_").run(24, 40, "A-Za-z0-9");
        return key.detector("render_key", "Render API key")
                .reference("https://render.com/docs/api#1-create-an-api-key")
                .matches("rnd_" + Sample.base62(28), "rnd_" + Sample.base62(32), "rnd_" + Sample.base62(24))
                .rejects("rnd_seed", "rnd_xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "brnd_" + Sample.base62(28))
                .on(key.trigger());
    }

    private static Detector supabaseKey() {
        var key = KeyShape.of("sbp_", "sb_secret_").run(20, 64, BASE64URL);
        return key.detector("supabase_key", "Supabase access token or secret key")
                .reference("https://supabase.com/docs/guides/api/api-keys")
                .matches("sbp_" + Sample.hex(40), "sb_secret_" + Sample.base62(31), "sbp_v0_" + Sample.hex(40))
                .rejects("sbp_abc", "sb_secret_your-secret-key-goes-here", "sb_publishable_" + Sample.base62(31))
                .on(key.trigger());
    }

    private static Detector planetScale() {
        var key = KeyShape.of("pscale_tkn_", "pscale_pw_", "pscale_oauth_").run(24, 72, BASE64URL);
        return key.detector("planetscale_token", "PlanetScale token or password")
                .reference("https://planetscale.com/docs/concepts/planetscale-api-oauth-applications")
                .matches(
                        "pscale_tkn_" + Sample.base62(43),
                        "pscale_pw_" + Sample.base62(43),
                        "pscale_oauth_" + Sample.base62(43))
                .rejects(
                        "pscale_tkn_",
                        "pscale_pw_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                        "pscale_connect_main_branch_of_database")
                .on(key.trigger());
    }

    private static Detector neonKey() {
        var key = KeyShape.of("napi_", "npg_").run(12, 80, "A-Za-z0-9");
        return key.detector("neon_key", "Neon API key or password")
                .validator((text, start, end) -> Randomness.seems(text, start + 4, end) ? new Span(start, end) : null)
                .reference("https://neon.tech/docs/manage/api-keys")
                .matches("napi_" + Sample.smalls(64), "npg_" + Sample.base62(12), "napi_" + Sample.base62(60))
                .rejects("napi_status", "napi_getvalueproperty", "npg_catalogversion")
                .on(key.trigger());
    }

    private static Detector databricksToken() {
        var key = KeyShape.of("dapi", "dose", "dkea").exactly(32, "a-f0-9").then("(?:-[0-9])?");
        return key.detector("databricks_token", "Databricks token")
                .reference("https://docs.databricks.com/dev-tools/auth/pat.html")
                .matches("dapi" + Sample.hex(32), "dapi" + Sample.hex(32) + "-2", "dose" + Sample.hex(32))
                .rejects("dapi", "dapixxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "dapi" + Sample.hex(40))
                .on(key.trigger());
    }

    private static Detector mongoDbAtlas() {
        var key = KeyShape.of("mdb_sa_sk_").run(32, 64, BASE64URL);
        return key.detector("mongodb_atlas_key", "secret of a MongoDB Atlas service account")
                .reference("https://www.mongodb.com/docs/atlas/api/service-accounts-overview/")
                .matches(
                        "mdb_sa_sk_" + Sample.base62(40),
                        "mdb_sa_sk_" + Sample.base62(36),
                        "mdb_sa_sk_a-_" + Sample.base62(40))
                .rejects(
                        "mdb_sa_sk_",
                        "mdb_sa_id_" + Sample.hex(24),
                        "mdb_sa_sk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
                .on(key.trigger());
    }

    private static Detector cloudflareOriginKey() {
        var key = KeyShape.of("v1.0-").exactly(24, "a-f0-9").then("-[a-f0-9]{100,}");
        return key.detector("cloudflare_token", "Cloudflare token or key beside its name, or key of its Origin CA")
                .reference("https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/")
                .matches(
                        "v1.0-" + Sample.hex(24) + "-" + Sample.hex(146),
                        "CLOUDFLARE_API_TOKEN=«" + Sample.base62(40) + "»",
                        "X-Auth-Key: «" + Sample.hex(37) + "»")
                .rejects("v1.0-rc1", "CLOUDFLARE_API_TOKEN=$TOKEN", "cloudflare zone " + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector herokuNamed() {
        var key = NamedKey.of(NamedKey.UUID, "heroku");
        return key.detector("heroku_key", "Heroku API key beside its name").on(key.trigger());
    }

    private static Detector cloudflareToken() {
        var key = NamedKey.of("[A-Za-z0-9_-]{40}|[0-9a-f]{37}", "cloudflare", "cf_api", "cf-api", "x-auth");
        return key.detector("cloudflare_token", "Cloudflare token or key beside its name")
                .on(key.trigger());
    }

    private static Detector fastlyToken() {
        var key = NamedKey.of("[A-Za-z0-9_-]{32}", "fastly");
        return key.detector("fastly_token", "Fastly token beside its name")
                .reference("https://www.fastly.com/documentation/reference/api/auth-tokens/")
                .matches(
                        "FASTLY_API_TOKEN=«" + Sample.base62(32) + "»",
                        "curl -H 'Fastly-Key: «" + Sample.base62(32) + "»'",
                        "{\"fastly_api_key\": \"«" + Sample.base62(32) + "»\"}")
                .rejects(
                        "FASTLY_API_TOKEN=YOUR_FASTLY_TOKEN_GOES_HERE_TODAY",
                        "fastly etag " + Sample.hex(32),
                        "Fastly-Key: $KEY")
                .on(key.trigger());
    }

    private static Detector railwayToken() {
        var key = NamedKey.of(NamedKey.UUID, "railway");
        return key.detector("railway_token", "Railway token beside its name")
                .reference("https://docs.railway.com/guides/public-api")
                .matches(
                        "RAILWAY_TOKEN=«" + Sample.UUID + "»",
                        "railway_api_token: \"«" + Sample.UUID + "»\"",
                        "export RAILWAY_API_TOKEN='«" + Sample.UUID + "»'")
                .rejects(
                        "RAILWAY_PROJECT_ID=" + Sample.UUID, "RAILWAY_TOKEN=${TOKEN}", "railway station " + Sample.UUID)
                .on(key.trigger());
    }

    private static Detector confluentSecret() {
        var key = NamedKey.of("cflt[A-Za-z0-9+/]{60}|[A-Za-z0-9+/]{64}", "confluent", "kafka", "schema_registry");
        return key.detector("confluent_secret", "Confluent API secret beside its name")
                .reference(
                        "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html")
                .matches(
                        "CONFLUENT_API_SECRET=«" + Sample.base62(64) + "»",
                        "confluent_cloud_api_secret = \"«" + Sample.base62(64) + "»\"",
                        "KAFKA_API_SECRET: «cflt" + Sample.base62(60) + "»")
                .rejects(
                        "CONFLUENT_API_SECRET=$SECRET",
                        "kafka topic " + Sample.base62(64),
                        "CONFLUENT_API_SECRET=" + Sample.base62(20))
                .on(key.trigger());
    }
}
