//! What `covgap explain` says, in the languages covgap speaks.

use std::sync::LazyLock;

use super::Language;
use super::sayings::{Saying, book, localised};

static VIETNAMESE: LazyLock<Vec<Saying>> = LazyLock::new(|| {
    let mut book = book(include_str!("vi.txt"));
    // a whole sentence is never a clause with more around it
    book.sort_by_key(|saying| !saying.is_sentence());
    book
});

/// A sentence of `explain` in a language; one that is not in the book stays as it is.
pub fn in_language(sentence: &str, language: Language) -> String {
    match language {
        Language::English => sentence.to_owned(),
        Language::Vietnamese => clause(sentence).map_or_else(|| sentence.to_owned(), |said| capital(&said)),
    }
}

/// What stands in a cell of a table, in Vietnamese: clauses between semicolons, those on one site behind its
/// id and between commas. What is not in the book stays as it is.
pub(super) fn clauses(text: &str) -> String {
    let said = |part: &str| clause(part).unwrap_or_else(|| part.to_owned());
    let of_site = |part: &str| -> String {
        let Some((site, rest)) = part.split_once(": ") else { return said(part) };
        // ", or earlier" goes on, a comma before anything else ends a clause
        let mut own: Vec<String> = Vec::new();
        for piece in rest.split(", ") {
            match own.last_mut().filter(|_| piece.starts_with("or earlier ")) {
                Some(last) => *last = format!("{last}, {piece}"),
                None => own.push(piece.to_owned()),
            }
        }
        format!("{site}: {}", own.iter().map(|clause| said(clause)).collect::<Vec<_>>().join(", "))
    };
    text.split("; ").map(of_site).collect::<Vec<_>>().join("; ")
}

/// With a capital letter in front.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words with other words in them, each in Vietnamese; `None` for what is not in the book.
fn clause(english: &str) -> Option<String> {
    VIETNAMESE.iter().find_map(|saying| saying.with(english, &words))
}

/// What stands in a sentence: a clause, a list of some, or a name or number.
fn words(english: &str) -> String {
    clause(english).unwrap_or_else(|| {
        for comma in ["; ", ", "] {
            let parts = parts(english, comma);
            if parts.len() > 1 {
                return parts.into_iter().map(words).collect::<Vec<_>>().join(comma);
            }
        }
        numbers(english)
    })
}

