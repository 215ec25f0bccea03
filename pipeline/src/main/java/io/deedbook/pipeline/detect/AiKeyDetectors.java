// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds the keys of those who run models, and of what is built around them. */
final class AiKeyDetectors {
    private static final String BASE64URL = "A-Za-z0-9_-";
    private static final String OTHERS = "ai_provider_key";

    private AiKeyDetectors() {}

    static List<Detector> all() {
        return List.of(
                huggingFace(),
                replicate(),
                groq(),
                xai(),
                perplexity(),
                openRouter(),
                elevenLabs(),
                langSmith(),
                pinecone(),
                nvidia(),
                others(),
                langfuse(),
                othersNamed(),
                weightsAndBiases(),
                weightsAndBiasesNamed());
    }

    private static Detector huggingFace() {
        var key = KeyShape.of("hf_", "api_org_").run(30, 40, "A-Za-z0-9");
        return key.detector("huggingface_token", "Hugging Face token")
                .reference("https://huggingface.co/docs/hub/security-tokens")
                .matches(
                        "hf_" + Sample.letters(34),
                        "api_org_" + Sample.letters(34),
                        "export HF_TOKEN=«hf_" + Sample.base62(34) + "»")
                .rejects(
                        "hf_model_name",
                        "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                        "hf_YourTokenGoesRightHereInThisPlace")
                .on(key.trigger());
    }

    private static Detector replicate() {
        var key = KeyShape.of("r8_").run(36, 40, "A-Za-z0-9");
        return key.detector("replicate_key", "Replicate token")
                .reference("https://replicate.com/docs/topics/security/api-tokens")
                .matches(
                        "r8_" + Sample.base62(37),
                        "REPLICATE_API_TOKEN=«r8_" + Sample.base62(37) + "»",
                        "Authorization: Token «r8_" + Sample.base62(37) + "»")
                .rejects("r8_", "r8_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xr8_" + Sample.base62(37))
                .on(key.trigger());
    }

    private static Detector groq() {
        var key = KeyShape.of("gsk_").run(40, 60, "A-Za-z0-9");
        return key.detector("groq_key", "Groq API key")
                .reference("https://console.groq.com/docs/quickstart")
                .matches(
                        "gsk_" + Sample.base62(52),
                        "GROQ_API_KEY=«gsk_" + Sample.base62(52) + "»",
                        "\"«gsk_" + Sample.base62(48) + "»\"")
                .rejects("gsk_", "gsk_" + "x".repeat(52), "gsk_" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector xai() {
        var key = KeyShape.of("xai-").run(60, 96, "A-Za-z0-9");
        return key.detector("xai_key", "xAI API key")
                .reference("https://docs.x.ai/docs/overview")
                .matches(
                        "xai-" + Sample.base62(80),
                        "XAI_API_KEY=«xai-" + Sample.base62(80) + "»",
                        "'«xai-" + Sample.base62(72) + "»'")
                .rejects("xai-sdk", "xai-" + "x".repeat(80), "xai-" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector perplexity() {
        var key = KeyShape.of("pplx-").run(40, 64, "A-Za-z0-9");
        return key.detector("perplexity_key", "Perplexity API key")
                .reference("https://docs.perplexity.ai/getting-started/quickstart")
                .matches(
                        "pplx-" + Sample.hex(48),
                        "pplx-" + Sample.base62(48),
                        "Bearer «pplx-" + Sample.base62(48) + "»")
                .rejects("pplx-7b-online", "pplx-" + "x".repeat(48), "pplx-" + Sample.hex(10))
                .on(key.trigger());
    }

    private static Detector openRouter() {
        var key = KeyShape.of("sk-or-").run(36, 80, "a-z0-9-");
        return key.detector("openrouter_key", "OpenRouter API key")
                .reference("https://openrouter.ai/docs/api-reference/authentication")
                .matches(
                        "sk-or-v1-" + Sample.hex(64),
                        "OPENROUTER_API_KEY=«sk-or-v1-" + Sample.hex(64) + "»",
                        "sk-or-v1-" + Sample.hex(48))
                .rejects("sk-or-v1-...", "sk-or-v1-" + "x".repeat(64), "task-or-" + Sample.hex(64))
                .on(key.trigger());
    }

    private static Detector elevenLabs() {
        var key = KeyShape.of("sk_").exactly(48, "a-f0-9");
        return key.detector("elevenlabs_key", "ElevenLabs API key")
                .reference("https://elevenlabs.io/docs/api-reference/authentication")
                .matches(
                        "sk_" + Sample.hex(48),
                        "xi-api-key: «sk_" + Sample.hex(48) + "»",
                        "ELEVENLABS_API_KEY=«sk_" + Sample.hex(48) + "»")
                .rejects("sk_buff", "sk_" + "x".repeat(48), "task_" + Sample.hex(48))
                .on(key.trigger());
    }

    private static Detector langSmith() {
        var key = KeyShape.of("lsv2_pt_", "lsv2_sk_", "ls__")
                .exactly(32, "a-f0-9")
                .then("(?:_[a-f0-9]{10})?");
        return key.detector("langsmith_key", "LangSmith API key")
                .reference(
                        "https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key")
                .matches(
                        "lsv2_pt_" + Sample.hex(32) + "_" + Sample.hex(10),
                        "lsv2_sk_" + Sample.hex(32) + "_" + Sample.hex(10),
                        "LANGCHAIN_API_KEY=«ls__" + Sample.hex(32) + "»")
                .rejects("lsv2_pt_", "lsv2_pt_" + "x".repeat(32), "ls__init__")
                .on(key.trigger());
    }

    private static Detector pinecone() {
        var key = KeyShape.of("pcsk_").run(50, 80, BASE64URL);
        return key.detector("pinecone_key", "Pinecone API key")
                .reference("https://docs.pinecone.io/guides/projects/manage-api-keys")
                .matches(
                        "pcsk_" + Sample.base62(6) + "_" + Sample.base62(63),
                        "pcsk_" + Sample.base62(70),
                        "PINECONE_API_KEY=«pcsk_" + Sample.base62(70) + "»")
                .rejects("pcsk_", "pcsk_" + "x".repeat(70), "pcsk_" + Sample.base62(10))
                .on(key.trigger());
    }

    private static Detector nvidia() {
        var key = KeyShape.of("nvapi-").run(50, 80, BASE64URL);
        return key.detector("nvidia_key", "NVIDIA API key")
                .reference("https://docs.api.nvidia.com/nim/docs/api-quickstart")
                .matches(
                        "nvapi-" + Sample.base62(64),
                        "NVIDIA_API_KEY=«nvapi-" + Sample.base62(64) + "»",
                        "nvapi-a_" + Sample.base62(62))
                .rejects("nvapi-", "nvapi-" + "x".repeat(64), "nvapi-status")
                .on(key.trigger());
    }

    private static Detector others() {
        var key = KeyShape.of("fw_", "pa-", "tvly-", "csk-", "jina_", "e2b_", "tgp_v1_", "fc-", "key_")
                .run(20, 80, BASE64URL);
        return key.detector(
                        OTHERS,
                        "key of another model or tool: Fireworks, Voyage, Tavily, Cerebras, Jina, E2B, Together, Firecrawl, Cursor; or of Cohere and Mistral beside the name")
                .validator(AiKeyDetectors::known)
                .reference(
                        "https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns")
                .matches(
                        "fw_" + Sample.base62(24),
                        "pa-" + Sample.base62(43),
                        "tvly-dev-" + Sample.base62(32),
                        "csk-" + Sample.smalls(48),
                        "jina_" + Sample.hex(32) + Sample.base62(28),
                        "tgp_v1_" + Sample.base62(43),
                        "key_" + Sample.hex(64),
                        "COHERE_API_KEY=«" + Sample.base62(40) + "»",
                        "mistral_api_key: \"«" + Sample.base62(32) + "»\"")
                .rejects(
                        "fw_update_available_for_download",
                        "pa-system-architecture-document-2026",
                        "tvly-YOUR_API_KEY_GOES_RIGHT_HERE",
                        "key_value_store_implementation_1")
                .on(key.trigger());
    }

    private static Detector langfuse() {
        var key = KeyShape.of("sk-lf-").exactly(8, "a-f0-9").then("(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}");
        return key.detector(OTHERS, "Langfuse secret key").on(key.trigger());
    }

    private static Detector othersNamed() {
        var key = NamedKey.of(
                "[a-f0-9]{64}|[A-Za-z0-9]{40}|[A-Za-z0-9]{32}",
                "cohere",
                "co_api",
                "mistral",
                "together",
                "deepgram",
                "assemblyai",
                "stability");
        return key.detector(OTHERS, "key of a provider of models beside its name")
                .validator((text, start, end) -> Randomness.seems(text, start, end) ? new Span(start, end) : null)
                .on(key.trigger());
    }

    private static Detector weightsAndBiases() {
        var key = KeyShape.of("wandb_v1_").run(40, 128, BASE64URL);
        return key.detector("wandb_key", "Weights & Biases API key, beside its name where it has no prefix")
                .reference("https://docs.wandb.ai/support/find_api_key/")
                .matches(
                        "wandb_v1_" + Sample.base62(77),
                        "WANDB_API_KEY=«" + Sample.hex(40) + "»",
                        "wandb login --key=«" + Sample.hex(40) + "»")
                .rejects("wandb_v1_", "WANDB_API_KEY=$WANDB_API_KEY", "wandb commit " + Sample.hex(40))
                .on(key.trigger());
    }

    private static Detector weightsAndBiasesNamed() {
        var key = NamedKey.of("[0-9a-f]{40}", "wandb");
        return key.detector("wandb_key", "Weights & Biases API key beside its name")
                .on(key.trigger());
    }

    /** These prefixes are short: what follows must look random, and not be a list of words. */
    private static @Nullable Span known(String text, int start, int end) {
        var marks = text.chars()
                .skip(start)
                .limit(end - start)
                .filter(unit -> unit == '-' || unit == '_')
                .count();
        var isPart = start > 0 && "-_/+".indexOf(text.charAt(start - 1)) >= 0;
        return !isPart && marks <= 4 && Randomness.seems(text, start + 3, end) ? new Span(start, end) : null;
    }
}
