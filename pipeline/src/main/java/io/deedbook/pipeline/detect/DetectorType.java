// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is to be known of a built-in type. Several detectors can find it.
 *
 * @param regions ISO 3166-1 alpha-2, or {@code any}
 * @param confidences how sure its detectors are by themselves: {@code high}, {@code medium}, {@code low}
 * @param what what is found
 * @param check how a match is confirmed
 * @param reference URL of the public definition of the format
 * @param examples texts in which it is found
 */
public record DetectorType(
        String type,
        Category category,
        List<String> regions,
        List<String> confidences,
        String what,
        String check,
        String reference,
        List<String> examples) {
    public DetectorType {
        regions = List.copyOf(regions);
        confidences = List.copyOf(confidences);
        examples = List.copyOf(examples);
    }

    static List<DetectorType> of(List<Detector> detectors) {
        Map<String, DetectorType> types = new LinkedHashMap<>();
        for (var detector : detectors) {
            types.merge(detector.type(), of(detector), DetectorType::with);
        }
        return List.copyOf(types.values());
    }

    private static DetectorType of(Detector detector) {
        var about = detector.about();
        return new DetectorType(
                detector.type(),
                detector.category(),
                List.of(about.region()),
                List.of(detector.confidence().wireName()),
                about.what(),
                about.check(),
                about.reference(),
                about.matches().stream()
                        .map(example -> example.replace("«", "").replace("»", ""))
                        .toList());
    }

    private DetectorType with(DetectorType more) {
        return new DetectorType(
                type,
                category,
                both(regions, more.regions),
                both(confidences, more.confidences),
                what.isEmpty() ? more.what : what,
                check.isEmpty() ? more.check : check,
                reference.isEmpty() ? more.reference : reference,
                both(examples, more.examples));
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
