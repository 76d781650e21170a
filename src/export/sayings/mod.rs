//! What is said of the inputs (warnings, reasons, where a coordinate system comes from) in other
//! languages: the readers speak English, the report and the workbook both languages.

use std::borrow::Cow;
use std::sync::LazyLock;

const VIETNAMESE: &str = include_str!("vi.txt");
const OF_ONE: &str = include_str!("one.txt");

/// A sentence with holes, and the same in another language.
pub(super) struct Saying {
    /// What stands around the holes.
    parts: Vec<&'static str>,
    said: &'static str,
}

static SAYINGS: LazyLock<Vec<Saying>> = LazyLock::new(|| book(VIETNAMESE));

static SAYINGS_OF_ONE: LazyLock<Vec<Saying>> = LazyLock::new(|| book(OF_ONE));

/// A sentence of the readers that agrees with its number: `1 villages have …` is said of one village.
pub fn of_one(english: &str) -> Cow<'_, str> {
    if !english.starts_with("1 ") {
        return english.into();
    }
    let as_it_is = |hole: &str| hole.to_owned();
    let found = SAYINGS_OF_ONE.iter().find_map(|saying| saying.with(english, &as_it_is));
    found.map_or(english.into(), Cow::Owned)
}

/// The sentences of a text, two lines each.
pub(super) fn book(text: &'static str) -> Vec<Saying> {
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut sayings = Vec::new();
    while let (Some(english), Some(said)) = (lines.next(), lines.next()) {
        sayings.push(Saying { parts: english.split("{}").collect(), said });
    }
    // the more words a sentence has of its own, the surer it is meant
    sayings.sort_by_key(|saying| std::cmp::Reverse(saying.parts.concat().len()));
    sayings
}

/// A sentence of the readers in Vietnamese; `None` for one that is not in the book.
pub(super) fn in_vietnamese(english: &str) -> Option<String> {
    let whole = SAYINGS.iter().find_map(|saying| saying.of(english));
    whole.or_else(|| {
        let parts: Vec<&str> = english.split("; ").collect();
        let said = || parts.iter().map(|part| in_vietnamese(part)).collect::<Option<Vec<_>>>();
        if parts.len() > 1 { Some(said()?.join("; ")) } else { None }
    })
}

impl Saying {
    /// The sentence in the other language, where it is this one.
    fn of(&self, english: &str) -> Option<String> {
        self.with(english, &localised)
    }

    /// The same, with what stands in its holes said by `hole`.
    pub fn with(&self, english: &str, hole: &dyn Fn(&str) -> String) -> Option<String> {
        let found = holes(&self.parts, english)?;
        let mut said = self.said.to_owned();
        // the last first, so that what is put in is not searched for more
        // `{1}` is said by `hole`, `{1!}` stays as it is: an id is no number
        let marks = |nth: usize| [(format!("{{{nth}}}"), nth, false), (format!("{{{nth}!}}"), nth, true)];
        let mut places: Vec<(usize, usize, usize, bool)> = (1..=found.len())
            .flat_map(marks)
            .flat_map(|(mark, nth, is_raw)| {
                let at = self.said.match_indices(&mark).map(|(at, _)| at).collect::<Vec<_>>();
                at.into_iter().map(move |at| (at, mark.len(), nth, is_raw))
            })
            .collect();
        places.sort_unstable();
        for (at, length, nth, is_raw) in places.into_iter().rev() {
            let text = found[nth - 1];
            said.replace_range(at..at + length, &if is_raw { text.to_owned() } else { hole(text) });
        }
        Some(said)
    }

    /// Whether it is a whole sentence.
    pub fn is_sentence(&self) -> bool {
        self.parts.last().is_some_and(|part| part.ends_with('.'))
    }

    /// How many holes it has.
    #[cfg(test)]
    pub fn holes(&self) -> usize {
        self.parts.len() - 1
    }

    /// The sentence in the other language, with its holes.
    #[cfg(test)]
    pub fn said(&self) -> &str {
        self.said
    }
}

