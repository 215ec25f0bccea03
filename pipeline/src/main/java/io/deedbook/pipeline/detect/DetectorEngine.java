// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data and secrets in text: one pass looks for the triggers of all detectors at once, and only where one
 * fires is its pattern tried, on a bounded window. Linear in the length of the text, whatever it holds. Immutable and
 * thread-safe.
 */
public final class DetectorEngine implements Scanner {
    /** How many types of its own an engine can have. */
    public static final int OWN_MAX = 64;

    /** Less sure than all that is reported. */
    private static final int NOTHING = Integer.MIN_VALUE;

    private static final DetectorEngine PARANOID = new DetectorEngine(Detectors.ALL, Confidence.LOW);
    private static final DetectorEngine BUILT_IN = new DetectorEngine(PARANOID, Set.of(), Confidence.MEDIUM, null);

    private final List<Detector> detectors;
    private final ContextWords contextWords;
    private final Triggers triggers;

    private final Confidence reported;
    private final boolean[] on;
    private final boolean[] needsWord;

    private final @Nullable DetectorEngine own;
    /** Whether a policy brings all of its detectors. */
    private final boolean ofPolicy;

    /** An engine that reports what is at least this sure. */
    DetectorEngine(List<Detector> detectors, Confidence reported) {
        this(detectors, reported, false);
    }

    private DetectorEngine(List<Detector> detectors, Confidence reported, boolean ofPolicy) {
        this.ofPolicy = ofPolicy;
        this.detectors = List.copyOf(detectors);
        this.reported = reported;
        own = null;
        on = on(Set.of());
        needsWord = needsWord();
        contextWords = new ContextWords(detectors);
        triggers = new Triggers(detectors);
    }

    /** An engine with the detectors of another, but for some, and with some of its own. */
    private DetectorEngine(
            DetectorEngine base, Collection<String> off, Confidence reported, @Nullable DetectorEngine own) {
        detectors = base.detectors;
        contextWords = base.contextWords;
        triggers = base.triggers;
        this.reported = reported;
        this.own = own;
        ofPolicy = false;
        on = on(off);
        needsWord = needsWord();
    }

    /** Which detectors can report something. */
    private boolean[] on(Collection<String> off) {
        var possible = new boolean[detectors.size()];
        for (var order = 0; order < possible.length; order++) {
            var detector = detectors.get(order);
            var surest = detector.confidence().plus(detector.context().stepsUpMax());
            possible[order] = surest >= reported.ordinal() && !off.contains(detector.type());
        }
        return possible;
    }

    private boolean[] needsWord() {
        var needs = new boolean[detectors.size()];
        for (var order = 0; order < needs.length; order++) {
            var detector = detectors.get(order);
            needs[order] = detector.charsMax() <= Surroundings.BEFORE_UNITS_MAX
                    && (detector.context().required()
                            || !reports(detector.confidence().ordinal()));
        }
        return needs;
    }

    /** The engine with all built-in detectors; what is often wrong is reported where a word near it speaks for it. */
    public static DetectorEngine builtIn() {
        return BUILT_IN;
    }

    /** The engine with all built-in detectors that reports whatever they find. */
    public static DetectorEngine paranoid() {
        return PARANOID;
    }

    /**
     * An engine for a policy.
     *
     * @param off built-in types that are not looked for
     * @param paranoid whether what is often wrong is reported without a word near it that speaks for it
     * @param own types beside the built-in ones; where both find the same, theirs is taken
     * @throws IllegalArgumentException with everything that is wrong with {@code off} and {@code own}
     */
    public static DetectorEngine custom(Collection<String> off, boolean paranoid, List<CustomDetector> own) {
        var problems = Stream.concat(
                        off.stream()
                                .filter(type -> !isBuiltIn(type))
                                .map(type -> "off: " + type + " is no built-in type"),
                        CustomDetector.problems(own).stream().map(CustomDetector.Problem::toString))
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        var reported = paranoid ? Confidence.LOW : Confidence.MEDIUM;
        var theirs = own.stream().map(CustomDetector::compile).toList();
        return new DetectorEngine(
                PARANOID, off, reported, own.isEmpty() ? null : new DetectorEngine(theirs, reported, true));
    }

