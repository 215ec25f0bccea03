// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What numbers of one kind look like: templates, from which pattern, trigger and first check of a detector are made. In
 * a template {@code 9} is a digit, {@code A} a capital letter, {@code X} either, {@code ~} a space, a hyphen or
 * nothing; anything else is itself. All templates begin with a digit, or all with a letter.
 *
 * @param anyCase whether small letters count as capital ones
 */
record Shape(List<String> templates, boolean anyCase) {
    private static final String SEPARATORS = " -./";

    Shape {
        templates = templates.stream()
                .sorted(Comparator.comparingInt(Shape::signs)
                        .thenComparingInt(String::length)
                        .reversed())
                .toList();
    }

    static Shape of(String... templates) {
        return new Shape(List.of(templates), false);
    }

    /** The same, with small letters too, for templates that begin with a digit. */
    Shape inAnyCase() {
        if (most(Shape::lettersOf) > 0) {
            throw new IllegalStateException("template: " + templates + " (expected: begins with a digit)");
        }
        return new Shape(templates, true);
    }

    /** The pattern, first the template that reaches furthest. */
    String pattern() {
        return templates.stream().map(this::pattern).collect(Collectors.joining("|"));
    }

    /** The longest match. */
    int charsMax() {
        return most(String::length);
    }

    /** Takes what the check takes. */
    Validator validator(Check check) {
        return (text, start, end) -> holds(check, text, start, end) ? new Span(start, end) : null;
    }

    /** The trigger, which asks the check before the pattern is run. */
    Trigger trigger(Check check, Edge after) {
        Ahead ahead = (text, start, ignored) -> {
            var end = endAt(text, start);
            return end > 0 && after.allowsEnd(text, end) && holds(check, text, start, end);
        };
        var digitsMin = least(template -> digitsAt(template, lettersOf(template), false));
        var digitsMax = most(template -> digitsAt(template, lettersOf(template), true));
        var lettersMax = most(Shape::lettersOf);
        if (lettersMax > 0) {
            return new Letters(least(Shape::lettersOf), lettersMax, digitsMin, digitsMax, ahead);
        }
        return Digits.of(SEPARATORS, digitsMin, digitsMax, 1, least(Shape::digitsBeforeLetters))
                .opening(this::isPossible)
                .when(ahead);
    }

    /** Whether a template can begin with such groups, see {@link Opening}. */
    boolean isPossible(int first, char next, int second) {
        return templates.stream().anyMatch(template -> isPossible(template, 0, first, next, second));
    }

    private boolean isPossible(String template, int place, int first, char next, int second) {
        if (place == template.length()) {
            return first == 0;
        }
        var sign = template.charAt(place);
        if (sign == '~' && isPossible(template, place + 1, first, next, second)) {
            return true;
        }
        if (first > 0) {
            return isDigit(sign) && isPossible(template, place + 1, first - 1, next, second);
        }
        var separates = sign == '~' ? next == ' ' || next == '-' : sign == next;
        return isLetter(sign, next) || (separates && isPossible(template, place + 1, second));
    }

    /** Whether so many digits, and no more, can stand at this place of a template. */
    private static boolean isPossible(String template, int place, int digits) {
        if (place == template.length()) {
            return digits == 0;
        }
        var sign = template.charAt(place);
        if (sign == '~') {
            return digits == 0 || isPossible(template, place + 1, digits);
        }
        return digits == 0 ? !Ascii.isDigit(sign) : isDigit(sign) && isPossible(template, place + 1, digits - 1);
    }

    /** Whether a sign can stand for a letter of this kind. */
    private boolean isLetter(char sign, char kind) {
        return Ascii.isLetter(sign)
                && (kind == (isCapital(sign) ? Opening.CAPITAL : Opening.SMALL) || (anyCase && kind == Opening.SMALL));
    }

    /** Whether a sign can stand for a digit. */
    private static boolean isDigit(char sign) {
        return sign == 'X' || Ascii.isDigit(sign);
    }

    /** One past the template that stands at {@code start}, or -1; what the pattern would match. */
    int endAt(String text, int start) {
        for (var template : templates) {
            var end = endAt(template, text, start);
            if (end > 0) {
                return end;
            }
        }
        return -1;
    }

