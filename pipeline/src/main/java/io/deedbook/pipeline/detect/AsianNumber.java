// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;

/** Numbers that the states of Asia, Africa and Oceania give: which are possible. */
final class AsianNumber {
    private static final String GSTIN_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String NRIC_ST = "JZIHGFEDCBA";
    private static final String NRIC_FG = "XWUTRQPNMLK";
    private static final String NRIC_M = "KLJNPQRTUWX";
    /** Letters of Taiwan's cities and counties in the order of their numbers from 10 on. */
    private static final String TAIWAN_CITIES = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    private static final String MYKAD_NEVER = " 00 17 18 19 20 69 70 73 80 81 94 95 96 97 ";
    private static final String CHINA_PROVINCES =
            " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";

    private AsianNumber() {}

    /** Indian Aadhaar: Verhoeff, and a first digit of 2 or more. */
    static boolean aadhaar(String number) {
        return number.charAt(0) > '1' && !Weights.isOneDigit(number) && Verhoeff.holds(number);
    }

    /** Indian PAN: the fourth letter is the kind of holder. */
    static boolean pan(String number) {
        return "ABCFGHJLPT".indexOf(number.charAt(3)) >= 0 && !number.startsWith("0000", 5);
    }

    /** Indian GSTIN: state, PAN, and a check sign modulo 36. */
    static boolean gstin(String number) {
        var sum = 0;
        for (var index = 0; index < 14; index++) {
            var product = GSTIN_SIGNS.indexOf(number.charAt(index)) * (1 + index % 2);
            sum += product / 36 + product % 36;
        }
        var state = BirthDate.two(number, 0);
        return ((state >= 1 && state <= 38) || state == 97 || state == 99)
                && pan(number.substring(2, 12))
                && GSTIN_SIGNS.charAt((36 - sum % 36) % 36) == number.charAt(14);
    }

    /** Singaporean NRIC or FIN: a letter modulo 11. */
    static boolean nric(String number) {
        var sum = Weights.sumFrom(number, 1, 2, 7, 6, 5, 4, 3, 2);
        var check = number.charAt(8);
        return switch (number.charAt(0)) {
            case 'S' -> NRIC_ST.charAt(sum % 11) == check;
            case 'T' -> NRIC_ST.charAt((sum + 4) % 11) == check;
            case 'F' -> NRIC_FG.charAt(sum % 11) == check;
            case 'G' -> NRIC_FG.charAt((sum + 4) % 11) == check;
            case 'M' -> NRIC_M.charAt(10 - (sum + 3) % 11) == check;
            default -> false;
        };
    }

    /** Malaysian MyKad: date and place of birth. */
    static boolean mykad(String number) {
        return BirthDate.isYearMonthDay(number, 0)
                && !MYKAD_NEVER.contains(' ' + number.substring(6, 8) + ' ')
                && !number.endsWith("0000");
    }

