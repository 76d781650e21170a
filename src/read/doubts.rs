//! What can be read of villages, and is hard to believe.

use std::collections::{HashMap, HashSet};

use geo::{Coord, Rect};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::geometry;
use crate::model::{Measurement, Village, VillageId, Villages};
use crate::read::coverage::SHORT_RADIUS_M;
use crate::read::proposals::ProposalRow;

/// More people than this in a village are hard to believe.
const MANY_PEOPLE: f64 = 200_000.0;
/// A village that lies this many times farther out than the others, and at least so far.
const FAR: (f64, f64) = (20.0, 100_000.0);
/// A village this many times longer than the others, and at least so long.
const LONG: (f64, f64) = (50.0, 50_000.0);

/// No site costs less, in đồng.
const LEAST_DONG: f64 = 1e6;

/// More units that look alike are not named.
const MOST_ALIKE: usize = 5;

/// A sentence for each kind of doubt.
pub(crate) fn of(villages: &Villages) -> Vec<String> {
    let places = Places::of(villages);
    let middle = places.middle();
    let (far_m, long_m) = places.usual(middle);
    let names = |village: &Village, looks: fn(&str) -> bool| {
        village.name.iter().chain(village.admin.iter().flatten()).any(|name| looks(name))
    };
    let name = |village: &Village| village.name.clone().unwrap_or_else(|| village.id.0.clone());
    let points = (0..villages.len()).filter(|&at| villages.is_point(at)).count();
    let some_points = points > 0 && points < villages.len();
    let kinds = [
        count(villages, |_, village| names(village, looks_garbled)).map(|(count, first)| {
            format!(
                "{count} villages have names that look garbled, such as {:?}: was the file saved in TCVN3, VNI or \
                 Windows-1258?",
                name(first)
            )
        }),
        count(villages, |_, village| names(village, lost_letters)).map(|(count, first)| {
            format!("{count} villages have names with question marks for letters, such as {:?}", name(first))
        }),
        count(villages, |at, village| places.strays(at, village)).map(|(count, first)| {
            format!("{count} village centres lie outside their village, such as that of {}", first.id)
        }),
        count(villages, |at, _| places.at(at).is_some_and(|it| distance(it, middle) > far_m)).map(
            |(count, first)| {
                format!(
                    "{count} villages lie more than {:.0} km away from the others, such as {}: are their coordinates right?",
                    far_m / 1000.0,
                    first.id
                )
            },
        ),
        count(villages, |at, _| places.length(at).is_some_and(|it| it > long_m)).map(|(count, first)| {
            format!(
                "{count} villages are more than {:.0} km long, such as {}: are all of their corners right?",
                long_m / 1000.0,
                first.id
            )
        }),
        twice(villages).map(|(count, first)| {
            format!("{count} villages have the very same boundary as another, such as {first}")
        }),
        count(villages, |_, village| village.population.is_some_and(|it| it.get() > MANY_PEOPLE)).map(
            |(count, first)| {
                format!("{count} villages have more than {MANY_PEOPLE:.0} people, such as {}", first.id)
            },
        ),
        count(villages, |_, village| village.population.is_some_and(|it| looks_like_thousands(it.get()))).map(
            |(count, first)| {
                format!(
                    "{count} villages have a number of people with three decimals, such as {}: was a point between \
                     thousands read as a decimal point?",
                    first.id
                )
            },
        ),
        count(villages, |_, village| {
            let (people, homes) = (village.population.map(|it| it.get()), village.households.map(|it| it.get()));
            people.zip(homes).is_some_and(|(people, homes)| homes > people)
        })
        .map(|(count, first)| {
            format!("{count} villages have more households than people, such as {}", first.id)
        }),
        count(villages, |at, _| some_points && villages.is_point(at)).map(|(count, first)| {
            format!("{count} villages are points among boundaries, such as {}: no share of their area exists", first.id)
        }),
    ];
    kinds.into_iter().flatten().chain(alike_units(villages)).collect()
}

