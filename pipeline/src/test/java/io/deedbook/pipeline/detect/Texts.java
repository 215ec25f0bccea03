// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes texts out of what detectors look for: cut, spoilt and put together at random. */
public final class Texts {
    private static final List<String> JOINTS = List.of(
            "",
            "",
            "",
            " ",
            "  ",
            "-",
            ".",
            ":",
            ",",
            "\n",
            "\\n",
            "\\\\n",
            "\"",
            "\\\"",
            "\\u0020",
            "\\u003c",
            "\\u00e9",
            "@",
            "/",
            "=",
            "://",
            "password=",
            "\"token\":",
            "'",
            "(",
            ")",
            "+",
            "[",
            "]",
            "\u00e9",
            "\u0416",
            "\u8bf7",
            "\ud83d\ude00",
            "0",
            "1",
            "a",
            "_",
            "x".repeat(70),
            "7".repeat(20),
            "a.".repeat(40),
            "sk-",
            "eyJ",
            "-----BEGIN ",
            "\\",
            "\\\\",
            "%20",
            "%40",
            "&#64;",
            "&quot;",
            "&amp;",
            "\\u0040",
            "\u200b",
            "\u00a0",
            "\uff11",
            " ssn ",
            "phone: ",
            "order id ");
    private static final String UNITS =
            "0123456789abcfnrtuxyzAKIZ@.:-_+/\\\"' ()[]=,;{}|#<>\n\t\u00e9\u0416\u8bf7\ud83d\ude00";

    private static final List<String> SEEDS = seeds();

    private Texts() {}

    /** A text that is the same for the same state of {@code random}. */
    public static String random(Random random) {
        var text = new StringBuilder();
        for (var piece = 1 + random.nextInt(4); piece > 0; piece--) {
            text.append(spoil(pick(SEEDS, random), random)).append(pick(JOINTS, random));
        }
        return text.toString();
    }

    /** A text out of what one detector looks for. */
    static String random(Detector detector, Random random) {
        var seeds = seedsOf(detector);
        var text = new StringBuilder();
        for (var piece = 1 + random.nextInt(2); piece > 0; piece--) {
            text.append(pick(JOINTS, random)).append(spoil(pick(seeds, random), random));
        }
        return text.append(pick(JOINTS, random)).toString();
    }

    private static String spoil(String seed, Random random) {
        var text = new StringBuilder(seed);
        if (random.nextInt(3) == 0) {
            var start = random.nextInt(text.length());
            text = new StringBuilder(text.substring(start, start + random.nextInt(text.length() - start + 1)));
        }
        for (var change = random.nextInt(4); change > 0 && !text.isEmpty(); change--) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, UNITS.charAt(random.nextInt(UNITS.length())));
                case 2 -> text.insert(at, pick(JOINTS, random));
                case 3 -> text.setCharAt(at, otherCase(text.charAt(at)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 1 + random.nextInt(6))));
            }
        }
        return text.toString();
    }

    /** Letters that a pattern without case takes for this one; for a letter that has three cases, the rarest. */
    private static char otherCase(char unit) {
        return switch (unit) {
            case 's', 'S' -> '\u017f';
            case 'k', 'K' -> '\u212a';
            default -> Character.isUpperCase(unit) ? Character.toLowerCase(unit) : Character.toUpperCase(unit);
        };
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> seeds() {
        var seeds = new ArrayList<String>(DetectorTableTest.clean());
        DetectorTableTest.found()
                .forEach(entry -> seeds.add(entry[1].replace("«", "").replace("»", "")));
        Detectors.ALL.forEach(detector -> seeds.addAll(seedsOf(detector)));
        for (var entry : EncodingsTest.found()) {
            seeds.add(entry[1].replace("«", "").replace("»", ""));
        }
        return List.copyOf(seeds);
    }

    private static List<String> seedsOf(Detector detector) {
        var seeds = new ArrayList<String>();
        for (var match : detector.about().matches()) {
            var text = match.replace("«", "").replace("»", "");
            seeds.add(text);
            detector.context().raising().stream().limit(1).forEach(word -> seeds.add(word + ": " + text));
        }
        return seeds;
    }
}
