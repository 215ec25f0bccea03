// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The built-in detectors. Where two find the same stretch with the same rank, the one defined first gives its type. */
final class Detectors {
    /** It is asked by the e-mail detector too, because a password stands before an at sign. */
    static final Detector URL_CREDENTIALS = CredentialDetectors.urlCredentials();

    /** All, in the order of precedence. */
    static final List<Detector> ALL = Stream.of(
                    CredentialDetectors.all(),
                    PasswordDetectors.all(),
                    PrivateKeyDetectors.all(),
                    CloudSecretDetectors.all(),
                    HostingSecretDetectors.all(),
                    VaultSecretDetectors.all(),
                    VersionControlSecretDetectors.all(),
                    RegistrySecretDetectors.all(),
                    ObservabilitySecretDetectors.all(),
                    ChatSecretDetectors.all(),
                    MailSecretDetectors.all(),
                    PaymentSecretDetectors.all(),
                    AiKeyDetectors.all(),
                    ServiceKeyDetectors.all(),
                    GenericSecretDetectors.all(),
                    CryptoDetectors.all(),
                    MixedCoinDetectors.all(),
                    PersonalDetectors.all(),
                    PhoneDetectors.all(),
                    NetworkDetectors.all(),
                    WesternEuropeDetectors.all(),
                    EasternEuropeDetectors.all(),
                    AmericanDetectors.all(),
                    AsianDetectors.all(),
                    AfricanAndPacificDetectors.all(),
                    List.of(MachineReadableZone.detector()),
                    DocumentDetectors.all(),
                    PatientDetectors.all(),
                    AccountDetectors.all(),
                    DeviceDetectors.all(),
                    BirthDateDetectors.all(),
                    MedicalDateDetectors.all(),
                    PersonNameDetectors.all(),
                    VinDetectors.all(),
                    PlateDetectors.all(),
                    DeviceSerialDetectors.all(),
                    CertificateDetectors.all(),
                    List.of(SwiftBic.detector()),
                    CellDetectors.all(),
                    CardDetailDetectors.all(),
                    PlaceDetectors.all(),
                    HealthDetectors.all(),
                    BankDetectors.all())
            .flatMap(List::stream)
            .toList();

    /** The first detector of each type. */
    static final Map<String, Detector> BY_TYPE = byType();

    private Detectors() {}

    private static Map<String, Detector> byType() {
        var types = new LinkedHashMap<String, Detector>();
        ALL.forEach(detector -> types.putIfAbsent(detector.type(), detector));
        return Map.copyOf(types);
    }
}
