// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import java.util.List;

/** The definitions of what finds the keys of hosts of source code and of what builds it. */
final class VersionControlSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private VersionControlSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                gitLab(),
                bitbucket(),
                atlassian(),
                circleCi(),
                buildkite(),
                sonar(),
                sourcegraph(),
                sourcegraphInstance(),
                octopusDeploy(),
                travis(),
                travisHeader(),
                codecov(),
                codecovOption(),
                snyk());
    }

    private static Detector gitLab() {
        var key = KeyShape.of(
                        "glpat-",
                        "gldt-",
                        "glrt-",
                        "glrtr-",
                        "glptt-",
                        "glcbt-",
                        "glsoat-",
                        "glft-",
                        "glimt-",
                        "glagent-",
                        "gloas-",
                        "glffct-",
                        "glwt-",
                        "GR1348941")
                .run(16, 320, BASE64URL)
                .then("(?:\\.[a-z0-9]{2,3}\\.[a-z0-9]{7,9})?");
        return key.detector(
                        "gitlab_token",
                        "GitLab token: personal, of a deployment, runner, trigger, job, feed, agent or application")
                .reference("https://docs.gitlab.com/security/tokens/#token-prefixes")
                .matches(
                        "glpat-" + Sample.base62(20),
                        "glrt-t1_" + Sample.base62(20),
                        "glpat-" + Sample.base62(27) + ".01." + "0k1a2b3c4",
                        "GR1348941" + Sample.base62(20),
                        "gldt-" + Sample.base62(20))
                .rejects("glpat-xxxxxxxxxxxxxxxxxxxx", "glpat-<token>", "glpat-your_token_goes_here", "single-glpat")
                .on(key.trigger());
    }

    private static Detector bitbucket() {
        var key = KeyShape.of("ATBB", "ATCTT3").run(24, 256, "A-Za-z0-9_=-");
        return key.detector("bitbucket_token", "Bitbucket application password or access token")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/")
                .matches(
                        "ATBB" + Sample.base62(32),
                        "ATCTT3xFfG" + Sample.base62(170) + "=" + Sample.capitals(8),
                        "ATCTT3xFfG" + Sample.base62(60))
                .rejects("ATBB", "ATBBxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "CATBB" + Sample.base62(32))
                .on(key.trigger());
    }

    private static Detector atlassian() {
        var key = KeyShape.of("ATATT3").run(50, 256, "A-Za-z0-9_=-");
        return key.detector("atlassian_token", "Atlassian API token")
                .edges(Edge.WORD, Edge.ANY)
                .reference(
                        "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/")
                .matches(
                        "ATATT3xFfGF0" + Sample.base62(170) + "=" + Sample.capitals(8),
                        "ATATT3" + Sample.base62(186),
                        "ATATT3xFfGF0" + Sample.base62(90))
                .rejects("ATATT3", "ATATT3xFfGF0...", "BATATT3" + Sample.base62(90))
                .on(key.trigger());
    }

    private static Detector circleCi() {
        var key = KeyShape.of("CCIPAT_", "CCIPRJ_").run(16, 72, "A-Za-z0-9").then("(?:_[a-f0-9]{40})?");
        return key.detector("circleci_token", "CircleCI token")
                .reference("https://circleci.com/docs/managing-api-tokens/")
                .matches(
                        "CCIPAT_" + Sample.base62(22) + "_" + Sample.hex(40),
                        "CCIPRJ_" + Sample.base62(22) + "_" + Sample.hex(40),
                        "CCIPAT_" + Sample.base62(40))
                .rejects("CCIPAT_", "CCIPAT_xxxxxxxxxxxxxxxxxxxxxx", "CCIPAT_" + Sample.base62(8))
                .on(key.trigger());
    }

    private static Detector buildkite() {
        var key = KeyShape.of("bkua_", "bkct_", "bkat_", "bkpt_").run(32, 64, "A-Za-z0-9");
        return key.detector("buildkite_token", "Buildkite token")
                .reference("https://buildkite.com/docs/apis/managing-api-tokens")
                .matches("bkua_" + Sample.hex(40), "bkct_" + Sample.base62(40), "bkua_" + Sample.hex(32))
                .rejects("bkua_", "bkua_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xbkua_" + Sample.hex(40))
                .on(key.trigger());
    }

    private static Detector sonar() {
        var key = KeyShape.of("squ_", "sqp_", "sqa_", "sqb_").exactly(40, "a-f0-9");
        return key.detector("sonar_token", "SonarQube token")
                .reference("https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/")
                .matches(
                        "squ_" + Sample.hex(40),
                        "sqp_" + Sample.hex(40),
                        "mvn sonar:sonar -Dsonar.token=«sqa_" + Sample.hex(40) + "»")
                .rejects("squ_", "squ_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sqp_" + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector sourcegraph() {
        var key = KeyShape.of("sgp_", "sgd_").run(40, 72, "a-f0-9").then("(?:_[a-f0-9]{40})?");
        return key.detector("sourcegraph_token", "Sourcegraph token")
                .reference("https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token")
                .matches(
                        "sgp_" + Sample.hex(40),
                        "sgd_" + Sample.hex(64),
                        "SRC_ACCESS_TOKEN=«sgp_" + Sample.hex(40) + "»")
                .rejects("sgp_", "sgp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sgp_" + Sample.hex(20))
                .on(key.trigger());
    }

    /** With the id of the instance that gave it. */
    private static Detector sourcegraphInstance() {
        var key = KeyShape.of("sgp_").exactly(16, "a-f0-9").then("_[a-f0-9]{40}");
        return key.detector("sourcegraph_token", "Sourcegraph token")
                .matches(
                        "sgp_" + Sample.hex(16) + "_" + Sample.hex(40),
                        "src login with «sgp_" + Sample.hex(16) + "_" + Sample.hex(40) + "» works")
                .rejects("sgp_" + Sample.hex(16), "sgp_" + "0".repeat(16) + "_" + Sample.hex(20))
                .on(key.trigger());
    }

    private static Detector octopusDeploy() {
        var key = KeyShape.of("API-").run(25, 32, "A-Z0-9");
        return key.detector("octopus_deploy_key", "Octopus Deploy API key")
                .reference("https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key")
                .matches("API-" + Sample.capitals(26), "API-" + Sample.capitals(31), "API-" + Sample.capitals(25))
                .rejects("API-1234", "API-XXXXXXXXXXXXXXXXXXXXXXXXXX", "API-REFERENCE-DOCUMENTATION")
                .on(key.trigger());
    }

    private static Detector travis() {
        var key = NamedKey.of("[A-Za-z0-9_-]{22}", "travis");
        return key.detector("travis_token", "Travis CI token beside its name")
                .reference("https://docs.travis-ci.com/user/triggering-builds/")
                .matches(
                        "TRAVIS_TOKEN=«" + Sample.base62(22) + "»",
                        "travis_api_token: \"«" + Sample.base62(22) + "»\"",
                        "TRAVIS_ACCESS_TOKEN='«" + Sample.base62(22) + "»'")
                .rejects(
                        "TRAVIS_TOKEN=$TRAVIS_TOKEN",
                        "TRAVIS_TOKEN=your_travis_token_here",
                        "TRAVIS_BUILD_ID=" + Sample.digits(22))
                .on(key.trigger());
    }

    /** In a header, in a request that names its server or its version. */
    private static Detector travisHeader() {
        return Detector.of("travis_token", CREDENTIAL)
                .pattern(
                        "(?i:authorization)(?:\\\\{0,3}[\"'])?\\s{0,2}[:=]\\s{0,2}(?:\\\\{0,3}[\"'])?(?i:token)\\s{1,2}([A-Za-z0-9_-]{22})",
                        1,
                        64)
                .edges(Edge.ANY, Edge.WORD)
                .confidence(Confidence.MEDIUM)
                .onlyNear("travis")
                .validator(SecretToken::noPlaceholder)
                .matches("curl -H \"Authorization: token «" + Sample.base62(22) + "»\" https://api.travis-ci.com/repos")
                .rejects("Authorization: token " + Sample.base62(22))
                .on(Trigger.Literals.of("authorization").when(NamedKey::isAhead));
    }

    private static Detector codecov() {
        var key = NamedKey.of(NamedKey.UUID + "|[a-z0-9]{32}", "codecov");
        return key.detector("codecov_token", "Codecov token beside its name")
                .reference("https://docs.codecov.com/docs/codecov-tokens")
                .matches(
                        "CODECOV_TOKEN=«" + Sample.UUID + "»",
                        "codecov_token: \"«" + Sample.UUID + "»\"",
                        "CODECOV_TOKEN: «" + Sample.smalls(32) + "»")
                .rejects(
                        "CODECOV_TOKEN=${{ secrets.CODECOV_TOKEN }}",
                        "codecov/codecov-action@v4",
                        "codecov flags " + Sample.UUID)
                .on(key.trigger());
    }

    private static Detector codecovOption() {
        return Detector.of("codecov_token", CREDENTIAL)
                .pattern(
                        "(?i:codecov(?:cli)?)[A-Za-z0-9_. =/-]{0,64}?\\s(?:-t|--token)[= ]{1,2}(" + NamedKey.UUID + ")",
                        1,
                        160)
                .edges(Edge.ANY, Edge.WORD)
                .matches("codecov upload-process -t «" + Sample.UUID + "»")
                .rejects("codecov upload-process -t $CODECOV_TOKEN")
                .on(Trigger.Literals.of("codecov").when(NamedKey::isAhead));
    }

    private static Detector snyk() {
        var key = NamedKey.of(NamedKey.UUID, "snyk");
        return key.detector("snyk_token", "Snyk token beside its name")
                .reference("https://docs.snyk.io/snyk-api/authentication-for-api")
                .matches(
                        "SNYK_TOKEN=«" + Sample.UUID + "»",
                        "snyk config set; snyk auth «" + Sample.UUID + "»",
                        "snyk_api_key: \"«" + Sample.UUID + "»\"")
                .rejects("SNYK_TOKEN=$SNYK_TOKEN", "snyk test --org=" + Sample.UUID, "SNYK_ORG_ID=" + Sample.UUID)
                .on(key.trigger());
    }
}