    private int endAt(String template, String text, int start) {
        var index = start;
        for (var place = 0; place < template.length(); place++) {
            var sign = template.charAt(place);
            var unit = index < text.length() ? text.charAt(index) : '\0';
            if (sign == '~') {
                index += unit == ' ' || unit == '-' ? 1 : 0;
            } else if (matches(sign, unit)) {
                index++;
            } else {
                return -1;
            }
        }
        return index;
    }

    private boolean matches(char sign, char unit) {
        return switch (sign) {
            case '9' -> Ascii.isDigit(unit);
            case 'A' -> isLetter(unit);
            case 'X' -> Ascii.isDigit(unit) || isLetter(unit);
            default -> unit == sign;
        };
    }

    private boolean isLetter(char unit) {
        return isCapital(unit) || (anyCase && Ascii.isLetter(unit));
    }

    private static boolean isCapital(char unit) {
        return unit >= 'A' && unit <= 'Z';
    }

    private String pattern(String template) {
        var letters = anyCase ? "A-Za-z" : "A-Z";
        return template.chars()
                .mapToObj(sign -> switch (sign) {
                    case '9' -> "[0-9]";
                    case 'A' -> '[' + letters + ']';
                    case 'X' -> "[0-9" + letters + ']';
                    case '~' -> "[ -]?";
                    case '.', '(', ')', '+', '/' -> "\\" + (char) sign;
                    default -> String.valueOf((char) sign);
                })
                .collect(Collectors.joining());
    }

    private static boolean holds(Check check, String text, int start, int end) {
        return !goesOn(text, start, end) && check.holds(compact(text, start, end)) && !Quantity.isAt(text, start, end);
    }

    /** Whether groups parted by spaces go on with more digits, so that these are a part of a longer number. */
    private static boolean goesOn(String text, int start, int end) {
        var space = start;
        while (space < end && text.charAt(space) != ' ') {
            space++;
        }
        if (space == end) {
            return false;
        }
        var goesOn = Ascii.isDigit(text.charAt(end - 1)) && text.startsWith(" ", end) && Ascii.isDigitAt(text, end + 1);
        var went = Ascii.isDigit(text.charAt(start))
                && start > 1
                && text.charAt(start - 1) == ' '
                && Ascii.isDigitAt(text, start - 2);
        return goesOn || went;
    }

    private static String compact(String text, int start, int end) {
        var compact = new StringBuilder(end - start);
        for (var index = start; index < end; index++) {
            if (Ascii.isAlphanumeric(text.charAt(index))) {
                compact.append(capital(text.charAt(index)));
            }
        }
        return compact.toString();
    }

    private static char capital(char unit) {
        return unit >= 'a' && unit <= 'z' ? (char) (unit - 'a' + 'A') : unit;
    }

    /** How many characters a template matches at least. */
    private static int signs(String template) {
        return (int) template.chars().filter(sign -> sign != '~').count();
    }

    /** The letters that a template begins with. */
    private static int lettersOf(String template) {
        var letters = 0;
        while (isCapital(template.charAt(letters)) && template.charAt(letters) != 'X') {
            letters++;
        }
        return letters;
    }

    /** The length of the first group of digits: the least, or the greatest when what may be one is. */
    private static int digitsAt(String template, int start, boolean greatest) {
        var digits = 0;
        for (var place = start; place < template.length(); place++) {
            var sign = template.charAt(place);
            if (Ascii.isDigit(sign) || (greatest && sign == 'X')) {
                digits++;
            } else if (sign != '~' || !(greatest || place == start)) {
                break;
            }
        }
        return digits;
    }

    /** The digits up to the first sign that is neither digit nor separator. */
    private static int digitsBeforeLetters(String template) {
        var digits = 0;
        for (var place = 0; place < template.length(); place++) {
            var sign = template.charAt(place);
            if (!Ascii.isDigit(sign) && sign != '~' && SEPARATORS.indexOf(sign) < 0) {
                break;
            }
            digits += Ascii.isDigit(sign) ? 1 : 0;
        }
        return digits;
    }

    private int least(ToIntFunction<String> measure) {
        return templates.stream().mapToInt(measure).min().orElseThrow();
    }

    private int most(ToIntFunction<String> measure) {
        return templates.stream().mapToInt(measure).max().orElseThrow();
    }
}