    /** Whether a type is one of the built-in ones. */
    public static boolean isBuiltIn(String type) {
        return Detectors.BY_TYPE.containsKey(type);
    }

    /** What is to be known of each built-in type, in the order of their definition. */
    public static List<DetectorType> builtInTypes() {
        return DetectorType.of(Detectors.ALL);
    }

    /** The types that can be found: the built-in ones in the order of their definition, then others. */
    public List<String> types() {
        var types = new LinkedHashSet<String>();
        for (var order = 0; order < on.length; order++) {
            if (on[order]) {
                types.add(detectors.get(order).type());
            }
        }
        types.addAll(own == null ? List.of() : own.types());
        return List.copyOf(types);
    }

    /** What kind of thing a built-in type is; empty when there is no such type. */
    public static Optional<Category> categoryOf(String type) {
        return Optional.ofNullable(Detectors.BY_TYPE.get(type)).map(Detector::category);
    }

    /** The value as it is written before it becomes a token: the same for the same card, however it was spaced. */
    public static String normalForm(String type, String written) {
        var detector = Detectors.BY_TYPE.get(type);
        if (detector == null) {
            return written;
        }
        var value = DecodedText.plain(written);
        return switch (detector.form()) {
            case EXACT -> value;
            case LOWER_CASE -> value.toLowerCase(Locale.ROOT);
            case ALPHANUMERIC -> alphanumeric(value);
        };
    }

    /** The letters, as capitals, and digits of a value. */
    private static String alphanumeric(String value) {
        var out = new StringBuilder(value.length());
        for (var index = 0; index < value.length(); ) {
            var point = value.codePointAt(index);
            if (Character.isLetterOrDigit(point)) {
                out.appendCodePoint(Character.toUpperCase(point));
            }
            index += Character.charCount(point);
        }
        return out.toString();
    }

    /**
     * Whether a value that stands alone is to be taken for a {@code password_assignment} because of the name that it
     * stands under, such as {@code client_secret}.
     */
    public static boolean isSecretUnder(String name, String value) {
        return SecretAssignment.isSecretUnder(name, value);
    }

    /** False when no value can be {@linkplain #isSecretUnder a secret under this name}, which is soon told of most. */
    public static boolean mayNameSecret(String name) {
        return SecretAssignment.mayNameSecret(name);
    }

    @Override
    public List<Finding> scan(String text) {
        return scan("", text);
    }

    @Override
    public List<Finding> scan(String name, String text) {
        if (KnownId.isOne(text)) {
            return own == null ? List.of() : new Readings(own::look, name, text).findings();
        }
        var readings = new Readings(this::look, name, text);
        return readings.findings();
    }

    /** What stands in a text as it is written. */
    private Look.Seen look(String name, String text) {
        var seen = new Pass(this, triggers, name, text, ofPolicy ? new OwnWork(text) : null).look();
        return own == null ? seen : seen.and(own.look(name, text));
    }

    /** How sure what a detector found is, with what stands near it. */
    int sureness(int order, Span span, Surroundings surroundings) {
        var detector = detectors.get(order);
        var step = surroundings.step(order, span);
        return detector.context().required() && step <= 0
                ? NOTHING
                : detector.confidence().plus(step);
    }

    /** Whether what is so sure is to be reported. */
    boolean reports(int sureness) {
        return sureness >= reported.ordinal();
    }

    /** Whether a detector can report something. */
    boolean isOn(int order) {
        return on[order];
    }

    /** Whether a detector reports nothing without a word near that speaks for it. */
    boolean needsWord(int order) {
        return needsWord[order];
    }

    /** What stands near the candidates in a text. */
    Surroundings surroundings(String name, String text) {
        return new Surroundings(contextWords, name, text);
    }

    /** The detectors, in the order by which others name them. */
    List<Detector> detectors() {
        return detectors;
    }
}