/// How many villages have the boundary of an earlier one, and the id of the first.
fn twice(villages: &Villages) -> Option<(usize, &VillageId)> {
    let mut seen: HashMap<([[u64; 2]; 3], usize), usize> = HashMap::new();
    let mut found = Vec::new();
    for (at, shape) in villages.shapes.iter().enumerate() {
        // enough of a ring to tell it from others without looking at all of it
        let Some(ring) = shape.rings().next().map(|ring| ring.positions).filter(|ring| ring.len() > 2) else {
            continue;
        };
        let some =
            [0, ring.len() / 3, 2 * ring.len() / 3].map(|nth| [ring[nth].x, ring[nth].y].map(f64::to_bits));
        let key = (some, ring.len());
        let earlier = *seen.entry(key).or_insert(at);
        let rings = |village: usize| {
            villages.shapes.get(village).rings().map(|ring| ring.positions).collect::<Vec<_>>()
        };
        if earlier != at && rings(earlier) == rings(at) {
            found.push(at);
        }
    }
    found.first().map(|&first| (found.len(), &villages.records[first].id))
}

/// Whether a number of people may be thousands that were written with a point: 1.234, 12.005.
fn looks_like_thousands(people: f64) -> bool {
    let thousand_fold = people * 1000.0;
    (1.0..1000.0).contains(&people)
        && people.fract() != 0.0
        && (thousand_fold - thousand_fold.round()).abs() < 1e-6
        && (people * 100.0).fract().abs() > 1e-6
}

/// A sentence for names of units of one level that differ only in case, accents or punctuation.
fn alike_units(villages: &Villages) -> Vec<String> {
    let mut said = Vec::new();
    for (level, name_of_level) in villages.admin_levels.iter().enumerate() {
        let mut by_key: HashMap<(String, Vec<&str>), &str> = HashMap::new();
        let mut named = HashSet::new();
        for village in &villages.records {
            let Some(name) = village.admin.get(level).and_then(Option::as_deref) else { continue };
            let parents = village.admin[level + 1..].iter().flatten().map(String::as_str).collect();
            let other = *by_key.entry((loose(name), parents)).or_insert(name);
            if other != name && named.insert((other, name)) && said.len() < MOST_ALIKE {
                said.push(format!(
                    "`{other}` and `{name}` of `{name_of_level}` are kept apart, and may be the same"
                ));
            }
        }
    }
    said
}

/// A name without what writers differ in: case, the place of a tone mark, blanks and hyphens.
fn loose(name: &str) -> String {
    let lower = name.to_lowercase();
    let (marks, letters): (Vec<char>, Vec<char>) = lower
        .nfd()
        .filter(|it| !it.is_whitespace() && !matches!(it, '-' | '.' | ','))
        .partition(|it| is_tone(*it));
    let mut key: String = letters.into_iter().collect();
    key.extend(marks);
    key
}

/// Grave, acute, tilde, hook above, dot below.
const fn is_tone(letter: char) -> bool {
    matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// Where the villages are, by their boxes or their points.
struct Places<'a> {
    villages: &'a Villages,
    boxes: Vec<Option<Rect>>,
}

impl<'a> Places<'a> {
    fn of(villages: &'a Villages) -> Self {
        let all = (0..villages.len()).into_par_iter().with_min_len(256);
        let boxes = all.map(|at| geometry::bounds(&villages.shapes.get(at))).collect();
        Self { villages, boxes }
    }

    /// Beyond what distance from the middle, and what length, a village is hard to believe.
    fn usual(&self, middle: Coord) -> (f64, f64) {
        let all = 0..self.boxes.len();
        let distances = all.clone().filter_map(|at| Some(distance(self.at(at)?, middle))).collect();
        let lengths = all.filter_map(|at| self.length(at)).collect();
        ((FAR.0 * median(distances)).max(FAR.1), (LONG.0 * median(lengths)).max(LONG.1))
    }

