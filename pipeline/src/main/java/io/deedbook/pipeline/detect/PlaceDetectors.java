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
import java.util.stream.Stream;

/** The definitions of what finds where people live: addresses in a few languages, postal codes, coordinates. */
final class PlaceDetectors {
    private static final int STREET_CHARS_MAX = 64;
    private static final String[] ADDRESS_WORDS = {
        "address",
        "street",
        "street address",
        "home address",
        "mailing address",
        "billing address",
        "shipping address",
        "lives at",
        "residence",
        "anschrift",
        "adresse",
        "wohnhaft",
        "direcci\u00f3n",
        "domicilio",
        "indirizzo",
        "residente",
        "endere\u00e7o",
        "adres"
    };

    private PlaceDetectors() {}

    static List<Detector> all() {
        return Stream.concat(houses().stream(), CodeAndTown.all().stream()).toList();
    }

    private static List<Detector> houses() {
        return List.of(
                englishAddress(),
                flat(),
                germanAddress(),
                streetEndingIn("straat", false, "Kerkstraat 12, 1017 GC Amsterdam", "Lange Voorhoutstraat 8"),
                streetEndingIn("gracht", true, "Herengracht 501, 1017 BV Amsterdam", "Oudegracht 36a, 3511 AP Utrecht"),
                streetEndingIn("laan", true, "Wilhelminalaan 3, 2012 JH Haarlem", "Churchilllaan 7, 1078 DA Amsterdam"),
                streetEndingIn("weg", true, "Kirchweg 5, 21029 Hamburg", "Dorfweg 9, 8001 Z\u00fcrich"),
                streetEndingIn("platz", true, "Marktplatz 1, 70173 Stuttgart", "Karlsplatz 4, 1010 Wien"),
                streetEndingIn("allee", true, "Karl-Marx-Allee 90, 10243 Berlin", "Lindenallee 2, 50968 K\u00f6ln"),
                streetEndingIn("gasse", true, "Kirchgasse 8, 8001 Z\u00fcrich", "Burggasse 51, 1070 Wien"),
                streetEndingIn(
                        "gatan", true, "Storgatan 12, 114 55 Stockholm", "Drottninggatan 3, 411 14 G\u00f6teborg"),
                streetEndingIn("plein", true, "Museumplein 6, 1071 DJ Amsterdam", "Stationsplein 1, 3511 ED Utrecht"),
                streetEndingIn(
                        "kade", true, "Prins Hendrikkade 33, 1012 TM Amsterdam", "Maaskade 85, 3071 NE Rotterdam"),
                streetEndingIn(
                        "singel", true, "Westersingel 12, 3014 GN Rotterdam", "Catharijnesingel 47, 3511 GC Utrecht"),
                streetEndingIn("gade", true, "Vestergade 12, 8000 Aarhus", "Algade 3, 4000 Roskilde"),
                streetEndingIn("vej", true, "Skolevej 4, 8000 Aarhus", "Strandvej 12, 3000 Helsing\u00f8r"),
                streetEndingIn("gata", true, "Storgata 5, 0155 Oslo", "Kirkegata 7, 7011 Trondheim"),
                streetEndingIn("ufer", true, "Schiffbauerufer 2, 10117 Berlin", "Mainufer 7, 60594 Frankfurt"),
                streetEndingIn("damm", true, "Kurf\u00fcrstendamm 21, 10719 Berlin", "Mehringdamm 5, 10961 Berlin"),
                streetEndingIn("ring", true, "Hohenzollernring 3, 50672 K\u00f6ln", "Schottenring 1, 1010 Wien"),
                japaneseAddress(),
                frenchAddress(),
                spanishAddress(),
                addressBeforeTown(),
                postBox(),
                LabelledAddress.detector(),
                zipAfterState(),
                labelledZip(),
                zip(),
                zipCell(),
                coordinatePair(),
                labelledCoordinate());
    }

