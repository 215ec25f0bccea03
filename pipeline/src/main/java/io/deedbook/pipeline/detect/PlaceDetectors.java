// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CONTACT;
import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Around;
import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;

/** The definitions of what finds where people live: addresses in a few languages, postal codes, coordinates. */
final class PlaceDetectors {
    private static final String HIPAA =
            "https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html";
    private static final String ADDRESS = "postal_address";
    private static final int ADDRESS_CHARS_MAX = 96;

    private PlaceDetectors() {}

    static List<Detector> all() {
        return List.of(
                englishAddress(),
                germanAddress(),
                frenchAddress(),
                spanishAddress(),
                zipAfterState(),
                labelledZip(),
                zip(),
                coordinatePair(),
                labelledCoordinate());
    }

    private static Detector englishAddress() {
        return Detector.of(ADDRESS, CONTACT)
                .what("street and number, in English, German, French and Spanish", "kind of street, capital letters")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "742 Evergreen Terrace",
                        "1600 Pennsylvania Avenue NW",
                        "12B St. James's Rd, Apt 4",
                        "350 5th Ave")
                .rejects("10 Google Drive files", "2 new streets", "221 baker street", "3 Way Merge")
                .pattern(
                        "[1-9][0-9]{0,5}[A-Za-z]?,? (?:[NSEW]\\.? )?(?:(?:[A-Z][A-Za-z'\u2019.-]{1,20}|[0-9]{1,3}(?:st|nd|rd|th)) ){1,4}"
                                + "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Square|Sq|Highway|Hwy"
                                + "|Parkway|Pkwy|Crescent|Close|Gardens|Mews)\\.?(?: (?:NW|NE|SW|SE))?"
                                + "(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat)\\.? ?#?[0-9A-Z]{1,5})?",
                        0,
                        ADDRESS_CHARS_MAX)
                .edges(Edge.NUMBER, Edge.WORD)
                .validator(PostalAddress::english)
                .on(new Digits(
                        Trigger.Lead.NONE,
                        "",
                        1,
                        6,
                        1,
                        1,
                        "123456789",
                        PostalAddress::opening,
                        PostalAddress::englishAhead));
    }

    private static Detector germanAddress() {
        return Detector.of(ADDRESS, CONTACT)
                .region("DE")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches("Musterstra\u00dfe 12", "Hauptstrasse 5a", "Lindenstr. 77", "Stra\u00dfe 7")
                .rejects("Musterstra\u00dfe", "strategy 12", "str. 5", "abstract 12")
                .pattern(
                        "(?:[A-Z\u00c4\u00d6\u00dc][a-z\u00e4\u00f6\u00fc\u00df-]{0,30}s|S)(?:tra\u00dfe|trasse|tr\\.) ?[0-9]{1,4}(?: ?[a-z])?",
                        0,
                        48)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> end - start > 6 ? new Span(start, end) : null)
                .on(new Around("str", PostalAddress::isGermanLetter, 32, PostalAddress::germanAhead));
    }

    private static Detector frenchAddress() {
        return Detector.of(ADDRESS, CONTACT)
                .region("FR")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "12 rue de la Paix",
                        "5 bis avenue Victor Hugo",
                        "33, boulevard Saint-Germain",
                        "8 place d'Italie")
                .rejects("12 rue", "3 place holders", "5 avenue de", "2 cours de math")
                .pattern(
                        "[1-9][0-9]{0,3}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|place|chemin|all\u00e9e|impasse|quai|cours|route|square)"
                                + " (?:de la |de l['\u2019]|des |du |de |d['\u2019])?\\p{Lu}[\\p{L}-]{1,24}(?: \\p{Lu}[\\p{L}-]{1,24}){0,3}",
                        0,
                        ADDRESS_CHARS_MAX)
                .edges(Edge.NUMBER, Edge.ANY)
                .on(new Digits(
                        Trigger.Lead.NONE,
                        "",
                        1,
                        4,
                        1,
                        1,
                        "123456789",
                        PostalAddress::opening,
                        PostalAddress::frenchAhead));
    }

    private static Detector spanishAddress() {
        return Detector.of(ADDRESS, CONTACT)
                .region("ES")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Calle Mayor 12",
                        "Avenida de Am\u00e9rica, 34",
                        "Plaza de la Constituci\u00f3n n\u00ba 3",
                        "C/ Alcal\u00e1 45")
                .rejects("Calle Mayor", "calle 12", "avenida de 34", "Avenida de la")
                .pattern(
                        "(?i:calle|avenida|avda\\.|plaza|paseo|c/) (?:de la |de los |de las |del |de )?\\p{Lu}[\\p{L}'-]{1,24}"
                                + "(?: (?:de |y )?\\p{Lu}[\\p{L}'-]{1,24}){0,3},? (?:n\u00ba\\.? ?|n\u00famero )?[0-9]{1,4}",
                        0,
                        ADDRESS_CHARS_MAX)
                .edges(Edge.WORD, Edge.NUMBER)
                .on(Literals.of("calle ", "avenida ", "avda. ", "plaza ", "paseo ", "c/ "));
    }

    private static Detector zipAfterState() {
        return Detector.of("us_zip", CONTACT)
                .region("US")
                .what("US postal code, behind a state or a word that says so", "state, or a word beside it")
                .reference("https://en.wikipedia.org/wiki/ZIP_Code")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Beverly Hills, CA \u00ab90210\u00bb",
                        "Springfield,IL \u00ab62701-1234\u00bb",
                        "Austin, TX \u00ab78701\u00bb")
                .rejects("CA 90210", "Foo, XX 90210", "Foo, CA 9021", "Foo, CA 902101")
                .pattern("[A-Z]{2} ([0-9]{5}(?:-[0-9]{4})?)", 1, 13)
                .edges(Edge.WORD, Edge.NUMBER)
                .validator(PostalAddress::zipAfterState)
                .on(new Letters(2, 2, 5, 5, (text, start, end) -> PostalAddress.isAfterCity(text, start)));
    }

    private static Detector labelledZip() {
        var definition = Detector.of("us_zip", CONTACT)
                .region("US")
                .confidence(Confidence.MEDIUM)
                .reference("https://en.wikipedia.org/wiki/ZIP_Code")
                .matches(
                        "zip: \u00ab90210\u00bb",
                        "\"zipCode\":\"\u00ab62701-1234\u00bb\"",
                        "ZIP code \u00ab78701\u00bb")
                .rejects("zip 9021", "unzip 90210", "zip 902101");
        return Label.of("zip", "postal code")
                .before(
                        definition,
                        "[0-9]{5}(?:-[0-9]{4})?",
                        10,
                        (text, start, end) -> Edge.NUMBER.allowsEnd(text, end) ? new Span(start, end) : null);
    }

    private static Detector zip() {
        return Detector.of("us_zip", CONTACT)
                .region("US")
                .confidence(Confidence.LOW)
                .reference("https://en.wikipedia.org/wiki/ZIP_Code")
                .matches("90210", "62701-1234", "78701")
                .rejects("9021", "902101", "90210-12")
                .near("zip code", "zipcode", "postal code", "postalcode", "postcode")
                .on(Shape.of("99999-9999", "99999"), Check.NONE);
    }

    private static Detector coordinatePair() {
        return Detector.of("geo_coordinates", IDENTITY)
                .what(
                        "latitude and longitude with four decimals or more",
                        "range, a word beside a pair or before a number")
                .reference("https://www.rfc-editor.org/rfc/rfc5870")
                .confidence(Confidence.LOW)
                .matches("37.7749, -122.4194", "-33.8688,151.2093", "48.858370,2.294481")
                .rejects("37.77, -122.41", "97.7749, -122.4194", "37.7749, -222.4194", "0.1234, 0.5678, 0.9012")
                .near(
                        "lat",
                        "latitude",
                        "lon",
                        "lng",
                        "longitude",
                        "gps",
                        "coordinates",
                        "coords",
                        "geolocation",
                        "location",
                        "geo",
                        "position")
                .pattern("[0-9]{1,2}\\.[0-9]{4,15} ?, ?-?[0-9]{1,3}\\.[0-9]{4,15}", 0, 40)
                .edges(Edge.FRACTION, Edge.FRACTION)
                .validator(Coordinates::pair)
                .on(Digits.of(".", 1, 2, 2, 5)
                        .opening((first, next, second) -> second >= Coordinates.DECIMALS_MIN)
                        .when(Coordinates::ahead));
    }

    private static Detector labelledCoordinate() {
        var definition = Detector.of("geo_coordinates", IDENTITY)
                .reference("https://www.rfc-editor.org/rfc/rfc5870")
                .confidence(Confidence.MEDIUM)
                .matches("latitude: \u00ab37.7749\u00bb", "\"lng\": \u00ab-122.4194\u00bb", "lat=\u00ab-33.86882\u00bb")
                .rejects("latitude: 37.7", "latency: 12.3456", "lat: 1200.3456");
        return Label.of("lat", "lon", "lng")
                .before(definition, "(?:itude|gitude|g)?", "-?[0-9]{1,3}\\.[0-9]{4,15}", 20, Coordinates::one);
    }
}