    /// The place that half of the villages lie east of, and half of them north of.
    fn middle(&self) -> Coord {
        let places = (0..self.boxes.len()).filter_map(|at| self.at(at));
        let (x, y) = places.map(|place| (place.x, place.y)).unzip();
        Coord { x: median(x), y: median(y) }
    }

    /// Where a village is.
    fn at(&self, village: usize) -> Option<Coord> {
        self.boxes[village].map(|bounds| bounds.center()).or(self.villages.records[village].centre)
    }

    fn length(&self, village: usize) -> Option<f64> {
        self.boxes[village].map(|bounds| bounds.width().max(bounds.height()))
    }

    /// Whether a centre lies outside the box of its village, by more than the size of the box.
    fn strays(&self, at: usize, village: &Village) -> bool {
        let (Some(centre), Some(bounds)) = (village.centre, self.boxes[at]) else { return false };
        let outside =
            |low: f64, high: f64, value: f64| value < low - (high - low) || value > high + (high - low);
        let (low, high) = (bounds.min(), bounds.max());
        outside(low.x, high.x, centre.x) || outside(low.y, high.y, centre.y)
    }
}

fn distance(one: Coord, other: Coord) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    if values.is_empty() {
        return 0.0;
    }
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// A sentence when measurements lie far from every village.
pub(crate) fn of_measurements(measurements: &[Measurement], villages: &Villages) -> Option<String> {
    let boxes = (0..villages.len()).filter_map(|at| geometry::bounds(&villages.shapes.get(at)));
    let points =
        villages.records.iter().filter_map(|village| village.centre).map(|point| Rect::new(point, point));
    let around = boxes.chain(points).reduce(|one, other| {
        let (low, high) = (one.min(), one.max());
        let (other_low, other_high) = (other.min(), other.max());
        Rect::new(
            Coord { x: low.x.min(other_low.x), y: low.y.min(other_low.y) },
            Coord { x: high.x.max(other_high.x), y: high.y.max(other_high.y) },
        )
    })?;
    let is_far = |place: Coord| {
        let (low, high) = (around.min(), around.max());
        let beyond = |low: f64, high: f64, value: f64| (low - value).max(value - high);
        beyond(low.x, high.x, place.x).max(beyond(low.y, high.y, place.y)) > FAR.1
    };
    let far = measurements.iter().filter(|measurement| is_far(measurement.place)).count();
    (far > 0).then(|| {
        format!(
            "{far} of {} measurements lie more than {:.0} km away from the villages: are their coordinates right?",
            measurements.len(),
            FAR.1 / 1000.0
        )
    })
}

/// A sentence when measurements name operators that have no coverage in the data.
pub(crate) fn of_strangers(measurements: &[Measurement], operators: &[String]) -> Option<String> {
    let mut strangers: Vec<&str> = Vec::new();
    let mut count = 0;
    for measurement in measurements.iter().filter(|it| !operators.contains(&it.operator)) {
        count += 1;
        if !strangers.contains(&measurement.operator.as_str()) {
            strangers.push(&measurement.operator);
        }
    }
    strangers.sort_unstable();
    strangers.truncate(MOST_ALIKE);
    (count > 0).then(|| {
        format!(
            "{count} of {} measurements are of operators without coverage in the data: {}",
            measurements.len(),
            strangers.join(", ")
        )
    })
}

/// What can be read of a list, and is hard to believe.
pub(crate) fn of_proposals(rows: &[ProposalRow], file: &str, currency: Option<&str>) -> Vec<String> {
    let least = |values: &mut dyn Iterator<Item = f64>, limit: f64| {
        let small: Vec<f64> = values.filter(|value| *value > 0.0 && *value < limit).collect();
        Some((small.len(), small.iter().copied().min_by(f64::total_cmp)?))
    };
    let mut doubts = Vec::new();
    if let Some((count, radius)) = least(&mut rows.iter().filter_map(|row| row.radius_m), SHORT_RADIUS_M) {
        doubts.push(format!(
            "{count} proposals of {file} have a radius below {} m, the least {radius} m: are their radii in kilometres?",
            SHORT_RADIUS_M
        ));
    }
    let in_dong = currency.is_none_or(|currency| currency == "VND");
    if let Some((count, cost)) =
        least(&mut rows.iter().filter_map(|row| row.capex), LEAST_DONG).filter(|_| in_dong)
    {
        doubts.push(format!(
            "{count} proposals of {file} cost less than {LEAST_DONG} đồng, the least {cost}: are their costs in millions?"
        ));
    }
    doubts
}

