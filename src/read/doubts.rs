//! What can be read of villages, and is hard to believe.

use geo::{Coord, Rect};
use rayon::prelude::*;

use crate::geometry;
use crate::model::{Measurement, Village, Villages};

/// More people than this in a village are hard to believe.
const MANY_PEOPLE: f64 = 200_000.0;
/// A village that lies this many times farther out than the others, and at least so far.
const FAR: (f64, f64) = (20.0, 100_000.0);
/// A village this many times longer than the others, and at least so long.
const LONG: (f64, f64) = (50.0, 50_000.0);

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
        count(villages, |_, village| village.population.is_some_and(|it| it.get() > MANY_PEOPLE)).map(
            |(count, first)| {
                format!("{count} villages have more than {MANY_PEOPLE:.0} people, such as {}", first.id)
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
    kinds.into_iter().flatten().collect()
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