/// What stands in the holes of a sentence; `None` when it is another sentence. A hole is as short
/// as can be.
fn holes<'a>(parts: &[&str], text: &'a str) -> Option<Vec<&'a str>> {
    let (first, rest) = parts.split_first()?;
    let mut left = text.strip_prefix(first)?;
    let Some((last, middle)) = rest.split_last() else { return left.is_empty().then(Vec::new) };
    let mut found = Vec::new();
    for part in middle {
        let at = left.find(part)?;
        found.push(&left[..at]);
        left = &left[at + part.len()..];
    }
    found.push(left.strip_suffix(last)?);
    Some(found)
}

/// A number with a decimal comma and points between thousands; anything else as it is.
pub(super) fn localised(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.starts_with('0') && whole.len() > 1
        || !is_number(whole)
        || !is_number(fraction)
    {
        return text.to_owned();
    }
    let mut grouped = String::new();
    for (nth, digit) in whole.chars().enumerate() {
        if nth > 0 && (whole.len() - nth) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{grouped}{comma}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_says_all_its_holes() {
        assert!(SAYINGS.len() > 90);
        for saying in SAYINGS.iter() {
            let holes = saying.parts.len() - 1;
            for nth in 1..=holes {
                assert!(saying.said.contains(&format!("{{{nth}}}")), "{}", saying.said);
            }
            assert!(!saying.said.contains(&format!("{{{}}}", holes + 1)), "{}", saying.said);
            assert!(saying.parts.concat().len() > 7, "too short to be sure: {}", saying.said);
        }
    }

    #[test]
    fn a_sentence_is_said_with_its_numbers_in_vietnamese() {
        let said = in_vietnamese(
            "3 villages lie more than 1234.5 km away from the others, such as V{1}: are their coordinates right?",
        );
        assert_eq!(
            said.unwrap(),
            "3 thôn, bản cách các thôn, bản khác hơn 1.234,5 km, ví dụ V{1}: tọa độ có đúng không?"
        );
        let both = in_vietnamese("a ring without area is left out; nothing with an area is left");
        assert_eq!(both.unwrap(), "bỏ vòng không có diện tích; không còn phần nào có diện tích");
        assert_eq!(in_vietnamese("a sentence that nobody says"), None);
        assert_eq!(localised("007"), "007");
    }

    /// The sentence of many that is said of one as `english`.
    fn of_many(english: &str) -> Option<String> {
        let mut lines = OF_ONE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut pairs = std::iter::from_fn(|| Some((lines.next()?, lines.next()?)));
        pairs.find_map(|(many, one)| {
            let holes = many.matches("{}").count();
            let one = (1..=holes).fold(one.to_owned(), |one, nth| one.replace(&format!("{{{nth}}}"), "{}"));
            let parts: Vec<&str> = one.split("{}").collect();
            let found = holes_of(&parts, english)?;
            Some(found.iter().fold(many.to_owned(), |many, hole| many.replacen("{}", hole, 1)))
        })
    }

    use super::holes as holes_of;

    #[test]
    fn of_one_thing_the_sentence_says_one() {
        let many = "1 villages have more than 200000 people, such as V2";
        assert_eq!(of_one(many), "1 village has more than 200000 people, V2");
        assert_eq!(of_many(&of_one(many)).as_deref(), Some(many));
        let others = "12 villages have more than 200000 people, such as V2";
        assert_eq!(of_one(others), others);
    }

    /// The answers of the corpus are everything that is said there.
    #[test]
    fn every_warning_of_the_corpus_can_be_said() {
        let (mut warnings, mut unsaid) = (0, Vec::new());
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/bad/answers");
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("warning: ")) {
                let of_feature =
                    line.strip_prefix("skipped feature ").or_else(|| line.strip_prefix("repaired feature "));
                let said = of_feature.map_or(line, |rest| rest.split_once(": ").map_or(rest, |(_, why)| why));
                let many = of_many(said);
                if in_vietnamese(many.as_deref().unwrap_or(said)).is_none() {
                    unsaid.push(said.to_owned());
                }
                warnings += 1;
            }
        }
        assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
        assert!(warnings > 100, "{warnings}");
    }
}
