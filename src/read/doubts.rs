//! What can be read of villages, and is hard to believe.

use crate::geometry;
use crate::model::{Village, Villages};

/// A sentence for each kind of doubt.
pub(crate) fn of(villages: &Villages) -> Vec<String> {
    let garbled = count(villages, |_, village| {
        village.name.iter().chain(village.admin.iter().flatten()).any(|name| looks_garbled(name))
    });
    let strayed = count(villages, |at, village| strays(villages, at, village));
    let garbled = garbled.map(|(count, first)| {
        format!(
            "{count} villages have names that look garbled, such as {:?}: was the file saved in TCVN3, VNI or \
             Windows-1258?",
            first.name.as_deref().unwrap_or(&first.id.0)
        )
    });
    let strayed = strayed.map(|(count, first)| {
        format!("{count} village centres lie outside their village, such as that of {}", first.id)
    });
    garbled.into_iter().chain(strayed).collect()
}

/// How many villages something holds of, and the first of them.
fn count(villages: &Villages, holds: impl Fn(usize, &Village) -> bool) -> Option<(usize, &Village)> {
    let mut found = villages.records.iter().enumerate().filter(|(at, village)| holds(*at, village));
    let (_, first) = found.next()?;
    Some((1 + found.count(), first))
}

/// Whether a centre lies outside the box of its village, by more than the size of the box.
fn strays(villages: &Villages, at: usize, village: &Village) -> bool {
    let (Some(centre), Some(bounds)) = (village.centre, geometry::bounds(&villages.shapes.get(at))) else {
        return false;
    };
    let outside = |low: f64, high: f64, value: f64| value < low - (high - low) || value > high + (high - low);
    let (low, high) = (bounds.min(), bounds.max());
    outside(low.x, high.x, centre.x) || outside(low.y, high.y, centre.y)
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
        || ["áº", "á»", "Ä‘", "Æ°", "Æ¡", "Ã¢", "Ã´", "Ãª"].iter().any(|pair| name.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::looks_garbled;

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
        for name in ["B¶n §á", "Báº£n Äá»", "Th«n §«ng ®", "\u{FFFD}ức"] {
            assert!(looks_garbled(name), "{name}");
        }
    }
}
