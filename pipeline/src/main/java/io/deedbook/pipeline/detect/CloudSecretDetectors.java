// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;

/** The definitions of what finds the keys of clouds. */
final class CloudSecretDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";

    private static final int KEY_CHARS_MIN = 43;
    /** Where a key begins behind its name: the rest of the name, what assigns, and quotes with backslashes. */
    private static final int KEY_WITHIN = 64;

    private CloudSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                awsSessionToken(),
                awsBedrockKey(),
                gcpServiceAccount(),
                googleOauthToken(),
                googleOauthSecret(),
                azureStorageKey(),
                azureStorageArgument(),
                azureSas(),
                azureClientSecret(),
                azureApiKey(),
                alibabaAccessKey(),
                tencentSecretId(),
                digitalOcean(),
                scaleway(),
                ibmCloud(),
                linode(),
                hetzner());
    }

    private static Detector awsSessionToken() {
        var key = KeyShape.of("IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz", "FwoDYXdz", "FQoDYXdz")
                .run(60, 4096, "A-Za-z0-9+/=%");
        return key.detector("aws_session_token", "session token of AWS STS")
                .edges(Edge.ANY, Edge.ANY)
                .reference("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html")
                .matches(
                        "IQoJb3JpZ2lu" + Sample.base62(200),
                        "FwoGZXIvYXdz" + Sample.base62(120) + "==",
                        "FQoDYXdz" + Sample.base62(120))
                .rejects("IQoJb3JpZ2luX2VjE...", "IQoJb3JpZ2lu" + "x".repeat(80), "AWS_SESSION_TOKEN=$TOKEN")
                .on(key.trigger());
    }

    private static Detector awsBedrockKey() {
        var key = KeyShape.of("ABSKQmVkcm9ja0FQSUtleS", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t")
                .run(40, 2048, "A-Za-z0-9+/=");
        return key.detector("aws_bedrock_key", "Amazon Bedrock API key")
                .edges(Edge.WORD, Edge.ANY)
                .reference("https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html")
                .matches(
                        "ABSKQmVkcm9ja0FQSUtleS" + Sample.base62(110),
                        "ABSKQmVkcm9ja0FQSUtleS" + Sample.base62(108) + "==",
                        "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t" + Sample.base62(300))
                .rejects("bedrock-api-key-your-key", "ABSK", "ABSKQmVkcm9ja0FQSUtleS...")
                .on(key.trigger());
    }

    private static Detector gcpServiceAccount() {
        return Detector.of("gcp_service_account", CREDENTIAL)
                .what("id of the private key in a service account's file of Google Cloud", "40 hexadecimal digits")
                .pattern("private_key_id" + NamedKey.ASSIGNS + "([0-9a-f]{40})", 1, 96)
                .edges(Edge.ANY, Edge.WORD)
                .reference("https://cloud.google.com/iam/docs/keys-create-delete")
                .matches(
                        "\"private_key_id\": \"«" + Sample.hex(40) + "»\"",
                        "{\\\"private_key_id\\\":\\\"«" + Sample.hex(40) + "»\\\"}",
                        "private_key_id = '«" + Sample.hex(40) + "»'")
                .rejects("\"private_key_id\": \"abc123\"", "commit " + Sample.hex(40), "\"private_key_id\": null")
                .on(Literals.of("private_key_id"));
    }

    private static Detector googleOauthToken() {
        var key = KeyShape.of("ya29.", "1//0").run(30, 2048, BASE64URL);
        return key.detector("google_oauth_token", "Google OAuth access or refresh token")
                .reference("https://developers.google.com/identity/protocols/oauth2")
                .matches("ya29." + Sample.base62(60), "ya29.a0" + Sample.base62(160), "1//0g" + Sample.base62(90))
                .rejects("ya29.<token>", "ya29.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "1//0 2//1")
                .on(key.trigger());
    }

    private static Detector googleOauthSecret() {
        var key = KeyShape.of("GOCSPX-").run(20, 40, BASE64URL);
        return key.detector("google_oauth_secret", "secret of a Google OAuth client")
                .reference("https://developers.google.com/identity/protocols/oauth2")
                .matches(
                        "GOCSPX-" + Sample.base62(28),
                        "GOCSPX-" + Sample.base62(13) + "_-" + Sample.base62(13),
                        "GOCSPX-" + Sample.base62(24))
                .rejects("GOCSPX-your-client-secret-goes-here", "GOCSPX-xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "GOCSPX-...")
                .on(key.trigger());
    }

    private static Detector azureStorageKey() {
        return Detector.of("azure_storage_key", CREDENTIAL)
                .what(
                        "key of an Azure storage account, database, bus or registry in a connection string",
                        "base64 of 32 or 64 bytes")
                .pattern(
                        "(?i:account|accesskey|sharedaccess|azure)[A-Za-z_. -]{0,24}" + NamedKey.ASSIGNS
                                + "([A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)",
                        1,
                        192)
                .edges(Edge.ANY, Edge.WORD)
                .reference("https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string")
                .matches(
                        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=«" + Sample.base62(86) + "==»;",
                        "SharedAccessKeyName=Root;SharedAccessKey=«" + Sample.base62(43) + "=»",
                        "AZURE_STORAGE_KEY=\"«" + Sample.base62(86) + "==»\"")
                .rejects(
                        "AccountKey=<key>",
                        "AccountKey=" + Sample.base62(20) + "==",
                        "integrity=sha512-" + Sample.base62(86) + "==")
                .on(Literals.of("account", "accesskey", "sharedaccess", "azure")
                        .when(CloudSecretDetectors::isKeyAhead));
    }

    /** The second argument of the constructor of a credential. */
    private static Detector azureStorageArgument() {
        return Detector.of("azure_storage_key", CREDENTIAL)
                .pattern(
                        "(?i:sharedkeycredential)\\s?\\([^\\n()]{1,96}?,\\s{0,4}(?:[A-Za-z]{1,16}=)?\\\\{0,3}[\"']"
                                + "([A-Za-z0-9+/]{86}==)",
                        1,
                        256)
                .edges(Edge.ANY, Edge.WORD)
                .matches("new StorageSharedKeyCredential(\"acme\", \"«" + Sample.base62(86) + "==»\")")
                .rejects("new StorageSharedKeyCredential(accountName, accountKey)")
                .on(Literals.of("sharedkeycredential"));
    }

    private static Detector azureSas() {
        return Detector.of("azure_sas", CREDENTIAL)
                .what(
                        "signature of a shared access link of Azure",
                        "43 characters and the sign of equality, written for a URL")
                .pattern("[?&;]sig=([A-Za-z0-9%+/-]{43,80}(?:%3[Dd]|=))", 1, 128)
                .edges(Edge.ANY, Edge.ANY)
                .reference("https://learn.microsoft.com/azure/storage/common/storage-sas-overview")
                .matches(
                        "https://a.blob.core.windows.net/c/f?sv=2024-08-04&se=2027-01-01&sr=b&sig=«" + Sample.base62(43)
                                + "%3D»",
                        "?sv=2022-11-02&sig=«" + Sample.base62(20) + "%2B" + Sample.base62(22) + "%3D»&sp=r",
                        "?sp=r&sig=«" + Sample.base62(43) + "=»")
                .rejects("?sig=abc", "&sig=<signature>", "?v=1&signature=none")
                .on(Literals.of("?sig=", "&sig=", ";sig="));
    }

    private static Detector azureClientSecret() {
        return Detector.of("azure_client_secret", CREDENTIAL)
                .what("secret of an application in Microsoft Entra ID", "length, `Q~` in its place")
                .pattern("[A-Za-z0-9_.-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}", 0, 40)
                .edges(Edge.WORD, Edge.WORD)
                .reference("https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials")
                .matches(
                        "Abc8Q~" + Sample.base62(34),
                        "x7-8Q~" + Sample.base62(33),
                        "q1_7Q~" + Sample.base62(16) + "." + Sample.base62(17))
                .rejects("abc8Q~short", "Q~Q~Q~", "abcdQ~" + Sample.base62(34))
                .on(new Trigger.Around(
                        "q~",
                        unit -> Ascii.isAlphanumeric(unit) || "_.-".indexOf(unit) >= 0,
                        4,
                        CloudSecretDetectors::isClientSecretAhead));
    }

    private static Detector azureApiKey() {
        var key = NamedKey.of("[A-Za-z0-9]{84}|[0-9a-f]{32}", "azure", "ocp-apim-subscription", "cognitive");
        return key.detector("azure_api_key", "key of an Azure AI or API Management service beside its name")
                .reference("https://learn.microsoft.com/azure/ai-services/authentication")
                .matches(
                        "AZURE_OPENAI_API_KEY=«" + Sample.hex(32) + "»",
                        "Ocp-Apim-Subscription-Key: «" + Sample.hex(32) + "»",
                        "\"azure_search_key\": \"«" + Sample.base62(84) + "»\"")
                .rejects("AZURE_OPENAI_API_KEY=$KEY", "AZURE_TENANT_ID=" + Sample.UUID, "azure etag " + Sample.hex(32))
                .on(key.trigger());
    }

    private static Detector alibabaAccessKey() {
        var key = KeyShape.of("LTAI").run(12, 24, "A-Za-z0-9");
        return key.detector("alibaba_access_key", "Alibaba Cloud access key id")
                .reference("https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair")
                .matches("LTAI5t" + Sample.base62(18), "LTAI" + Sample.base62(20), "LTAI4G" + Sample.base62(18))
                .rejects("LTAI", "VOLTAI5tabcdefghijklmnop", "LTAIxxxxxxxxxxxxxxxxxxxx")
                .on(key.trigger());
    }

    private static Detector tencentSecretId() {
        var key = KeyShape.of("AKID").run(32, 40, "A-Za-z0-9");
        return key.detector("tencent_secret_id", "Tencent Cloud secret id")
                .reference("https://www.tencentcloud.com/document/product/598/32675")
                .matches("AKID" + Sample.base62(32), "AKID" + Sample.base62(36), "AKIDz8" + Sample.base62(30))
                .rejects("AKID", "AKIDxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "AKIDtooshort0")
                .on(key.trigger());
    }

    private static Detector digitalOcean() {
        var key = KeyShape.of("dop_v1_", "doo_v1_", "dor_v1_").exactly(64, "a-f0-9");
        return key.detector("digitalocean_token", "DigitalOcean token")
                .reference("https://docs.digitalocean.com/reference/api/create-personal-access-token/")
                .matches("dop_v1_" + Sample.hex(64), "doo_v1_" + Sample.hex(64), "dor_v1_" + Sample.hex(64))
                .rejects("dop_v1_abc", "dop_v1_" + "x".repeat(64), "dop_v1_" + Sample.hex(70))
                .on(key.trigger());
    }

    private static Detector scaleway() {
        var key = KeyShape.of("SCW").exactly(17, "A-Z0-9");
        return key.detector("scaleway_key", "Scaleway access key")
                .reference("https://www.scaleway.com/en/docs/iam/concepts/")
                .matches("SCW" + Sample.capitals(17), "SCW4" + Sample.capitals(16), "SCWX7" + Sample.capitals(15))
                .rejects("SCW_ACCESS_KEY", "SCWXXXXXXXXXXXXXXXXX", "SCW" + Sample.capitals(20))
                .on(key.trigger());
    }

    private static Detector ibmCloud() {
        var key = NamedKey.of("[A-Za-z0-9_-]{44}", "ibmcloud", "ibm_cloud", "ibm-cloud", "ibm cloud", "bluemix");
        return key.detector("ibm_cloud_key", "IBM Cloud API key beside its name")
                .reference("https://cloud.ibm.com/docs/account?topic=account-userapikey")
                .matches(
                        "export IBMCLOUD_API_KEY=«" + Sample.base62(44) + "»",
                        "IBM_CLOUD_API_KEY: \"«" + Sample.base62(44) + "»\"",
                        "{\"ibm_cloud_api_key\":\"«" + Sample.base62(44) + "»\"}")
                .rejects("IBMCLOUD_API_KEY=$KEY", "IBMCLOUD_API_KEY=your_api_key_here", "IBM Cloud is a product")
                .on(key.trigger());
    }

    private static Detector linode() {
        var key = NamedKey.of("[a-f0-9]{64}", "linode");
        return key.detector("linode_token", "Linode token beside its name")
                .reference("https://techdocs.akamai.com/linode-api/reference/get-started")
                .matches(
                        "LINODE_TOKEN=«" + Sample.hex(64) + "»",
                        "linode_api_token = \"«" + Sample.hex(64) + "»\"",
                        "linode-cli token: «" + Sample.hex(64) + "»")
                .rejects("LINODE_TOKEN=$LINODE_TOKEN", "linode checksum " + Sample.hex(64), "LINODE_TOKEN=<token>")
                .on(key.trigger());
    }

    private static Detector hetzner() {
        var key = NamedKey.of("[A-Za-z0-9]{64}", "hcloud", "hetzner");
        return key.detector("hetzner_token", "Hetzner Cloud token beside its name")
                .reference("https://docs.hetzner.cloud/reference/cloud")
                .matches(
                        "HCLOUD_TOKEN=«" + Sample.base62(64) + "»",
                        "hetzner_token: '«" + Sample.base62(64) + "»'",
                        "hcloud_token = \"«" + Sample.base62(64) + "»\"")
                .rejects("HCLOUD_TOKEN=${HCLOUD_TOKEN}", "hcloud image " + Sample.base62(64), "HCLOUD_TOKEN=xxx")
                .on(key.trigger());
    }

    /** Whether as many characters of base64 as the shorter key has follow one another not far behind. */
    private static boolean isKeyAhead(String text, int start, int end) {
        var run = 0;
        for (var index = end; index < text.length() && index - end < KEY_WITHIN + run; index++) {
            var unit = text.charAt(index);
            run = Ascii.isAlphanumeric(unit) || unit == '+' || unit == '/' ? run + 1 : 0;
            if (run == KEY_CHARS_MIN) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClientSecretAhead(String text, int start, int end) {
        return start >= 4
                && text.charAt(start) == 'Q'
                && Ascii.isDigit(text.charAt(start - 1))
                && end < text.length()
                && (Ascii.isAlphanumeric(text.charAt(end)) || "_.~-".indexOf(text.charAt(end)) >= 0);
    }
}
