// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: where a value stands, and which values are written beside it.
 *
 * @param min the value at its beginning
 * @param max the value at its end
 * @param isLog whether equal distances are equal ratios
 * @param ticks the values that are written
 */
record Axis(double min, double max, boolean isLog, List<Tick> ticks) {
    private static final int TICKS = 5;

    /** A value that is written. */
    record Tick(double value, String text) {}

    /** From 0 to a round number. */
    static Axis linear(double max, double unit) {
        var step = step(Math.max(max, unit) / TICKS);
        var top = Math.ceil(Math.max(max, unit) / step) * step;
        var ticks = new ArrayList<Tick>();
        for (var value = 0.0; value <= top + step / 2; value += step) {
            ticks.add(new Tick(value, number(value)));
        }
        return new Axis(0, top, false, ticks);
    }

    /** Decades, as many as hold the values. */
    static Axis decades(double min, double max) {
        var low = Math.floor(Math.log10(Math.max(min, 1e-3)));
        var high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(max, 1e-3))));
        var ticks = new ArrayList<Tick>();
        for (var exponent = low; exponent <= high; exponent++) {
            ticks.add(new Tick(Math.pow(10, exponent), number(Math.pow(10, exponent))));
        }
        return new Axis(Math.pow(10, low), Math.pow(10, high), true, ticks);
    }

    /** Where the value stands, from 0 to 1. */
    double place(double value) {
        var place = isLog
                ? (Math.log10(Math.max(value, min)) - Math.log10(min)) / (Math.log10(max) - Math.log10(min))
                : (value - min) / (max - min);
        return Math.max(0, Math.min(1, place));
    }

    /** The next of 1, 2, 5, 10, 20, … */
    private static double step(double atLeast) {
        var power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (var factor : new double[] {1, 2, 5}) {
            if (factor * power >= atLeast) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
    }
}
