//! Can everybody tell the colours apart?
//!
//! Colours are compared by CIEDE2000 (Sharma, Wu, Dalal 2005) as seen with normal sight and with
//! protanopia, deuteranopia and tritanopia (Machado, Oliveira, Fernandes 2009, severity 1.0).

use flowloom::capture::{Application, Protocol};
use flowloom::query::DifferenceClass;
use flowloom::scene::MOST_CLASSES;
use flowloom::scene::tokens::{
    MOST_COMMON, Rgba, Theme, application_color, class_color, difference_color, protocol_color,
    ramp_color, rest_color, trend_color,
};

/// Least distance between two of the twelve most common applications, on either canvas. Two is
/// just noticeable side by side, five at a glance, ten across a picture.
const LEAST_DISTANCE: f64 = 10.0;
/// Least distance of each of them from the highlight, which is never colour alone: it is a ring.
const LEAST_FROM_HIGHLIGHT: f64 = 5.0;
/// Least contrast to the canvas (WCAG 2.2, graphical objects).
const LEAST_CONTRAST: f64 = 3.0;
/// The same for applications that are rarely seen.
const LEAST_CONTRAST_RARE: f64 = 2.7;

const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    (
        "normal sight",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn linear(color: Rgba) -> [f64; 3] {
    [0, 1, 2].map(|channel| {
        let value = f64::from(color.0[channel]) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn seen(color: Rgba, sight: &[[f64; 3]; 3]) -> [f64; 3] {
    let rgb = linear(color);
    sight.map(|row| {
        row.iter()
            .zip(rgb)
            .map(|(weight, value)| weight * value)
            .sum::<f64>()
            .clamp(0.0, 1.0)
    })
}

/// CIE L*a*b* under D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let f = |value: f64| {
        if value > 216.0 / 24_389.0 {
            value.cbrt()
        } else {
            (24_389.0 / 27.0 * value + 16.0) / 116.0
        }
    };
    let x = f((0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue) / 0.950_47);
    let y = f(0.212_672_9 * red + 0.715_152_2 * green + 0.072_175_0 * blue);
    let z = f((0.019_333_9 * red + 0.119_192_0 * green + 0.950_304_1 * blue) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (lightness, chroma) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let square = (lightness - 50.0).powi(2);
    let dl = (l2 - l1) / (1.0 + 0.015 * square / (20.0 + square).sqrt());
    let dc = (c2 - c1) / (1.0 + 0.045 * chroma);
    let dh = dh / (1.0 + 0.015 * chroma * t);
    let rotation = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let r = -(2.0 * rotation).to_radians().sin() * 2.0 * seventh(chroma);
    (dl * dl + dc * dc + dh * dh + r * dc * dh).sqrt()
}

fn contrast(a: Rgba, b: Rgba) -> f64 {
    let luminance = |color| {
        let [red, green, blue] = linear(color);
        0.212_672_9 * red + 0.715_152_2 * green + 0.072_175_0 * blue + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

/// The least distance of two colours over all kinds of sight, and where it is.
fn least_distance(a: Rgba, b: Rgba) -> (f64, &'static str) {
    SIGHTS
        .iter()
        .map(|(name, sight)| (ciede2000(lab(seen(a, sight)), lab(seen(b, sight))), *name))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .expect("there are kinds of sight")
}

#[test]
fn ciede2000_agrees_with_its_published_test_data() {
    let check = |a, b, expected: f64| {
        assert!((ciede2000(a, b) - expected).abs() < 5e-5, "{a:?} {b:?}");
    };
    check([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425);
    check([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669);
    check([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492);
    check(
        [60.2574, -34.0099, 36.2677],
        [60.4626, -34.1751, 39.4387],
        1.2644,
    );
    check(
        [2.0776, 0.0795, -1.1350],
        [0.9033, -0.0636, -0.5514],
        0.9082,
    );
}

#[test]
fn the_most_common_applications_can_be_told_apart() {
    for theme in [Theme::Dark, Theme::Light] {
        let highlight = theme.colors().highlight;
        let mut least = (f64::INFINITY, String::new());
        for (index, &a) in MOST_COMMON.iter().enumerate() {
            let color = application_color(a, theme);
            for &b in &MOST_COMMON[..index] {
                let (distance, sight) = least_distance(color, application_color(b, theme));
                if distance < least.0 {
                    least = (
                        distance,
                        format!("{} and {}, {sight}", a.label(), b.label()),
                    );
                }
            }
            let (distance, sight) = least_distance(color, highlight);
            assert!(
                distance >= LEAST_FROM_HIGHLIGHT,
                "{theme:?}: {} is {distance:.1} from the highlight under {sight}",
                a.label()
            );
        }
        println!("{theme:?}: least distance {:.1} ({})", least.0, least.1);
        assert!(
            least.0 >= LEAST_DISTANCE,
            "{theme:?}: {:.1} between {}",
            least.0,
            least.1
        );
    }
}

#[test]
fn every_application_is_seen_on_its_canvas() {
    for theme in [Theme::Dark, Theme::Light] {
        let canvas = theme.colors().canvas;
        for &application in Application::ALL {
            let least = if MOST_COMMON.contains(&application) {
                LEAST_CONTRAST
            } else {
                LEAST_CONTRAST_RARE
            };
            let found = contrast(application_color(application, theme), canvas);
            assert!(
                found >= least,
                "{theme:?}: {} has contrast {found:.2}",
                application.label()
            );
        }
        for text in [theme.colors().text, theme.colors().weak_text] {
            assert!(
                contrast(text, theme.colors().panel) >= 4.5,
                "{theme:?}: text on panels"
            );
            assert!(
                contrast(text, canvas) >= 4.5,
                "{theme:?}: text on the canvas"
            );
        }
    }
}

#[test]
fn every_application_and_common_protocol_has_a_colour_of_its_own() {
    for theme in [Theme::Dark, Theme::Light] {
        let mut colors: Vec<_> = Application::ALL
            .iter()
            .map(|&of| application_color(of, theme).0)
            .collect();
        colors.sort_unstable();
        colors.dedup();
        assert_eq!(colors.len(), Application::ALL.len(), "{theme:?}");
        let [tcp, udp, icmp, other] = [Protocol::TCP, Protocol::UDP, Protocol::ICMP, Protocol(253)]
            .map(|of| protocol_color(of, theme));
        for (a, b) in [
            (tcp, udp),
            (tcp, icmp),
            (udp, icmp),
            (tcp, other),
            (udp, other),
        ] {
            assert!(
                least_distance(a, b).0 >= LEAST_DISTANCE,
                "{theme:?}: {a} {b}"
            );
        }
    }
}

/// What changed between two windows is told by colour, with the count beside it in the legend.
#[test]
fn classes_of_a_difference_and_trend_lines_can_be_told_apart() {
    for theme in [Theme::Dark, Theme::Light] {
        let canvas = theme.colors().canvas;
        let classes = DifferenceClass::ALL.map(|class| difference_color(class, theme));
        let lines = [0, 1, 2, 3, 4].map(|line| trend_color(line, theme));
        for colors in [classes, lines] {
            for (place, &color) in colors.iter().enumerate() {
                let contrast = contrast(color, canvas);
                assert!(contrast >= LEAST_CONTRAST, "{place} {theme:?}: {contrast}");
                for &other in &colors[..place] {
                    let (distance, sight) = least_distance(color, other);
                    let names = format!("{} {}", color.css(), other.css());
                    assert!(
                        distance >= LEAST_DISTANCE,
                        "{names}: {distance} for {sight}"
                    );
                }
                let (distance, sight) = least_distance(color, theme.colors().highlight);
                let least = LEAST_FROM_HIGHLIGHT;
                assert!(distance >= least, "{}: {distance} for {sight}", color.css());
            }
        }
    }
}

/// Components, communities, ports … have ten colours and a grey for all others.
#[test]
fn classes_can_be_told_apart_and_from_what_has_none() {
    for theme in [Theme::Dark, Theme::Light] {
        let classes = (0..MOST_CLASSES).map(|class| class_color(class, theme));
        let colors: Vec<Rgba> = classes.chain([rest_color(theme)]).collect();
        for (place, &color) in colors.iter().enumerate() {
            let contrast = contrast(color, theme.colors().canvas);
            assert!(contrast >= LEAST_CONTRAST, "{place} {theme:?}: {contrast}");
            for &other in &colors[..place] {
                let (distance, sight) = least_distance(color, other);
                let names = format!("{} {}", color.css(), other.css());
                assert!(distance >= LEAST_DISTANCE, "{names}: {distance}, {sight}");
            }
            let (distance, sight) = least_distance(color, theme.colors().highlight);
            let name = color.css();
            assert!(
                distance >= LEAST_FROM_HIGHLIGHT,
                "{name}: {distance}, {sight}"
            );
        }
    }
}

/// Least distance of two quarters of a ramp; each has its value beside it in the legend.
const LEAST_RAMP_DISTANCE: f64 = 8.0;

#[test]
fn a_ramp_runs_one_way_in_lightness_for_every_sight() {
    for theme in [Theme::Dark, Theme::Light] {
        let shares = (0..=16).map(|step| step as f32 / 16.0);
        let steps: Vec<Rgba> = shares.map(|share| ramp_color(share, theme)).collect();
        for (name, sight) in &SIGHTS {
            let lightness: Vec<f64> = steps.iter().map(|&of| lab(seen(of, sight))[0]).collect();
            let runs_one_way = lightness.windows(2).all(|pair| match theme {
                Theme::Dark => pair[0] < pair[1],
                Theme::Light => pair[0] > pair[1],
            });
            assert!(runs_one_way, "{theme:?}, {name}: {lightness:?}");
        }
        let quarters: Vec<Rgba> = steps.iter().copied().step_by(4).collect();
        for (place, &color) in quarters.iter().enumerate() {
            let contrast = contrast(color, theme.colors().canvas);
            assert!(contrast >= LEAST_CONTRAST, "{place} {theme:?}: {contrast}");
            for &other in &quarters[..place] {
                let (distance, sight) = least_distance(color, other);
                let names = format!("{} {}", color.css(), other.css());
                assert!(
                    distance >= LEAST_RAMP_DISTANCE,
                    "{names}: {distance}, {sight}"
                );
            }
        }
    }
}
