// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers that the states of the Americas give: which are possible. */
final class AmericanNumber {
    private static final String EIN_NEVER = " 00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97 ";
    private static final String CURP_STATES =
            " AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE ";
    private static final String CURP_SIGNS = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ";
    private static final String RFC_SIGNS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ \u00d1";

    private AmericanNumber() {}

    /** US ITIN: begins with 9, and the groups that the IRS gives. */
    static boolean itin(String number) {
        var group = BirthDate.two(number, 3);
        var given = (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group != 93);
        return number.charAt(0) == '9' && given && !number.endsWith("0000");
    }

    /** US EIN: prefixes that the IRS gives. */
    static boolean ein(String number) {
        return !EIN_NEVER.contains(' ' + number.substring(0, 2) + ' ') && !number.startsWith("0000000", 2);
    }

    /** Canadian SIN: Luhn, and a first digit that is given. */
    static boolean sin(String number) {
        return number.charAt(0) != '8' && !number.startsWith("000") && Luhn.holds(number, 9);
    }

    /** Brazilian CPF: two check digits modulo 11. */
    static boolean cpf(String number) {
        return !Weights.isOneDigit(number)
                && brazilian(Weights.sum(number, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == Weights.digit(number, 9)
                && brazilian(Weights.sum(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == Weights.digit(number, 10);
    }

    /** Brazilian CNPJ: two check digits modulo 11; letters, given from July 2026 on, count 17 and more. */
    static boolean cnpj(String number) {
        return !Weights.isOneDigit(number)
                && brazilian(sumOfSigns(number, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == Weights.digit(number, 12)
                && brazilian(sumOfSigns(number, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == Weights.digit(number, 13);
    }

    /** As {@link #cnpj}, with separators. */
    static @Nullable Span writtenCnpj(String text, int start, int end) {
        var number =
                text.substring(start, end).replace(".", "").replace("/", "").replace("-", "");
        return cnpj(number) ? new Span(start, end) : null;
    }

    /** What stands before the slash of a CNPJ. */
    static boolean isCnpjSign(char unit) {
        return Ascii.isDigit(unit) || (unit >= 'A' && unit <= 'Z') || unit == '.';
    }

    /** Whether branch and check digits follow the slash at {@code start}. */
    static boolean cnpjAhead(String text, int start, int end) {
        return end + 7 <= text.length()
                && text.charAt(end + 4) == '-'
                && Ascii.isDigit(text.charAt(end + 5))
                && Ascii.isDigit(text.charAt(end + 6));
    }

    private static int sumOfSigns(String number, int... weights) {
        var sum = 0;
        for (var index = 0; index < weights.length; index++) {
            sum += weights[index] * Weights.digit(number, index);
        }
        return sum;
    }

    private static int brazilian(int sum) {
        return sum % 11 < 2 ? 0 : 11 - sum % 11;
    }

    /** Mexican CURP: date, sex, state, and a check digit modulo 10. */
    static boolean curp(String number) {
        var sum = 0;
        for (var index = 0; index < 17; index++) {
            sum += CURP_SIGNS.indexOf(number.charAt(index)) * (18 - index);
        }
        return BirthDate.isYearMonthDay(number, 4)
                && "HMX".indexOf(number.charAt(10)) >= 0
                && CURP_STATES.contains(' ' + number.substring(11, 13) + ' ')
                && (10 - sum % 10) % 10 == Weights.digit(number, 17);
    }

    /** Mexican RFC of a person (13 signs) or company (12): the date. */
    static boolean rfc(String number) {
        return BirthDate.isYearMonthDay(number, number.length() - 9)
                && "0123456789A".indexOf(number.charAt(number.length() - 1)) >= 0;
    }

    /** As {@link #rfc}, with the check digit modulo 11. */
    static boolean rfcChecked(String number) {
        var padded = number.length() == 12 ? ' ' + number : number;
        var sum = 0;
        for (var index = 0; index < 12; index++) {
            sum += RFC_SIGNS.indexOf(padded.charAt(index)) * (13 - index);
        }
        var check = 11 - sum % 11;
        var sign = check == 11 ? '0' : check == 10 ? 'A' : (char) ('0' + check);
        return rfc(number) && sign == padded.charAt(12);
    }

    /** Argentine CUIT or CUIL: kind of holder, modulo 11. */
    static boolean cuit(String number) {
        var kind = number.substring(0, 2);
        var check = 11 - Weights.sum(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return " 20 23 24 25 26 27 30 33 34 ".contains(' ' + kind + ' ')
                && (check == 11 ? 0 : check == 10 ? 9 : check) == Weights.digit(number, 10);
    }

    /** Chilean RUT of seven or eight digits: modulo 11, a K for ten. */
    static boolean rut(String written) {
        var number = written.toUpperCase(Locale.ROOT);
        var sum = 0;
        var last = number.length() - 1;
        for (var index = last - 1; index >= 0; index--) {
            sum += Weights.digit(number, index) * (2 + (last - 1 - index) % 6);
        }
        var check = 11 - sum % 11;
        var sign = check == 11 ? '0' : check == 10 ? 'K' : (char) ('0' + check);
        return number.charAt(0) != '0' && !Weights.isOneDigit(number) && sign == number.charAt(last);
    }
}
