// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** The patterns of the addresses of houses: the street, and the town that follows it on the same line or the next. */
final class AddressPattern {
    /** The longest address. */
    static final int CHARS_MAX = 200;

    /** Between the lines of an address, also when they are written as one. */
    private static final String BREAK =
            "(?:,[ \\t]{0,2}|,?[ \\t]{0,2}(?:\\r?\\n|\\\\{1,2}n|<br ?/?>)[ \\t]{0,8}| - | )";
    /** As {@link #BREAK}, and more than a space. */
    private static final String COMMA = "(?:,[ \\t]{0,2}|,?[ \\t]{0,2}(?:\\r?\\n|\\\\{1,2}n|<br ?/?>)[ \\t]{0,8})";

    private static final String NAME = "\\p{Lu}(?:['\u2019]?\\p{L}){1,24}";
    private static final String PARTICLE = "(?:am|an|der|den|im|in|upon|on|de|la|le|les|sur|di|del|do|da|aan|ob) ";
    private static final String TOWN = "(?:(?:St|Ste|Ft|Mt)\\.? )?" + NAME + "(?:-(?:\\p{L}{1,5}-)?" + NAME + "| (?:"
            + PARTICLE + "){1,2}" + NAME + "| " + NAME + "){0,2}";
    private static final String SHORT_TOWN = NAME + "(?:-(?:\\p{L}{1,5}-){0,2}" + NAME + "){0,2}(?: (?:" + PARTICLE
            + "){1,2}" + NAME + "| \\([A-Z]{2}\\))?";

    /** Town, state and code of North America and Australia. */
    private static final String STATE_TAIL = TOWN
            + ",?[ \\t]{1,2}(?:[A-Z]{2,3}|\\p{Lu}[a-z]{2,12}(?: \\p{Lu}[a-z]{2,12})?),?(?:[ \\t]{1,2}|\\r?\\n[ \\t]{0,8})"
            + "(?:[0-9]{5}(?:-[0-9]{4})?|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[0-9]{4})";
    /** Towns and code of the British Isles. */
    private static final String ISLES_TAIL = "(?:" + TOWN + BREAK
            + "){1,3}(?:[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[AC-FHKNPRTV-Y][0-9][0-9W] ?[0-9A-Z]{4})";

    /** Towns and code of India. */
    private static final String INDIAN_TAIL =
            "(?:" + TOWN + BREAK + "){0,2}" + TOWN + "(?:,? ?[-\\x{2013}] ?|,? )[1-9][0-9]{2} ?[0-9]{3}";

    private static final String ENGLISH_TAIL = "(?:" + STATE_TAIL + '|' + ISLES_TAIL + ')';
    /** Code and town of the rest of Europe. */
    private static final String CODE_FIRST_TAIL = BREAK
            + "(?:[A-Z]{1,2}-)?(?:[0-9]{4,5}(?: ?[A-Z]{2})?|[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}) "
            + SHORT_TOWN;
    /** District, town, state and code of Brazil. */
    private static final String BRAZILIAN_TAIL =
            "(?:(?: - |, )" + TOWN + "){1,2}(?: ?[-/] ?|, )[A-Z]{2}(?:, | - | )(?:CEP:? )?[0-9]{5}-?[0-9]{3}";

    private static final String HOUSE = "(?:[1-9][0-9]{0,4}[A-Za-z]?[-/])?[1-9][0-9]{0,5}[A-Za-z]?,? (?:[NSEW]\\.? )?";
    private static final String WORDS = "(?:(?:[A-Z][A-Za-z'\u2019.-]{1,20}|[0-9]{1,3}(?:st|nd|rd|th)) ){1,4}";
    private static final String UNIT =
            "(?:,? (?:(?:Apt|Apartment|Suite|Ste|Unit|Flat)\\.? ?#?|#)[0-9A-Z]{1,5}|,? (?:[0-9]{1,2}(?:st|nd|rd|th)|First|Second|Third"
                    + "|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth) Floor)?";

    /** The part of a house before the house. */
    static final String UNIT_FIRST_KINDS = "(?i:flat|unit|apartment|apt\\.?|suite) #?[0-9]{1,4}[A-Za-z]?,? ";

    /** What is a street by its name, and what is one by the town behind it. */
    static final String ENGLISH = HOUSE + WORDS
            + "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Square|Sq|Highway|Hwy"
            + "|Parkway|Pkwy|Crescent|Close|Gardens|Mews|Marg|Nagar|Layout)\\.?(?: (?:NW|NE|SW|SE))?" + UNIT + "(?:"
            + BREAK
            + "(?:" + ENGLISH_TAIL + '|' + INDIAN_TAIL + "))?|" + HOUSE
            + "(?:[A-Z][A-Za-z'\u2019.-]{1,20} ){0,4}[A-Z][A-Za-z'\u2019.-]{1,20}" + UNIT + COMMA
            + ENGLISH_TAIL;