    /** Thai identity number: modulo 11. */
    static boolean thaiId(String number) {
        var sum = Weights.sum(number, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
        return number.charAt(0) != '0' && number.charAt(0) != '9' && (11 - sum % 11) % 10 == Weights.digit(number, 12);
    }

    /** Hong Kong identity card of one or two letters and six digits: modulo 11, an A for ten. */
    static boolean hongKongId(String number) {
        var two = number.length() == 9;
        var sum = (two ? 9 * (number.charAt(0) - 'A' + 10) : 9 * 36) + 8 * (number.charAt(two ? 1 : 0) - 'A' + 10);
        sum += Weights.sumFrom(number, two ? 2 : 1, 7, 6, 5, 4, 3, 2);
        var check = (11 - sum % 11) % 11;
        return number.charAt(number.length() - 1) == (check == 10 ? 'A' : (char) ('0' + check));
    }

    /** Taiwanese identity number: the letter of the city, sex, modulo 10. */
    static boolean taiwanId(String number) {
        var city = 10 + TAIWAN_CITIES.indexOf(number.charAt(0));
        var sum = city / 10 + 9 * (city % 10) + Weights.sumFrom(number, 1, 8, 7, 6, 5, 4, 3, 2, 1, 1);
        return "1289".indexOf(number.charAt(1)) >= 0 && sum % 10 == 0;
    }

    /** South Korean registration number: date, sex and century. Since 2020 the other digits are random. */
    static boolean rrn(String number) {
        return BirthDate.isYearMonthDay(number, 0) && number.charAt(6) >= '1' && number.charAt(6) <= '8';
    }

    /** As {@link #rrn}, with the check digit that was given until October 2020. */
    static boolean rrnChecked(String number) {
        var sum = Weights.sum(number, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
        var bornSince =
                "3478".indexOf(number.charAt(6)) >= 0 && number.substring(0, 4).compareTo("2010") >= 0;
        return rrn(number) && (bornSince || (11 - sum % 11) % 10 == Weights.digit(number, 12));
    }

    /** Chinese resident number: province, date, modulo 11. */
    static boolean residentId(String written) {
        var number = written.toUpperCase(Locale.ROOT);
        var century = number.substring(6, 8);
        return CHINA_PROVINCES.contains(' ' + number.substring(0, 2) + ' ')
                && (century.equals("19") || century.equals("20"))
                && BirthDate.isYearMonthDay(number, 8)
                && Iso7064.mod112(number);
    }

    /** Pakistani identity card: the province. */
    static boolean cnic(String number) {
        return number.charAt(0) >= '1' && number.charAt(0) <= '7';
    }

    /** Japanese My Number: modulo 11. */
    static boolean myNumber(String number) {
        var remainder = Weights.sum(number, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return !Weights.isOneDigit(number) && (remainder < 2 ? 0 : 11 - remainder) == Weights.digit(number, 11);
    }

    /** Vietnamese citizen card: province, sex and century. */
    static boolean cccd(String number) {
        var province = Integer.parseInt(number.substring(0, 3));
        return province >= 1 && province <= 96 && number.charAt(3) < '4';
    }

    /** Turkish identity number: two check digits. */
    static boolean tckn(String number) {
        var odd = Weights.sum(number, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        var even = Weights.sum(number, 0, 1, 0, 1, 0, 1, 0, 1);
        return number.charAt(0) != '0'
                && Math.floorMod(7 * odd - even, 10) == Weights.digit(number, 9)
                && (odd + even + Weights.digit(number, 9)) % 10 == Weights.digit(number, 10);
    }

    /** Israeli identity number: Luhn. */
    static boolean israeliId(String number) {
        return !number.startsWith("0000") && Luhn.holds(number, 9);
    }

    /** Emirati identity number: year of birth and Luhn. */
    static boolean emiratesId(String number) {
        var century = number.substring(3, 5);
        return (century.equals("19") || century.equals("20")) && Luhn.holds(number, 15);
    }

    /** Saudi identity number: 1 for citizens, 2 for residents, and Luhn. */
    static boolean saudiId(String number) {
        return (number.charAt(0) == '1' || number.charAt(0) == '2') && Luhn.holds(number, 10);
    }

    /**
     * South African identity number: date, citizenship and Luhn; not of 2016 to 2018, which begin as milliseconds since
     * 1970 do.
     */
    static boolean southAfricanId(String number) {
        return southAfricanIdOfAnyYear(number)
                && !number.startsWith("16")
                && !number.startsWith("17")
                && !number.startsWith("18");
    }

    static boolean southAfricanIdOfAnyYear(String number) {
        return BirthDate.isYearMonthDay(number, 0) && number.charAt(10) < '2' && Luhn.holds(number, 13);
    }

    /** Australian tax file number of nine digits: modulo 11. */
    static boolean tfn(String number) {
        return !number.startsWith("000") && Weights.sum(number, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0;
    }

    /** Australian business number: modulo 89 after one is taken from the first digit. */
    static boolean abn(String number) {
        return number.charAt(0) != '0' && (Weights.sum(number, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0;
    }

    /** New Zealand's IRD number of eight or nine digits: modulo 11, with other weights when that gives ten. */
    static boolean ird(String number) {
        var nine = number.length() == 8 ? '0' + number : number;
        var value = Integer.parseInt(nine);
        var check = (11 - Weights.sum(nine, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
        if (check == 10) {
            check = (11 - Weights.sum(nine, 7, 4, 3, 2, 5, 2, 7, 6) % 11) % 11;
        }
        return value > 10_000_000 && value < 150_000_000 && check == Weights.digit(nine, 8);
    }
}
