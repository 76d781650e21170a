//! The colours of the page, seen through the eyes of people who see fewer of them.
//!
//! The style sheet is the only place that names a colour; these tests read it.

/// How a screen's red, green and blue reach somebody who lacks one kind of cone, in linear
/// light: severity 1.0 of Machado, Oliveira and Fernandes (2009), table 1.
const EYES: &[(&str, [[f64; 3]; 3])] = &[
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "tritanopia",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

const STYLE: &str = include_str!("page/style.css");

type Colour = [f64; 3];

/// The value of a custom property in the `nth` block that sets it: 0 light, 1 dark, 2 the
/// map on paper.
fn colour(name: &str, nth: usize) -> Colour {
    let wanted = format!("--{name}: #");
    let found: Vec<&str> = STYLE.split(&wanted).skip(1).map(|rest| rest.split(';').next().unwrap()).collect();
    let hex = found.get(nth).unwrap_or_else(|| panic!("no colour --{name} number {nth}"));
    let channel = |i: usize| match hex.len() {
        3 => u8::from_str_radix(&hex[i..=i].repeat(2), 16),
        _ => u8::from_str_radix(&hex[2 * i..2 * i + 2], 16),
    };
    [0, 1, 2].map(|i| f64::from(channel(i).unwrap()) / 255.0)
}

fn linear(colour: Colour) -> Colour {
    colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) })
}

fn seen(colour: Colour, eyes: &[[f64; 3]; 3]) -> Colour {
    let light = linear(colour);
    eyes.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0))
}

/// CIE L*a*b* of linear light, white D65.
fn lab([r, g, b]: Colour) -> Colour {
    let x = (0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47;
    let y = 0.212_673 * r + 0.715_152 * g + 0.072_175 * b;
    let z = (0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83;
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// How different two colours look to these eyes: ΔE of 1976, about 2 being just visible.
fn difference(a: Colour, b: Colour, eyes: &[[f64; 3]; 3]) -> f64 {
    let (a, b) = (lab(seen(a, eyes)), lab(seen(b, eyes)));
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// Contrast ratio of WCAG 2.
fn contrast(a: Colour, b: Colour) -> f64 {
    let luminance = |c| {
        let [r, g, b] = linear(c);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn assert_distinct(names: &[&str], theme: usize, least: f64) {
    for (who, eyes) in EYES {
        for (nth, a) in names.iter().enumerate() {
            for b in &names[..nth] {
                let found = difference(colour(a, theme), colour(b, theme), eyes);
                assert!(found >= least, "{a} and {b} differ by {found:.1} with {who}, theme {theme}");
            }
        }
    }
}

#[test]
fn a_difference_is_what_the_definition_says() {
    let (black, white) = ([0.0; 3], [1.0; 3]);
    assert!((difference(black, white, &EYES[0].1) - 100.0).abs() < 0.1);
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    // Red and green of equal lightness are one colour to a deuteranope, blue another.
    let (red, green, blue) = ([0.75, 0.3, 0.1], [0.45, 0.46, 0.1], [0.2, 0.4, 0.9]);
    let (_, deuteranope) = &EYES[2];
    assert!(difference(red, green, &EYES[0].1) > 40.0);
    assert!(difference(red, green, deuteranope) < 20.0);
    assert!(difference(red, blue, deuteranope) > 60.0);
}

#[test]
fn every_eye_tells_a_status_from_another() {
    for theme in 0..3 {
        assert_distinct(&["covered", "partly", "uncovered", "unknown"], theme, 20.0);
    }
}

#[test]
fn every_eye_sees_the_steps_of_the_scale() {
    let steps = ["scale-0", "scale-1", "scale-2", "scale-3", "scale-4"];
    assert_distinct(&steps, 0, 12.0);
    let lightness: Vec<f64> = steps.iter().map(|step| lab(linear(colour(step, 0)))[0]).collect();
    assert!(lightness.windows(2).all(|pair| pair[0] > pair[1] + 5.0), "{lightness:?}");
}

#[test]
fn every_eye_tells_the_first_operators_apart() {
    for theme in 0..2 {
        assert_distinct(&["operator-0", "operator-1", "operator-2"], theme, 15.0);
    }
}

#[test]
fn every_eye_tells_the_phases_of_a_plan_from_each_other_and_from_the_statuses() {
    let names = ["phase-0", "phase-1", "phase-2", "phase-3", "phase-4", "covered", "uncovered"];
    for theme in 0..3 {
        assert_distinct(&names, theme, 12.0);
        for nth in 0..5 {
            let letters =
                contrast(colour(&format!("phase-text-{nth}"), theme), colour(&format!("phase-{nth}"), theme));
            assert!(letters >= 4.5, "the number on phase {nth}: {letters:.2}, theme {theme}");
        }
    }
}

#[test]
fn letters_stand_out_from_the_paper() {
    for theme in 0..2 {
        for (ink, paper) in
            [("ink", "paper"), ("quiet", "paper"), ("quiet", "panel"), ("link", "paper"), ("ink", "panel")]
        {
            let found = contrast(colour(ink, theme), colour(paper, theme));
            assert!(found >= 4.5, "{ink} on {paper}: {found:.2}, theme {theme}");
        }
        let mark = contrast(colour("uncovered", theme), colour("paper", theme));
        assert!(mark >= 3.0, "uncovered on paper: {mark:.2}, theme {theme}");
    }
}