    /** As {@link #ENGLISH}, with the flat first. */
    static final String UNIT_FIRST = UNIT_FIRST_KINDS + "(?:" + ENGLISH + ')';

    private static final String GERMANIC =
            "[A-Z\u00c4\u00d6\u00dc][A-Za-z\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df-]{0,30}";
    private static final String HOUSE_BEHIND = " ?[0-9]{1,4}[a-zA-Z]?(?:-[0-9]{1,4}[a-zA-Z]?)?";
    /** The house behind, the floor or the door. */
    private static final String PART = "(?:,? (?:Hinterhaus|Vorderhaus|Hinterhof|Seitenfl\u00fcgel|HH|VH"
            + "|[0-9]{1,2}\\. (?:OG|Stock|Etage)|EG|(?:t\\.?h|t\\.?v|lgh|bus)\\.? ?[0-9]{0,4}))?";

    private static final String GERMANIC_TAIL = "(?:(?: [a-zA-Z])?" + PART + CODE_FIRST_TAIL + ')';

    static final String GERMAN = "(?:" + GERMANIC + " )?(?:" + GERMANIC + ")?[Ss](?:tra\u00dfe|trasse|tr\\.)"
            + HOUSE_BEHIND + GERMANIC_TAIL + '?';

    static final String FRENCH =
            "[1-9][0-9]{0,3}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|place|chemin|all\u00e9e|impasse|quai|cours|route|square)"
                    + " (?:de la |de l['\u2019]|des |du |de |d['\u2019])?\\p{Lu}[\\p{L}-]{1,24}(?: \\p{Lu}[\\p{L}-]{1,24}){0,3}"
                    + "(?:" + CODE_FIRST_TAIL + "(?: CEDEX| Cedex)?)?";

    private static final String ROMANCE = " (?:(?:de la|de los|de las|del|della|delle|dei|degli|do|da|dos|das|de|di) )?"
            + "\\p{Lu}(?:['-]?\\p{L}){1,24}\\.?(?: (?:de |y |e |da |do |di )?\\p{Lu}(?:['-]?\\p{L}){1,24}){0,3},? (?:n\u00ba\\.? ?|n\u00famero |n\\. ?)?"
            + "[0-9]{1,4}(?:/[0-9A-Za-z]{1,4}|[A-Za-z])?";
    private static final String FLOOR =
            "(?:,? (?:[0-9]{1,2}[\u00ba\u00aa\u00b0.]{1,2}|(?:piso|apto\\.?|ap\\.?|apt\\.?|sala|casa|bloco|depto\\.?|int\\.?|interno|scala|m\\.?|lok\\.?) ?[0-9]{1,4})(?: ?[A-Z])?){0,2}"
                    + "(?:, (?:Col\\.|Colonia) \\p{Lu}\\p{L}{1,24}(?: \\p{L}{1,24}){0,3})?";

    static final String SPANISH = "(?i:calle|avenida|avda\\.|av\\.|calz\\.|plaza|paseo|c/)" + ROMANCE + FLOOR + "(?:"
            + CODE_FIRST_TAIL + '|' + BRAZILIAN_TAIL + ")?";

    /** Kinds of streets whose names are words too: the town must follow. */
    static final String BEFORE_TOWN = "(?i:via|viale|piazza|corso|rua|travessa|alameda|ul\\.|al\\.|os\\.|pl\\.)"
            + ROMANCE + FLOOR + "(?:" + CODE_FIRST_TAIL + '|' + BRAZILIAN_TAIL + ')';

    static final String POST_BOX =
            "(?i:p\\.o\\. ?box|po box|postfach) [0-9]{1,6}(?:" + BREAK + ENGLISH_TAIL + '|' + CODE_FIRST_TAIL + ")?";

    /** Code, prefecture and what follows without a space. */
    static final String JAPANESE =
            "[0-9]{3}-[0-9]{4}[ \\x{3000}]?\\p{Han}{2,4}[\\p{Han}\\p{Hiragana}\\p{Katakana}\\x{30fc}]{1,24}"
                    + "(?:[0-9\\x{ff10}-\\x{ff19}]{1,4}(?:[-\\x{ff0d}\\x{2212}\\x{4e01}\\x{756a}\\x{53f7}]\\p{Han}{0,2})?){0,4}";

    private AddressPattern() {}

    /** Streets whose name ends in the kind of street, with the town or not. */
    static String endingIn(String kind, boolean townFollows) {
        return "(?:" + GERMANIC + " )?" + GERMANIC + "(?i:" + kind + ')' + HOUSE_BEHIND + GERMANIC_TAIL
                + (townFollows ? "" : "?");
    }
}
