// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;
import static io.deedbook.pipeline.detect.Category.CRYPTO;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds addresses and keys of money chains. Most end with check digits. */
final class CryptoDetectors {
    private static final String BASE58 = "[1-9A-HJ-NP-Za-km-z]";
    private static final String ETHEREUM = "ethereum_address";
    private static final String PRIVATE_KEY = "crypto_private_key";
    private static final int HASH_BYTES = 20;
    private static final int KEY_BYTES = 32;
    private static final int BESIDE_CHARS_MAX = 40;
    private static final int ADDRESS_CHARS_MIN = 25;
    /** A phrase has 12, 15, 18, 21 or 24 words. */
    private static final int PHRASE_STEP = 3;

    /** Words of sentences that the list of BIP 39 has not. */
    private static final Set<String> SENTENCE_WORDS =
            Set.of("the", "and", "for", "with", "your", "are", "from", "not", "has", "was", "were", "but", "which");
    /** What stands between the name of a secret and the secret: a verb, signs, the end and the beginning of cells. */
    private static final String BESIDE_NAME =
            "(?:\\s{1,2}(?i:is|was))?[^A-Za-z0-9]{0,16}(?:</?[a-z]{1,8}>[^A-Za-z0-9]{0,16}){0,3}";

    /** What stands before the word for key. */
    private static final List<String> KEY_OWNERS = List.of("private", "priv", "deployer", "wallet", "signer");

    private CryptoDetectors() {}

    static List<Detector> all() {
        return List.of(
                privateKey(),
                uncompressedKey(),
                extendedKey(),
                hexKey(),
                seedPhrase(),
                bitcoin(),
                bitcoinSegwit(),
                bitcoinCash(),
                ethereumChecked(),
                ethereum(),
                ethereumUnsure(),
                litecoinSegwit(),
                litecoin(),
                dogecoin(),
                tron(),
                ripple(),
                cardano(),
                solana(),
                monero());
    }