/// The parts of a list; what stands in parentheses is one.
fn parts<'a>(text: &'a str, comma: &str) -> Vec<&'a str> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start && text[at..].starts_with(comma) => {
                found.push(&text[start..at]);
                start = at + comma.len();
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// A number, or those before a percent sign, as Vietnamese writes them.
fn numbers(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_share = |nth: usize| words.get(nth + 1).is_some_and(|next| next.starts_with('%'));
    let said = words.iter().enumerate().map(|(nth, word)| match words.len() {
        1 => localised(word),
        _ if is_share(nth) => localised(word),
        _ => (*word).to_owned(),
    });
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(english: &str) -> String {
        in_language(english, Language::Vietnamese)
    }

    #[test]
    fn sentences_are_said_with_all_that_is_in_them() {
        assert_eq!(
            said(
                "Bản Hai, Xã Đông (id Q2) is covered: 75.00 % of its area is inside 3G-or-later service areas, and the \
                 rule asks for 50.00 %."
            ),
            "Bản Hai, Xã Đông (mã Q2) đã phủ sóng: 75,00 % diện tích nằm trong vùng phủ sóng từ 3G trở lên, tiêu chí \
             yêu cầu 50,00 %."
        );
        assert_eq!(
            said("Other rules would say covered: centre, trai; uncovered: area>=0.9, fcc."),
            "Các tiêu chí khác cho kết quả đã phủ sóng: centre, trai; chưa phủ sóng: area>=0.9, fcc."
        );
        assert_eq!(
            said("3G service area b1 of Beta holds more than 99.99 % of it."),
            "Vùng phủ 3G b1 của Beta phủ trên 99,99 % thôn, bản."
        );
        assert_eq!(
            said("By technology, of any operator: 2G 0.00 %, 3G 50.50 %."),
            "Theo công nghệ, của mọi nhà mạng: 2G 0,00 %, 3G 50,50 %."
        );
        assert_eq!(
            said(
                "It is on the list of villages to verify, with priority 1: close call: 9 m inside; rules disagree \
                  (covered by centre; uncovered by area>=0.5)."
            ),
            "Thôn, bản thuộc danh sách cần kiểm tra, ưu tiên 1: sát ngưỡng: 9 m bên trong; các tiêu chí cho kết quả \
             khác nhau (đã phủ sóng: centre; chưa phủ sóng: area>=0.5)."
        );
        assert_eq!(said("A sentence that nobody says."), "A sentence that nobody says.");
        assert_eq!(in_language("white", Language::English), "white");
    }

    #[test]
    fn every_sentence_says_all_its_holes_or_says_another_for_them() {
        assert!(VIETNAMESE.len() > 80);
        for saying in VIETNAMESE.iter() {
            // the English name of a class stands beside the Vietnamese one, which is enough
            let left_out = usize::from(saying.said().starts_with("Theo cách phân loại thôn, bản: {2}"));
            for nth in 1 + left_out..=saying.holes() {
                let is_said = |mark: &str| saying.said().contains(&format!("{{{nth}{mark}}}"));
                assert!(is_said("") || is_said("!"), "{}", saying.said());
            }
            assert!(!saying.said().contains(&format!("{{{}}}", saying.holes() + 1)), "{}", saying.said());
        }
    }

    #[test]
    fn cells_of_the_plan_are_said_clause_by_clause() {
        assert_eq!(
            clauses("not among the best for the money"),
            "không thuộc phương án tốt nhất với số tiền đã cho"
        );
        assert_eq!(
            clauses(
                "K1: grid power opens from 2026, or earlier by satellite for 3 million VND, road opens from 2027; K2"
            ),
            "K1: điện lưới có từ giai đoạn 2026, hoặc sớm hơn bằng vệ tinh, chi phí 3 triệu VND, đường vào trạm có từ \
             giai đoạn 2027; K2"
        );
        assert_eq!(
            clauses(
                "grid power at site 44 does not open in any phase; backhaul at site 45 does not open in any phase"
            ),
            "điện lưới của trạm 44 không có trong giai đoạn nào; truyền dẫn của trạm 45 không có trong giai đoạn nào"
        );
        assert_eq!((clauses("poverty; K9"), clauses("")), ("tỷ lệ hộ nghèo; K9".to_owned(), String::new()));
    }

    #[test]
    fn ids_and_phases_are_no_numbers() {
        assert_eq!(
            said("Bản Hai (id 1687005) is covered: its centre is inside 3G-or-later service areas."),
            "Bản Hai (mã 1687005) đã phủ sóng: trung tâm nằm trong vùng phủ sóng từ 3G trở lên."
        );
        assert_eq!(
            said("  Candidate 4411 would serve it alone and costs 1637 million VND in 2026."),
            "  Trạm đề xuất 4411 một mình phủ được thôn, bản, chi phí 1.637 triệu VND trong giai đoạn 2026."
        );
    }

    #[test]
    fn ranks_and_gates_are_said_with_what_is_in_them() {
        assert_eq!(
            said(
                "  uncovered-people: 824.0166 people; adds 0.4000 with a weight of 0.400; source: the assessment."
            ),
            "  số người ngoài vùng phủ sóng: 824,0166 người; góp 0,4000 điểm với trọng số 0,400; nguồn: kết quả \
             đánh giá phủ sóng."
        );
        assert_eq!(
            said("Its data say nothing about poverty, minority: a missing value counts as the last of all."),
            "Dữ liệu không có tỷ lệ hộ nghèo, tỷ lệ người dân tộc thiểu số của thôn, bản: giá trị thiếu được coi là \
             kém ưu tiên nhất."
        );
        assert_eq!(
            said(
                "    Gate of K7: grid power opens from 2026, or earlier by solar or generator for 500 million VND."
            ),
            "    Điều kiện của trạm K7: điện lưới có từ giai đoạn 2026, hoặc sớm hơn bằng điện mặt trời hoặc máy \
             phát điện, chi phí 500 triệu VND."
        );
    }
}
