//! Columns and their values in words, from a text that a translator can edit.

use std::sync::LazyLock;

/// Names and values of attributes in another language.
pub(super) struct Glossary(LazyLock<Vec<Entry>>);

/// One line: `column = words`, or `column: value = words`. A `*` stands for anything.
struct Entry {
    column: &'static str,
    value: Option<&'static str>,
    words: &'static str,
}

/// Vietnamese.
pub(super) static VIETNAMESE: Glossary =
    Glossary(LazyLock::new(|| include_str!("columns.vi.txt").lines().filter_map(entry).collect()));

fn entry(line: &'static str) -> Option<Entry> {
    let (name, words) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
    let (column, value) = name.split_once(": ").map_or((name, None), |(column, value)| (column, Some(value)));
    Some(Entry { column, value, words })
}

impl Glossary {
    /// What a column is called.
    pub fn column(&self, name: &str) -> Option<String> {
        let columns = self.0.iter().filter(|entry| entry.value.is_none());
        columns.into_iter().find_map(|entry| {
            let rest = matched(entry.column, name)?;
            let rest = self.column(rest).unwrap_or_else(|| rest.replace('_', " "));
            Some(entry.words.replace("{}", &rest))
        })
    }

    /// What a value of a column is called.
    pub fn value(&self, column: &str, value: &str) -> Option<&'static str> {
        let is_it = |entry: &&Entry| entry.value == Some(value) && matched(entry.column, column).is_some();
        self.0.iter().find(is_it).map(|entry| entry.words)
    }
}

/// What the `*` of a pattern stands for; the empty text where it has none.
fn matched<'a>(pattern: &str, name: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        None => (pattern == name).then_some(""),
        Some((before, behind)) => {
            name.strip_prefix(before)?.strip_suffix(behind).filter(|rest| !rest.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_says_the_rest_in_words() {
        let column = |name| VIETNAMESE.column(name);
        assert_eq!(column("rank").unwrap(), "Thứ tự");
        assert_eq!(column("share_operator_Sông_Lam_Telecom").unwrap(), "Tỷ lệ có sóng của Sông Lam Telecom");
        assert_eq!(column("poverty_contribution").unwrap(), "Phần đóng góp: Tỷ lệ hộ nghèo (tiêu chí)");
        assert_eq!(column("status_plus_250m").unwrap(), "Tình trạng khi vùng phủ rộng thêm 250 m");
        assert_eq!(column("a column of the input"), None);
        assert_eq!(VIETNAMESE.value("status_plus_250m", "uncovered"), Some("chưa phủ sóng"));
        assert_eq!(VIETNAMESE.value("name", "covered"), None);
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<_> = VIETNAMESE.0.iter().map(|entry| (entry.column, entry.value)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    /// Whatever the shipped province writes has a Vietnamese heading.
    #[test]
    fn every_documented_attribute_is_there() {
        let page = include_str!("../../../docs/outputs.md");
        let names = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        let attributes = names.filter(|(_, rest)| rest.matches('|').count() >= 4);
        let missing: Vec<&str> =
            attributes.map(|(name, _)| name).filter(|name| VIETNAMESE.column(name).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
