// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** The definitions of what finds the keys of stores of secrets and of what builds infrastructure. */
final class VaultSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private VaultSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                hashicorpVault(),
                terraformToken(),
                pulumiToken(),
                dopplerToken(),
                onePassword(),
                onePasswordSecretKey(),
                infisical(),
                openShift(),
                vaultNamed());
    }

    private static Detector hashicorpVault() {
        var key = KeyShape.of("hvs.", "hvb.", "hvr.").run(24, 512, BASE64URL);
        return key.detector("hashicorp_vault_token", "HashiCorp Vault token")
                .reference("https://developer.hashicorp.com/vault/docs/concepts/tokens")
                .matches(
                        "hvs." + Sample.base62(24),
                        "hvb." + Sample.base62(140),
                        "export VAULT_TOKEN=«s." + Sample.base62(24) + "»")
                .rejects("hvs.token", "hvs.xxxxxxxxxxxxxxxxxxxxxxxx", "VAULT_TOKEN=$TOKEN")
                .on(key.trigger());
    }

    /** The dot in its middle is where it is seen. */
    private static Detector terraformToken() {
        return Detector.of("terraform_token", Category.CREDENTIAL)
                .what("HCP Terraform token", "14 characters, `.atlasv1.`, 60 characters or more")
                .pattern("[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{50,}", 0, 128)
                .reference("https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens")
                .matches(
                        Sample.base62(14) + ".atlasv1." + Sample.base62(67),
                        Sample.base62(14) + ".atlasv1." + Sample.base62(60),
                        "credentials \"app.terraform.io\" { token = \"«" + Sample.base62(14) + ".atlasv1."
                                + Sample.base62(67) + "»\" }")
                .rejects("xxxxxx.atlasv1.zzzzzzzzzzzzz", ".atlasv1.", Sample.base62(14) + ".atlasv1.short")
                .on(new Trigger.Around(".atlasv1.", Ascii::isAlphanumeric, 14, Ahead.ANY));
    }

    private static Detector pulumiToken() {
        var key = KeyShape.of("pul-").exactly(40, "a-f0-9");
        return key.detector("pulumi_token", "Pulumi token")
                .reference("https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/")
                .matches(
                        "pul-" + Sample.hex(40),
                        "PULUMI_ACCESS_TOKEN=«pul-" + Sample.hex(40) + "»",
                        "'«pul-" + Sample.hex(40) + "»'")
                .rejects("pul-request", "pul-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "pul-" + Sample.hex(39))
                .on(key.trigger());
    }

    private static Detector dopplerToken() {
        var key = KeyShape.of("dp.pt.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit.", "dp.said.", "dp.st.")
                .run(2, 64, BASE64URL)
                .then("(?:\\.[A-Za-z0-9]{40,44})?");
        return key.detector("doppler_token", "Doppler token")
                .validator((text, start, end) -> Randomness.seems(text, start + 6, end) ? new Span(start, end) : null)
                .reference("https://docs.doppler.com/reference/auth-token-formats")
                .matches("dp.pt." + Sample.base62(43), "dp.st.dev." + Sample.base62(43), "dp.ct." + Sample.base62(40))
                .rejects("dp.pt.xxxx", "dp.st.prd", "dp.sa.YOUR_TOKEN")
                .on(key.trigger());
    }

    private static Detector onePassword() {
        var key = KeyShape.of("ops_eyJ").run(100, 4096, "A-Za-z0-9+/=_-");
        return key.detector("onepassword_token", "token of a 1Password service account, or secret key of an account")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://developer.1password.com/docs/service-accounts/get-started/")
                .matches(
                        "ops_eyJ" + Sample.base62(400),
                        "ops_eyJ" + Sample.base62(251) + "=",
                        "A3-" + Sample.capitals(6) + "-" + Sample.capitals(11) + "-7K2XQ-9MB4T-W3ZRC")
                .rejects("ops_eyJ", "ops_team", "A3-PAPER-FORMAT")
                .on(key.trigger());
    }

    private static Detector onePasswordSecretKey() {
        var key = KeyShape.of("A3-")
                .exactly(6, "A-Z0-9")
                .then("-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}");
        return key.detector("onepassword_token", "secret key of a 1Password account")
                .on(key.trigger());
    }

    private static Detector infisical() {
        var key = KeyShape.of("st.").exactly(24, "a-f0-9").then("\\.[a-f0-9]{32}\\.[a-f0-9]{32}");
        return key.detector("infisical_token", "Infisical service token")
                .reference("https://infisical.com/docs/documentation/platform/token")
                .matches(
                        "st." + Sample.hex(24) + "." + Sample.hex(32) + "." + Sample.hex(32),
                        "INFISICAL_TOKEN=«st." + Sample.hex(24) + "." + Sample.hex(32) + "." + Sample.hex(32) + "»",
                        "'«st." + Sample.hex(24) + "." + Sample.hex(32) + "." + Sample.hex(32) + "»'")
                .rejects("st.patrick", "first." + Sample.hex(24), "st." + Sample.hex(24) + ".abc")
                .on(key.trigger());
    }

    private static Detector openShift() {
        var key = KeyShape.of("sha256~").exactly(43, BASE64URL);
        return key.detector("openshift_token", "OpenShift user token")
                .reference(
                        "https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html")
                .matches(
                        "sha256~" + Sample.base62(43),
                        "oc login --token=«sha256~" + Sample.base62(43) + "»",
                        "'«sha256~" + Sample.base62(43) + "»'")
                .rejects("sha256:" + Sample.hex(64), "sha256~", "sha256~" + "x".repeat(43))
                .on(key.trigger());
    }

    private static Detector vaultNamed() {
        var key = NamedKey.of("s\\.[A-Za-z0-9]{24}(?:\\.[A-Za-z0-9]{5})?", "vault");
        return key.detector("hashicorp_vault_token", "HashiCorp Vault token beside its name")
                .on(key.trigger());
    }
}