/// How many villages something holds of, and the first of them.
fn count(villages: &Villages, holds: impl Fn(usize, &Village) -> bool) -> Option<(usize, &Village)> {
    let mut found = villages.records.iter().enumerate().filter(|(at, village)| holds(*at, village));
    let (_, first) = found.next()?;
    Some((1 + found.count(), first))
}

/// Letters with the mark beside them, as VNI has them, that no Vietnamese or French word has.
const VNI: [&str; 16] =
    ["aû", "eû", "uû", "aâ", "oâ", "eâ", "aù", "eù", "uù", "aø", "eø", "uø", "aõ", "oõ", "eõ", "Ñoû"];

/// Whether question marks stand within the words of a name.
fn lost_letters(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let within = chars.windows(3).any(|it| it[1] == '?' && it[0].is_alphabetic() && it[2].is_alphabetic());
    within || name.contains("??")
}

/// Whether a name looks like bytes of an old Vietnamese encoding, or of UTF-8, read as
/// Western European letters: signs such as `¶` or `§` beside letters, `áº` or `Ä‘`.
fn looks_garbled(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let is_sign = |c: char| matches!(c, '\u{80}'..='\u{9F}' | '¡'..='§' | '©' | '®' | '±'..='¶' | '¸' | '¹' | '\u{FFFD}');
    let beside_letter = chars.windows(2).any(|pair| {
        (is_sign(pair[0]) && pair[1].is_alphabetic()) || (pair[0].is_alphabetic() && is_sign(pair[1]))
    });
    let quote_in_word = chars.windows(3).any(|three| {
        matches!(three[1], '«' | '»' | 'ª' | '¬' | '\u{AD}')
            && three[0].is_alphabetic()
            && three[2].is_alphabetic()
    });
    beside_letter
        || quote_in_word
        || VNI.iter().any(|pair| name.contains(pair))
        || ["áº", "á»", "Ä‘", "Æ°", "Æ¡", "Ã¢", "Ã´", "Ãª"].iter().any(|pair| name.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_wherever_its_tone_stands() {
        for (one, other) in [("Hoà Sơn", "Hòa Sơn"), ("KỲ SƠN", "Kỳ Sơn"), ("Na Ngoi", "Na-Ngoi")] {
            assert_eq!(loose(one), loose(other));
        }
        for (one, other) in [("Tân Lập", "Tấn Lập"), ("Sơn", "Sôn"), ("Đức Sơn", "Dức Sơn")] {
            assert_ne!(loose(one), loose(other));
        }
        assert!(looks_like_thousands(1.234) && looks_like_thousands(12.005));
        assert!(
            !looks_like_thousands(12.5) && !looks_like_thousands(0.125) && !looks_like_thousands(1234.567)
        );
    }

    #[test]
    fn vietnamese_french_and_lao_names_are_no_garble() {
        for name in [
            "Bản Huồi Pốc",
            "Khối 12",
            "Đức Thọ",
            "Saint-Étienne-du-Valdonnez",
            "N° 3",
            "ບ້ານ",
            "Thôn 1·2",
            "bản «Đỏ»",
        ] {
            assert!(!looks_garbled(name), "{name}");
        }
        for name in ["B?n M?t", "Th?n ??ng"] {
            assert!(lost_letters(name) && !lost_letters("Bản Một?"), "{name}");
        }
        for name in ["Baûn Ñoû", "Thoân Ñoâng", "B¶n §á", "Báº£n Äá»", "Th«n §«ng ®", "\u{FFFD}ức"]
        {
            assert!(looks_garbled(name), "{name}");
        }
    }
}
