// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that their field tells: what is found of a type stands between «». */
class FieldsTest {
    @Test
    void scan_readsAnAddressBehindWhoseCommaTheTextIsCut() {
        assertMarked("postal_address", "Address: «Am Bach 7, Ravensburg», ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "us_aba_routing <- routing number «077869944», account number 222333444",
                "us_bank_account <- routing number 077869944, account number «222333444»",
                "medical_record_number <- MRN: «H500428», NPI 1468419001",
                "us_npi <- MRN: H500428, NPI «1468419001»",
                "date_of_birth <- DOB: «03/16/1998». Discharged on 2023-07-08",
                "medical_date <- DOB: 03/16/1998. Discharged on «2023-07-08»",
                "us_bank_account <- {\"account\":\"checking\",\"ts\":1760352364}",
                "jp_my_number <- | 個人番号 | «3654-2004-6187» |"
            })
    void scan_givesAValueToTheFieldNearestBeforeIt(String type, String marked) {
        assertMarked(type, marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "date_of_birth <- <dt>DOB</dt><dd>«1980-01-02»</dd>",
                "date_of_birth <- <tr><th>Date of birth:</th> <td class=\"x\">«2 April 1953»</td></tr>",
                "date_of_birth <- | DOB | «1980-01-02» |",
                "date_of_birth <- **DOB:** «1980-01-02»",
                "date_of_birth <- <input name=\"dob\" value=\"«1980-01-02»\">",
                "person_name <- <dt>Full name</dt><dd>«Maria Kowalski»</dd>",
                "person_name <- Patient name: «Ingrid Brennan», DOB: 08/10/1982",
                "person_name <- Name: «Jane Nguyen», date of birth 2 April 1953",
                "device_serial <- Serial No. «PF27MYO4» and more",
                "card_cvv <- card security code (CVC) «560»",
                "health_plan_id <- Insurance Member ID: «489419460-01»",
                "date_of_birth <- née le «3 mai 1980» à Lyon",
                "date_of_birth <- nata a Milano il «3 maggio 1980»",
                "date_of_birth <- ur. «12 stycznia 1980» r.",
                "date_of_birth <- Max Müller (*«14.03.1985»)",
                "date_of_birth <- 生年月日: 昭和«55年4月3日»",
                "date_of_birth <- <birthTime value=\"«19800403»\"/>",
                "card_cvv <- (gültig bis 05/28, Prüfziffer «219») wurde",
                "medical_record_number <- Aktennummer (Patienten-ID): «5251361»",
                "phone <- reach me at «(416) 662-8587». Canadian passport",
                "us_drivers_license <- DL# «S9107 52693 36668» from",
                "us_drivers_license <- Use DL# «L9565020» for it"
            })
    void scan_readsWhatStandsBetweenLabelAndValue(String type, String marked) {
        assertMarked(type, marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "card_cvv <- pan,exp,cvv\\n1,09/28,«167»\\n2,11/27,«6180»",
                "card_expiry <- pan,exp,cvv\\n1,«09/28»,167\\n2,«11/27»,6180",
                "license_plate <- id,plate_number\\n1,«HH-AF 2226»\\n2,«DZ16 QXP»",
                "device_serial <- id,serial_number\\n1,«5CD9848GVY»\\n2,«SN25167698»",
                "us_zip <- id,zip\\n1,«39174»",
                "date_of_birth <- nome;nascimento;placa\\nLia;«24/12/1987»;ETU6E69",
                "date_of_birth <- id,tgl_lahir\\n1,«19870424»\\n2,«03.02.80»",
                "in_aadhaar <- {\"path\":\"/a.csv\",\"content\":\"id,b,aadhaar\\n1,x,«246710329561»\\n2,y,«889800658049»\"}",
                "drivers_license <- String licensePlate = \"4BPR271\";\\nString drivingLicence = \"«MORGA908039SM9DI»\";"
            })
    void scan_readsTheHeadOfTheColumn(String type, String marked) {
        assertMarked(type, marked.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "postal_address <- at «123 Main Street, Springfield, IL 62704».",
                "postal_address <- «123 Main St\\nSpringfield, IL 62704»",
                "postal_address <- «Musterstraße 12, 10115 Berlin» und",
                "postal_address <- «10 High Street, London SW1A 1AA»",
                "postal_address <- «12 rue de la Paix, 75002 Paris» est",
                "postal_address <- «Kerkstraat 12, 1017 GC Amsterdam»",
                "postal_address <- to «402-77 Charlotte St, Toronto, ON M5V 3C3». You",
                "postal_address <- at «Flat 3, 12 High Street, Leeds LS1 4AB» now",
                "postal_address <- in «221 Linking Road, Bandra West, Mumbai - 400 050»",
                "postal_address <- «Av. Insurgentes Sur 1457, Col. Insurgentes Mixcoac, 03920 Ciudad de México»",
                "postal_address <- em «Rua Augusta, 1520, apto 83, Consolação, São Paulo - SP, 01304-001» e",
                "postal_address <- «Musterstraße 12, Hinterhaus, 10115 Berlin»",
                "postal_address <- 〒«100-0001 東京都千代田区千代田1-1»",
                "postal_address <- in «Via Roma 12, 00184 Roma»"
            })
    void scan_findsStreetAndTownAsOne(String type, String marked) {
        assertMarked(type, marked.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mrn column dropped in V18__drop.sql, 47701 rows affected",
                "zip column dropped, 80657 rows affected",
                "<dl>\n  <dt>Routing</dt><dd>12345678</dd>",
                "transit time 12-438 hours, 10512-745 range",
                "error E8041008 at 0x61ab2f11, see KB5376036",
                "zip file 12345.zip, zip 12345.zip, gzip -9",
                "#define PK11URI_PATTR_SERIAL \"serial\"",
                "\u00a9 2014 Piotr Dr\u0105g",
                "name: Build Docker Image",
                "00000000: 7f45 4c46 0201 0100 0000 0000 0000 0000",
                "\"drug\":{\"ndc\":\"00093-0058-01\",\"qty\":30}",
                "Parcel 4077 0026 8579 2748 hasn't arrived",
                "Legal name: Northwind Labs Inc",
                "3 Tests Passed, Total 123456",
                "placa madre, plate 12, template: A1B2C3",
                "#define SN_ripemd160 \"RIPEMD160\""
            })
    void scan_findsNobodyInWhatOnlyLooksLikeAField(String text) {
        assertThat(DetectorEngine.builtIn().scan(text)).isEmpty();
    }

    private static void assertMarked(String type, String marked) {
        var text = marked.replace("«", "").replace("»", "");
        var found = new StringBuilder(text);
        var findings = DetectorEngine.builtIn().scan(text);
        for (var index = findings.size() - 1; index >= 0; index--) {
            var finding = findings.get(index);
            if (finding.type().equals(type)) {
                found.insert(finding.end(), '»').insert(finding.start(), '«');
            }
        }
        assertThat(found).hasToString(marked);
    }
}