    private static Detector englishAddress() {
        return address()
                .what(
                        "street and number, and the town behind them, in the languages of western Europe",
                        "kind of street, or postal code; capital letters")
                .matches(
                        "742 Evergreen Terrace",
                        "1600 Pennsylvania Avenue NW",
                        "12B St. James's Rd, Apt 4",
                        "350 5th Ave",
                        "123 Main Street, Springfield, IL 62704",
                        "1600 Broadway, New York, NY 10019",
                        "10 High Street, London SW1A 1AA",
                        "200 Bay Street, Toronto, ON M5J 2J5",
                        "402-77 Charlotte St, Toronto, ON M5V 3C3",
                        "5/12 Smith St, Fitzroy VIC 3065",
                        "12, MG Road, Bengaluru 560001")
                .rejects(
                        "10 Google Drive files",
                        "2 new streets",
                        "221 baker street",
                        "3 Way Merge",
                        "3 Tests Passed, 12345")
                .pattern(AddressPattern.ENGLISH, 0, AddressPattern.CHARS_MAX)
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

    private static Detector flat() {
        return address()
                .region("GB")
                .matches(
                        "Flat 3, 12 High Street, Leeds LS1 4AB",
                        "Unit 4B, 7 Mill Lane",
                        "Apt. 5, 742 Evergreen Terrace")
                .rejects("Flat 3", "unit 12 tests", "flatten 3, high street")
                .pattern(AddressPattern.UNIT_FIRST, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .validator(PostalAddress::english)
                .on(Literals.of("flat ", "unit ", "apartment ", "apt ", "apt. ", "suite ")
                        .when(PostalAddress::unitAhead));
    }

    private static Detector japaneseAddress() {
        return address()
                .region("JP")
                .matches(
                        "100-0001 \u6771\u4eac\u90fd\u5343\u4ee3\u7530\u533a\u5343\u4ee3\u75301-1",
                        "530-0001\u3000\u5927\u962a\u5e9c\u5927\u962a\u5e02\u5317\u533a\u6885\u75303-1-3")
                .rejects("100-0001", "100-0001 Tokyo", "1100-0001 \u6771\u4eac\u90fd\u5343\u4ee3\u7530\u533a")
                .pattern(AddressPattern.JAPANESE, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.NUMBER, Edge.ANY)
                .on(Digits.of("-", 3, 3, 2, 7).when(PostalAddress::japaneseAhead));
    }

    private static Detector germanAddress() {
        return address()
                .region("DE")
                .matches(
                        "Musterstra\u00dfe 12",
                        "Hauptstrasse 5a",
                        "Lindenstr. 77",
                        "Stra\u00dfe 7",
                        "Berliner Stra\u00dfe 12, 10115 Berlin",
                        "Musterstra\u00dfe 12, Hinterhaus, 10115 Berlin")
                .rejects("Musterstra\u00dfe", "strategy 12", "str. 5", "abstract 12")
                .pattern(AddressPattern.GERMAN, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .validator((text, start, end) -> end - start > 6 ? new Span(start, end) : null)
                .on(new Around("str", PostalAddress::isStreetSign, STREET_CHARS_MAX, PostalAddress::germanAhead));
    }

    private static Detector streetEndingIn(String kind, boolean townFollows, String... examples) {
        return address()
                .matches(examples)
                .rejects(kind + " 12, 10115 Berlin", "Kirch" + kind)
                .pattern(AddressPattern.endingIn(kind, townFollows), 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .on(new Around(kind, PostalAddress::isStreetSign, STREET_CHARS_MAX, PostalAddress::numberAhead));
    }

    private static Detector frenchAddress() {
        return address()
                .region("FR")
                .matches(
                        "12 rue de la Paix",
                        "5 bis avenue Victor Hugo",
                        "33, boulevard Saint-Germain",
                        "8 place d'Italie",
                        "12 rue de la Paix, 75002 Paris")
                .rejects("12 rue", "3 place holders", "5 avenue de", "2 cours de math")
                .pattern(AddressPattern.FRENCH, 0, AddressPattern.CHARS_MAX)
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
        return address()
                .region("ES")
                .matches(
                        "Calle Mayor 12",
                        "Avenida de Am\u00e9rica, 34",
                        "Plaza de la Constituci\u00f3n n\u00ba 3",
                        "C/ Alcal\u00e1 45",
                        "Av. Insurgentes Sur 1457, Col. Insurgentes Mixcoac, 03920 Ciudad de M\u00e9xico",
                        "Calle Mayor 12, 28013 Madrid",
                        "Avenida Paulista, 1578 - Bela Vista, S\u00e3o Paulo - SP, 01310-200")
                .rejects("Calle Mayor", "calle 12", "avenida de 34", "Avenida de la")
                .pattern(AddressPattern.SPANISH, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.NUMBER)
                .on(Literals.of("calle ", "avenida ", "avda. ", "av. ", "calz. ", "plaza ", "paseo ", "c/ "));
    }

    private static Detector addressBeforeTown() {
        return address()
                .matches(
                        "Via Roma 12, 00184 Roma",
                        "Viale Monza 8, 20125 Milano",
                        "Rua Augusta 24, 1100-053 Lisboa",
                        "ul. Prosta 20, 00-850 Warszawa",
                        "ul. D\u0142uga 5/7 m. 3, 00-238 Warszawa",
                        "Rua Augusta, 1520, apto 83, Consola\u00e7\u00e3o, S\u00e3o Paulo - SP, 01304-001")
                .rejects("via Gateway 12", "Via Roma 12", "corso di Laurea 2024")
                .pattern(AddressPattern.BEFORE_TOWN, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .on(Literals.of(
                        "via ",
                        "viale ",
                        "piazza ",
                        "corso ",
                        "rua ",
                        "travessa ",
                        "alameda ",
                        "ul. ",
                        "al. ",
                        "os. ",
                        "pl. "));
    }

    private static Detector postBox() {
        return address()
                .matches("P.O. Box 123", "PO Box 4567, Springfield, IL 62704", "Postfach 1234, 8001 Z\u00fcrich")
                .rejects("box 123", "P.O. Box", "repo box 12")
                .pattern(AddressPattern.POST_BOX, 0, AddressPattern.CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .on(Literals.of("p.o. box ", "po box ", "p.o.box ", "postfach "));
    }

    private static DetectorBuilder address() {
        return Detector.of("postal_address", CONTACT)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .near(ADDRESS_WORDS);
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
                        (text, start, end) ->
                                Edge.NUMBER.allowsEnd(text, end) && !isFile(text, end) ? new Span(start, end) : null);
    }

    private static Detector zip() {
        return Detector.of("us_zip", CONTACT)
                .region("US")
                .confidence(Confidence.LOW)
                .reference("https://en.wikipedia.org/wiki/ZIP_Code")
                .matches("90210", "62701-1234", "78701")
                .rejects("9021", "902101", "90210-12")
                .near("zip code", "postal code", "postcode", "billing zip")
                .notNear(OtherFields.than("zip", "zip code", "postal code", "postcode"))
                .on(Shape.of("99999-9999", "99999"), Check.NONE);
    }

    /** Archives are called so too: a column must. */
    private static Detector zipCell() {
        return Detector.of("us_zip", CONTACT)
                .region("US")
                .confidence(Confidence.LOW)
                .reference("https://en.wikipedia.org/wiki/ZIP_Code")
                .matches(",\u00ab90210\u00bb,", "|\u00ab62701-1234\u00bb|")
                .rejects("zip 90210.zip", "9021", "902101")
                .near("zip")
                .notNear(OtherFields.than("zip", "zip code", "postal code", "postcode"))
                .pattern("[0-9]{5}(?:-[0-9]{4})?", 0, 10)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(Cell::validate)
                .on(Digits.of("-", 5, 5, 1, 5));
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

    /** Whether a file name goes on here. */
    private static boolean isFile(String text, int end) {
        return text.startsWith(".", end) && end + 1 < text.length() && Ascii.isLetter(text.charAt(end + 1));
    }
}