    private static Detector bitcoin() {
        return Detector.of("bitcoin_address", CRYPTO)
                .what("Bitcoin address, old or SegWit", "Base58Check, Bech32 or Bech32m")
                .pattern("[13]" + BASE58 + "{25,34}", 0, 36)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> base58(text, start, end, 0, 5))
                .reference("https://en.bitcoin.it/wiki/Base58Check_encoding")
                .matches(
                        "1M538WxwwbJdTpJxw9H7hjXEPQedANMEN4",
                        "3E8dnNsVY5BRKbU2hobWv8reiWXsqZSz3B",
                        "bc1q8fumrl0yfga5n9yv9cfffnkkavw3r3tay3jg87",
                        "bc1pks2camd03pmagdnw3cx8crrpg3375x9g2hpt57g97wepj76wxems73eck2",
                        "send it to «1GHzLKSgcrVbNAaHayoyWvrrns767WqYNr», please")
                .rejects(
                        "1M538WxwwbJdTpJxw9H7hjXEPQedANMEN5",
                        "bc1q8fumrl0yfga5n9yv9cfffnkkavw3r3tay3jg88",
                        "3" + Sample.hex(31),
                        "abc1 bc1q")
                .on(Digits.of("", 1, DigitGroups.LENGTH_MAX, 1, 1)
                        .startingWith("13")
                        .opening(Opening.word(26))
                        .when((text, start, end) -> Base58.BITCOIN.reaches(text, start, 26)));
    }

    private static Detector bitcoinSegwit() {
        return Detector.of("bitcoin_address", CRYPTO)
                .pattern("(?i:bc1|tb1)[0-9A-Za-z]{36,}", 0, 76)
                .edges(Edge.WORD, Edge.WORD)
                .validator(CryptoDetectors::bech32)
                .on(Literals.of("bc1", "tb1").when((text, start, end) -> Bech32.reaches(text, end, 36)));
    }

    private static Detector bitcoinCash() {
        return Detector.of("bitcoin_cash_address", CRYPTO)
                .what("Bitcoin Cash address", "CashAddr")
                .pattern("bitcoincash:[qp][0-9a-z]{41}", 0, 56)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) ->
                        Bech32.holdsCash("bitcoincash", text.substring(text.indexOf(':', start) + 1, end))
                                ? new Span(start, end)
                                : null)
                .reference("https://reference.cash/protocol/blockchain/encoding/cashaddr")
                .matches(
                        "bitcoincash:qz00cn4hk5ts8q5m3r59u5q9tlwfza2cgyp8ldzfdt",
                        "bitcoincash:qrnm6fjmczt0du0zm4xq5cqlgjwjqwe0zglfcyu9we",
                        "bitcoincash:qp83vqmf032n5wz8thl6cky5640ga77ecshujmj7xz")
                .rejects(
                        "bitcoincash:qz00cn4hk5ts8q5m3r59u5q9tlwfza2cgyp8ldzfdd", "bitcoincash:", "bitcoincash: a coin")
                .on(Literals.of("bitcoincash:"));
    }

    private static Detector ethereumChecked() {
        return Detector.of(ETHEREUM, CRYPTO)
                .what("Ethereum address", "40 hexadecimal digits; in two cases, EIP-55")
                .pattern("0x[0-9A-Fa-f]{40}", 0, 42)
                .edges(Edge.WORD, Edge.WORD)
                .validator(EthereumAddress::checked)
                .form(Detector.Form.LOWER_CASE)
                .reference("https://eips.ethereum.org/EIPS/eip-55")
                .matches(
                        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                        "0xde709f2102306220921060314715629080e2fb77",
                        "0x52908400098527886E0F7030069857D2E4169EE7")
                .rejects(
                        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
                        "0x0000000000000000000000000000000000000000",
                        "0x" + Sample.hex(64),
                        "0xdeadbeef")
                .on(Literals.of("0x").when(EthereumAddress::ahead));
    }

    private static Detector ethereum() {
        return Detector.of(ETHEREUM, CRYPTO)
                .pattern("0x(?:[0-9a-f]{40}|[0-9A-F]{40})", 0, 42)
                .edges(Edge.WORD, Edge.WORD)
                .validator(EthereumAddress::unchecked)
                .form(Detector.Form.LOWER_CASE)
                .confidence(Confidence.MEDIUM)
                .near("ethereum", "eth", "wallet", "address", "erc20", "contract", "metamask")
                .notNear("sha1", "commit", "digest", "checksum", "git")
                .on(Literals.of("0x").when(EthereumAddress::ahead));
    }

    /** In two cases, of which the check fails: mistyped, or made up. */
    private static Detector ethereumUnsure() {
        return Detector.of(ETHEREUM, CRYPTO)
                .pattern("0x[0-9A-Fa-f]{40}", 0, 42)
                .edges(Edge.WORD, Edge.WORD)
                .form(Detector.Form.LOWER_CASE)
                .confidence(Confidence.LOW)
                .near("ethereum", "eth", "wallet", "address", "erc20", "metamask")
                .on(Literals.of("0x").when(EthereumAddress::ahead));
    }

    private static Detector litecoinSegwit() {
        return Detector.of("litecoin_address", CRYPTO)
                .what("Litecoin address; of the old form beside its name", "Base58Check or Bech32")
                .pattern("(?i:ltc1)[0-9A-Za-z]{36,}", 0, 80)
                .edges(Edge.WORD, Edge.WORD)
                .validator(CryptoDetectors::bech32)
                .reference("https://github.com/litecoin-project/litecoin/blob/master/src/chainparams.cpp")
                .matches(
                        "ltc1qtzkrclhe8j6z20kpm39q37ts3qd30ljhrf3uxc",
                        "ltc1q4zf67fqxmxuqw28pjexfpmeaxffysv99r5gyd5",
                        "litecoin: «LKjVs9R1vYtFfrWjetSA47fevQCkph6Kuf»",
                        "LTC wallet «MS5Dtg4hhTaktHmSr1ti5BK8bCPwh4XBUQ»")
                .rejects(
                        "ltc1qtzkrclhe8j6z20kpm39q37ts3qd30ljhrf3uxx",
                        "litecoin: LKjVs9R1vYtFfrWjetSA47fevQCkph6Kug",
                        "litecoin is a coin")
                .on(Literals.of("ltc1").when((text, start, end) -> Bech32.reaches(text, end, 36)));
    }

    private static Detector litecoin() {
        return beside("litecoin_address", "[LM3]" + BASE58 + "{26,33}", "litecoin", "ltc")
                .validator((text, start, end) -> base58(text, start, end, 48, 50, 5))
                .on(Literals.of("litecoin", "ltc").when(CryptoDetectors::isAddressNear));
    }

    private static Detector dogecoin() {
        return beside("dogecoin_address", "[DA9]" + BASE58 + "{33}", "doge")
                .what("Dogecoin address beside its name", "Base58Check")
                .validator((text, start, end) -> base58(text, start, end, 30, 22))
                .reference("https://github.com/dogecoin/dogecoin/blob/master/src/chainparams.cpp")
                .matches(
                        "dogecoin: «DUEZHuTBbP9HRKrgWo9vRfvEqkk7zkeQSj»",
                        "DOGE=«DANmkto7xsGA5ySXfBCxjWN4sZfYC2x52f»",
                        "{\"doge_address\":\"«AD31owqhNeko15SDJAfaZHYnqDgYwGzKi9»\"}")
                .rejects(
                        "dogecoin: DUEZHuTBbP9HRKrgWo9vRfvEqkk7zkeQSk",
                        "doge meme",
                        "DUEZHuTBbP9HRKrgWo9vRfvEqkk7zkeQSk")
                .on(Literals.of("doge").when(CryptoDetectors::isAddressNear));
    }

    private static Detector tron() {
        return beside("tron_address", "T" + BASE58 + "{33}", "tron", "trx", "usdt", "trc20", "trc-20")
                .what("Tron address beside its name", "Base58Check")
                .validator((text, start, end) -> base58(text, start, end, 65))
                .reference("https://developers.tron.network/docs/account")
                .matches(
                        "tron: «TJb2jYZhEk74yQkadsJrDR5EvTRB2KGFjr»",
                        "USDT (TRC20) to «TCxN35JRJC5d2PxYhvAWK2oQXJ3zZcGjjp»",
                        "TRX_WALLET=«TY3PSfhNzKuvZcZ6FvwPm2SAWMBdvW6svB»")
                .rejects(
                        "tron: TJb2jYZhEk74yQkadsJrDR5EvTRB2KGFjs",
                        "electron app",
                        "TJb2jYZhEk74yQkadsJrDR5EvTRB2KGFjs")
                .on(Literals.of("tron", "trx", "usdt", "trc20", "trc-20").when(CryptoDetectors::isAddressNear));
    }

    private static Detector ripple() {
        return beside("ripple_address", "r[1-9A-HJ-NP-Za-km-z]{24,34}", "xrp", "ripple")
                .what("address of the XRP ledger beside its name", "Base58Check with its own digits")
                .validator((text, start, end) -> Base58.RIPPLE.isChecked(text.substring(start, end), HASH_BYTES + 1, 0)
                        ? new Span(start, end)
                        : null)
                .reference("https://xrpl.org/docs/references/protocol/data-types/base58-encodings")
                .matches(
                        "xrp: «rsmhBrcmDMGebuVceGrchx71TtQCRDVYid»",
                        "Ripple address «rNC97LbgKWJCCM1gFUdXmFfWcK5TKmyRLE»",
                        "{\"xrp_wallet\":\"«rnPN4eJmm6UNVkrz5KSUmFWU8uAejtnfHB»\"}")
                .rejects("xrp: rsmhBrcmDMGebuVceGrchx71TtQCRDVYie", "ripple effect", "xrp price rises")
                .on(Literals.of("xrp", "ripple").when(CryptoDetectors::isAddressNear));
    }

    private static Detector cardano() {
        return Detector.of("cardano_address", CRYPTO)
                .what("Cardano address", "Bech32")
                .pattern("addr1[0-9a-z]{50,}|stake1[0-9a-z]{50,}", 0, 128)
                .edges(Edge.WORD, Edge.WORD)
                .validator(CryptoDetectors::bech32)
                .reference("https://cips.cardano.org/cip/CIP-19")
                .matches(
                        "addr1qxadl7kd6jmumw0jg9xak60mszpvlrxj9w5lp84f6dcs0c83qmgunxns56fq7kk4zt2advdlqu5l07dukeq9lleu2aaq7szq9g",
                        "addr1q9xnp3rjpuwk0yyva7nk5twaz3t4ev2lr9g955adn40ex9t6jlrwkxuahfr45s6s70m0z62ufqsdur7fg0txcsak8fpqq325r6",
                        "addr1q9wy8n3w8nuepg5x70v5jntrlqh0stv6s6ag7aseyvkrxx6dpxhm9duwdrk3wq30mdeg8p4wve7je5knh7vhun4lrh8qzjy6fc")
                .rejects(
                        "addr1qxadl7kd6jmumw0jg9xak60mszpvlrxj9w5lp84f6dcs0c83qmgunxns56fq7kk4zt2advdlqu5l07dukeq9lleu2aaq7szq9q",
                        "addr1=10.0.0.1",
                        "stake1holder")
                .on(Literals.of("addr1", "stake1").when((text, start, end) -> Bech32.reaches(text, end, 50)));
    }

    private static Detector solana() {
        return beside("solana_address", BASE58 + "{43,44}", "solana", "phantom")
                .what("Solana address beside its name", "Base58 of 32 bytes")
                .validator(CryptoDetectors::solana)
                .reference("https://solana.com/docs/core/accounts")
                .matches(
                        "solana: «BDnKJPLXahrjCCXtaGJXn7527SwTiVbHoZke678ispfp»",
                        "SOLANA_WALLET=«3e1EprqttPmrQud6CoBVZnHkk3LqzVkQaK21cixUxEKA»",
                        "Phantom wallet «3p3PzKyGd2aDyNUjek6g3BEpk71n7TP2v64xc4zvNvFf»")
                .rejects("solana: " + Sample.hex(40), "phantom pain", "solana " + "1".repeat(44))
                .on(Literals.of("solana", "phantom").when(CryptoDetectors::isAddressNear));
    }

    private static Detector monero() {
        return Detector.of("monero_address", CRYPTO)
                .what("Monero address", "95 or 106 digits of Base58, the first two")
                .pattern("[48][0-9AB]" + BASE58 + "{93}(?:" + BASE58 + "{11})?", 0, 108)
                .edges(Edge.WORD, Edge.WORD)
                .reference("https://docs.getmonero.org/public-address/standard-address/")
                .matches("4A" + base58Sample(93), "8B" + base58Sample(93), "48" + base58Sample(93))
                .rejects("4A" + base58Sample(60), "4Z" + base58Sample(93), "4A" + base58Sample(94))
                .on(Digits.of("", 1, DigitGroups.LENGTH_MAX, 1, 1)
                        .startingWith("48")
                        .opening(Opening.word(DigitGroups.LENGTH_MAX))
                        .when((text, start, end) -> Base58.BITCOIN.reaches(text, start + 2, 93)));
    }

    private static Detector privateKey() {
        return beside(
                        PRIVATE_KEY,
                        CREDENTIAL,
                        "[KL]" + BASE58 + "{51}",
                        "wif",
                        "privkey",
                        "priv_key",
                        "private key",
                        "private_key",
                        "privatekey",
                        "dumpprivkey",
                        "importprivkey")
                .what(
                        "private key of a money chain: WIF, extended (`xprv…`), or 64 hexadecimal digits beside its name",
                        "Base58Check")
                .validator((text, start, end) -> wif(text, start, end, KEY_BYTES + 2))
                .reference("https://en.bitcoin.it/wiki/Wallet_import_format")
                .matches(
                        "5HqzrmeuhYndRe8aCQc1N6eiVZ3dLpwid" + "jPAC3Ed3LR9vLMjmD1",
                        "WIF: «KwMGNg6KbyJPmktRXMBWc7wU92SbQWcW" + "m84oZis85JhcMz5iRx3e»",
                        "xprv9s21ZrQH143K3jpHSxrGko9BRwNY8KWoi3WYfr9vCozWjtxxDfyK26e4LTqFrHcpepLxRcyp"
                                + "HJKiPZNHBD2wxpT4x3XkvFbyM1GxnvPkv9J",
                        "ETH_PRIVATE_KEY=«0x" + Sample.hex(64) + "»",
                        "| Wallet private key | «0x" + Sample.hex(64) + "» |")
                .rejects(
                        "5HqzrmeuhYndRe8aCQc1N6eiVZ3dLpwidjPAC3Ed3LR9vLMjmD2",
                        "xprv9s21ZrQH143K3jpHSxrGko9BRwNY8KWoi3WYfr9vCozWjtxx",
                        "PRIVATE_KEY=$PRIVATE_KEY",
                        "sha256 " + Sample.hex(64))
                .on(Literals.of("wif", "privkey", "priv_key", "private key", "private_key", "privatekey")
                        .when(CryptoDetectors::isAddressNear));
    }

    private static Detector uncompressedKey() {
        return Detector.of(PRIVATE_KEY, CREDENTIAL)
                .pattern("5[HJK]" + BASE58 + "{49}", 0, 52)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> wif(text, start, end, KEY_BYTES + 1))
                .on(Digits.of("", 1, 1, 1, 1)
                        .startingWith("5")
                        .opening((first, next, second) -> next == Opening.CAPITAL)
                        .when((text, start, end) -> Base58.BITCOIN.reaches(text, start, 51)));
    }

    private static Detector extendedKey() {
        return Detector.of(PRIVATE_KEY, CREDENTIAL)
                .pattern("[xyzt]prv" + BASE58 + "{107,108}", 0, 113)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) ->
                        Base58.BITCOIN.decodeChecked(text.substring(start, end)) == null ? null : new Span(start, end))
                .on(Literals.of("xprv", "yprv", "zprv", "tprv")
                        .when((text, start, end) -> Base58.BITCOIN.reaches(text, start, 111)));
    }

    private static Detector hexKey() {
        return Detector.of(PRIVATE_KEY, CREDENTIAL)
                .pattern(
                        "(?i:" + String.join("|", KEY_OWNERS) + ")[_ -]?(?i:key)" + BESIDE_NAME
                                + "((?:0x)?[0-9A-Fa-f]{64})",
                        1,
                        192)
                .edges(Edge.ANY, Edge.WORD)
                .validator((text, start, end) -> Placeholder.standsAt(text, start, end) ? null : new Span(start, end))
                .confidence(Confidence.MEDIUM)
                .on(Literals.of(KEY_OWNERS.stream()
                        .flatMap(owner -> Stream.of("_", " ", "-", "").map(joint -> owner + joint + "key"))
                        .toArray(String[]::new)));
    }

    private static Detector seedPhrase() {
        return Detector.of("crypto_seed_phrase", CREDENTIAL)
                .what(
                        "words from which a wallet is made, beside their name",
                        "12, 15, 18, 21 or 24 words, none but of lists")
                .pattern(
                        "(?i:mnemonic|seed[ _-]?(?:phrase|words)|recovery[ _-]?phrase|backup[ _-]?phrase|secret[ _-]?phrase)"
                                + "[A-Za-z0-9_ -]{0,16}?" + BESIDE_NAME
                                + "([a-z]{3,8}(?: [a-z]{3,8}){11,23})",
                        1,
                        384)
                .edges(Edge.ANY, Edge.WORD)
                .validator(CryptoDetectors::phrase)
                .confidence(Confidence.MEDIUM)
                .reference("https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki")
                .matches(
                        "mnemonic: \"«legal winner thank year wave sausage worth useful legal winner thank yellow»\"",
                        "SEED_PHRASE='«letter advice cage absurd amount doctor acoustic avoid letter advice cage above»'",
                        "recovery phrase: «zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong»",
                        "My seed phrase is «zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong» please keep it",
                        "| Mnemonic | «legal winner thank year wave sausage worth useful legal winner thank yellow» |",
                        "<dt>Seed phrase</dt><dd>«legal winner thank year wave sausage worth useful legal winner thank"
                                + " yellow»</dd>")
                .rejects(
                        "mnemonic: easy to remember",
                        "seed phrase: write down the words and keep them where nobody can find them ever again",
                        "recovery phrase = process.env.MNEMONIC")
                .on(Literals.of("mnemonic", "seed", "recovery", "backup", "secret")
                        .when(CryptoDetectors::isPhraseAhead));
    }

    private static DetectorBuilder beside(String type, String value, String... names) {
        return beside(type, CRYPTO, value, names);
    }

    /** A value on the line of a name, for values whose own beginning is one letter. */
    private static DetectorBuilder beside(String type, Category category, String value, String... names) {
        return Detector.of(type, category)
                .pattern("(?i:" + String.join("|", names) + ")(?:[^\\n]{0,40}?[^A-Za-z0-9])(" + value + ")", 1, 128)
                .edges(Edge.ANY, Edge.WORD);
    }

    private static @Nullable Span base58(String text, int start, int end, int... versions) {
        return Base58.BITCOIN.isChecked(text.substring(start, end), HASH_BYTES + 1, versions)
                ? new Span(start, end)
                : null;
    }

    private static @Nullable Span wif(String text, int start, int end, int length) {
        return Base58.BITCOIN.isChecked(text.substring(start, end), length, 0x80, 0xef) ? new Span(start, end) : null;
    }

    private static @Nullable Span bech32(String text, int start, int end) {
        return Bech32.holds(text.substring(start, end)) ? new Span(start, end) : null;
    }

    private static @Nullable Span solana(String text, int start, int end) {
        var bytes = Base58.BITCOIN.decode(text.substring(start, end));
        return bytes != null && bytes.length == KEY_BYTES && !Placeholder.standsAt(text, start, end)
                ? new Span(start, end)
                : null;
    }

    /** As many of the words as a phrase can have: what goes on behind them are words of a sentence. */
    static @Nullable Span phrase(String text, int start, int end) {
        var words = text.substring(start, end).split(" ", -1);
        var count = words.length - words.length % PHRASE_STEP;
        var length = count - 1;
        for (var index = 0; index < count; index++) {
            if (SENTENCE_WORDS.contains(words[index])) {
                return null;
            }
            length += words[index].length();
        }
        return new Span(start, start + length);
    }

    /** Whether a word of the digits of Base58 begins near. */
    private static boolean isAddressNear(String text, int start, int end) {
        for (var index = end + 1; index <= end + BESIDE_CHARS_MAX + 1 && index < text.length(); index++) {
            if (!Ascii.isAlphanumeric(text.charAt(index - 1))
                    && Base58.BITCOIN.reaches(text, index, ADDRESS_CHARS_MIN)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPhraseAhead(String text, int start, int end) {
        var first = text.charAt(start) | 0x20;
        if (first == 'm') {
            return true;
        }
        var next = end < text.length() && " _-".indexOf(text.charAt(end)) >= 0 ? end + 1 : end;
        return text.regionMatches(true, next, "phrase", 0, 6) || text.regionMatches(true, next, "words", 0, 5);
    }

    private static String base58Sample(int length) {
        return Sample.base62(2 * length + 40)
                .chars()
                .filter(unit -> Base58.BITCOIN.isDigit((char) unit))
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
