//! Names of columns, whatever their case, accents and separators.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is compared of a name: small letters and digits, without accents.
///
/// `Mã thôn`, `ma_thon` and `MaThon` are all `mathon`.
pub fn key(name: &str) -> String {
    name.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The key without a year at its end: `population_2019` and `population` count as one.
pub fn key_without_year(name: &str) -> String {
    let key = key(name);
    let cut = key.len().saturating_sub(4);
    match key.split_at_checked(cut) {
        Some((front, year)) if !front.is_empty() && is_year(year) => front.to_owned(),
        _ => key,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && text.parse::<u16>().is_ok()
}

/// The name most like the one that was not found, when any is.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = key(wanted);
    let close = |name: &&str| distance(&wanted, &key(name));
    let best = names.min_by_key(close)?;
    let most = 1 + wanted.chars().count() / 3;
    (close(&best) <= most).then_some(best)
}

/// How many letters must change, come or go (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for j in 0..b.len() {
            let change = diagonal + usize::from(letter != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_separators_do_not_matter() {
        for name in ["Mã thôn", "ma_thon", "MA THÔN", "MaThon", "mã-thôn"] {
            assert_eq!(key(name), "mathon", "{name}");
        }
        assert_eq!(key("Đơn vị"), "donvi");
        assert_eq!(key("département"), "departement");
        assert_eq!(key("phường_xã"), "phuongxa");
        assert_eq!(key("Phu\u{31b}o\u{31b}\u{300}ng"), "phuong", "decomposed accents");
    }

    #[test]
    fn a_year_may_follow() {
        assert_eq!(key_without_year("population_2019"), "population");
        assert_eq!(key_without_year("Dân số 2023"), "danso");
        assert_eq!(key_without_year("x1234"), "x1234");
        assert_eq!(key_without_year("2019"), "2019");
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["ma_thon", "dan_so", "geometry"];
        assert_eq!(nearest("dansoo", names.into_iter()), Some("dan_so"));
        assert_eq!(nearest("population", names.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
