// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;

/** The definitions of what finds the keys of registries of packages and images. */
final class RegistrySecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private RegistrySecretDetectors() {}

    static List<Detector> all() {
        return List.of(npm(), pypi(), rubyGems(), nuGet(), crates(), clojars(), dockerHub(), jfrog());
    }

    private static Detector npm() {
        var key = KeyShape.of("npm_").run(30, 60, "A-Za-z0-9");
        return key.detector("npm_token", "npm token")
                .reference("https://docs.npmjs.com/about-access-tokens")
                .matches(
                        "npm_" + Sample.base62(36),
                        "//registry.npmjs.org/:_authToken=«npm_" + Sample.base62(36) + "»",
                        "export NPM_TOKEN=«npm_" + Sample.base62(36) + "»")
                .rejects(
                        "npm_config_registry=https://registry.npmjs.org",
                        "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                        "npm_package_version")
                .on(key.trigger());
    }

    private static Detector pypi() {
        var key = KeyShape.of("pypi-AgE").run(40, 1024, BASE64URL);
        return key.detector("pypi_token", "PyPI token")
                .reference("https://pypi.org/help/#apitoken")
                .matches(
                        "pypi-AgEIcHlwaS5vcmc" + Sample.base62(130),
                        "pypi-AgENdGVzdC5weXBpLm9yZw" + Sample.base62(130),
                        "twine upload -u __token__ -p «pypi-AgEIcHlwaS5vcmc" + Sample.base62(80) + "»")
                .rejects("pypi-AgEIcHlwaS5vcmc...", "pypi-AgE", "pypi-server-1.5.1")
                .on(key.trigger());
    }

    private static Detector rubyGems() {
        var key = KeyShape.of("rubygems_").exactly(48, "a-f0-9");
        return key.detector("rubygems_key", "RubyGems API key")
                .reference("https://guides.rubygems.org/api-key-scopes/")
                .matches(
                        "rubygems_" + Sample.hex(48),
                        ":rubygems_api_key: «rubygems_" + Sample.hex(48) + "»",
                        "'«rubygems_" + Sample.hex(48) + "»'")
                .rejects(
                        "rubygems_api_key",
                        "rubygems_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                        "rubygems_" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector nuGet() {
        var key = KeyShape.of("oy2").exactly(43, "a-z0-9");
        return key.detector("nuget_key", "NuGet API key")
                .reference("https://learn.microsoft.com/nuget/nuget-org/publish-a-package")
                .matches(
                        "oy2" + Sample.smalls(43),
                        "dotnet nuget push a.nupkg -k «oy2" + Sample.smalls(43) + "»",
                        "\"«oy2" + Sample.smalls(43) + "»\"")
                .rejects("oy2", "joy2" + Sample.smalls(43), "oy2" + "x".repeat(43))
                .on(key.trigger());
    }

    private static Detector crates() {
        var key = KeyShape.of("cio").exactly(32, "A-Za-z0-9");
        return key.detector("crates_token", "crates.io token")
                .validator((text, start, end) -> Randomness.seems(text, start + 3, end) ? new Span(start, end) : null)
                .reference("https://doc.rust-lang.org/cargo/reference/publishing.html")
                .matches(
                        "cio" + Sample.base62(32),
                        "cargo login «cio" + Sample.base62(32) + "»",
                        "\"«cio" + Sample.base62(32) + "»\"")
                .rejects("cio", "cioxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "negocio" + Sample.base62(32))
                .on(key.trigger());
    }

    private static Detector clojars() {
        var key = KeyShape.of("CLOJARS_").exactly(60, "a-z0-9");
        return key.detector("clojars_token", "Clojars deploy token")
                .reference("https://github.com/clojars/clojars-web/wiki/Deploy-Tokens")
                .matches(
                        "CLOJARS_" + Sample.hex(60),
                        "password: «CLOJARS_" + Sample.hex(60) + "»",
                        "'«CLOJARS_" + Sample.hex(60) + "»'")
                .rejects("CLOJARS_PASSWORD", "CLOJARS_" + "x".repeat(60), "CLOJARS_" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector dockerHub() {
        var key = KeyShape.of("dckr_pat_", "dckr_oat_", "dckr_jti_").run(24, 64, BASE64URL);
        return key.detector("dockerhub_token", "Docker Hub token")
                .reference("https://docs.docker.com/security/access-tokens/")
                .matches(
                        "dckr_pat_" + Sample.base62(27),
                        "dckr_oat_" + Sample.base62(32),
                        "echo «dckr_pat_" + Sample.base62(27) + "» | docker login -u jane --password-stdin")
                .rejects("dckr_pat_", "dckr_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxx", "dckr_pat_YOUR_TOKEN_GOES_RIGHT_HERE")
                .on(key.trigger());
    }

    private static Detector jfrog() {
        var key = KeyShape.of("AKCp", "cmVmdGtu").run(50, 80, "A-Za-z0-9");
        return key.detector("jfrog_token", "JFrog API key or reference token")
                .reference("https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens")
                .matches(
                        "AKCp" + Sample.base62(69),
                        "cmVmdGtu" + Sample.base62(56),
                        "curl -H 'X-JFrog-Art-Api: «AKCp8" + Sample.base62(68) + "»'")
                .rejects("AKCp", "AKCp" + "x".repeat(69), "AKCp" + Sample.base62(20))
                .on(key.trigger());
    }
}
