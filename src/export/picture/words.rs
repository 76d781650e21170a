//! What the picture says, in both languages.

use crate::assess::Definition;
use crate::export::Language;

/// The words of one language.
pub struct Words {
    pub title: &'static str,
    pub of: &'static str,
    pub covered: &'static str,
    pub uncovered: &'static str,
    pub unknown: &'static str,
    pub gap: &'static str,
    pub marker: &'static str,
    pub site: &'static str,
    pub border: &'static str,
    pub rule: &'static str,
    pub or_better: &'static str,
    pub people: &'static str,
    pub answer: &'static str,
    pub source: &'static str,
    pub note: &'static str,
    pub north: &'static str,
    thousands: char,
}

const ENGLISH: Words = Words {
    title: "Villages and mobile coverage",
    of: "Villages and mobile coverage, ",
    covered: "villages covered",
    uncovered: "villages uncovered",
    unknown: "the data do not say",
    gap: "part without coverage",
    marker: "uncovered; larger: more people",
    site: "site to build in ",
    border: "border of a ",
    rule: "Rule: ",
    or_better: " or better",
    people: "people in uncovered villages",
    answer: "{covered} of {all} villages covered",
    source: "Data: ",
    note: "service areas as operators claim them",
    north: "N",
    thousands: ',',
};

const VIETNAMESE: Words = Words {
    title: "Phủ sóng di động theo thôn, bản",
    of: "Phủ sóng di động theo thôn, bản, ",
    covered: "thôn, bản đã phủ sóng",
    uncovered: "thôn, bản chưa phủ sóng",
    unknown: "chưa đủ dữ liệu",
    gap: "phần chưa có sóng",
    marker: "chưa phủ sóng; chấm lớn: đông dân",
    site: "trạm xây dựng trong ",
    border: "ranh giới ",
    rule: "Tiêu chí: ",
    or_better: " trở lên",
    people: "người ở thôn, bản chưa phủ sóng",
    answer: "{covered} trên {all} thôn, bản đã phủ sóng",
    source: "Dữ liệu: ",
    note: "vùng phủ sóng theo công bố của nhà mạng",
    north: "B",
    thousands: '.',
};

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Vietnamese => &VIETNAMESE,
    }
}

impl Words {
    /// A whole number: `1,234`, `1.234`.
    pub fn number(&self, value: f64) -> String {
        let digits = format!("{:.0}", value.abs());
        let mut text = String::new();
        for (nth, digit) in digits.chars().enumerate() {
            if nth > 0 && (digits.len() - nth) % 3 == 0 {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// The rule in a few words.
    pub fn rule(&self, definition: &Definition) -> String {
        let Definition { rule, min_technology, .. } = definition;
        let said: Vec<String> = rule.to_string().split(' ').map(|word| self.demand(word)).collect();
        format!("{}{}, {}{}", self.rule, said.join(" "), min_technology.label(), self.or_better)
    }

    /// One demand in words, with the parentheses around it; as it is typed where there are none.
    fn demand(&self, word: &str) -> String {
        let bare = word.trim_start_matches('(').trim_end_matches(')');
        let vietnamese = self.thousands == '.';
        let share = |of: &str, english: &str, vietnam: &str| {
            let percent = bare.strip_prefix(of)?.parse::<f64>().ok()? * 100.0;
            let percent = (percent * 100.0).round() / 100.0;
            Some(if vietnamese {
                format!("ít nhất {} % {vietnam}", percent.to_string().replace('.', ","))
            } else {
                format!("at least {percent} % of its {english}")
            })
        };
        let plain = match (bare, vietnamese) {
            ("centre", false) => Some("its centre"),
            ("centre", true) => Some("trung tâm"),
            ("clusters:all", false) => Some("all clusters"),
            ("clusters:all", true) => Some("mọi cụm dân cư"),
            ("clusters:any", false) => Some("any cluster"),
            ("clusters:any", true) => Some("một cụm dân cư"),
            ("and", true) => Some("và"),
            ("or", true) => Some("hoặc"),
            _ => None,
        };
        let said = plain
            .map(str::to_owned)
            .or_else(|| share("area>=", "area", "diện tích"))
            .or_else(|| share("population>=", "people", "dân số"))
            .or_else(|| share("buildings>=", "buildings", "số nhà"));
        said.map_or_else(|| word.to_owned(), |said| word.replace(bare, &said))
    }

    /// An administrative level's name.
    pub fn level<'a>(&self, name: &'a str) -> &'a str {
        match (name, self.thousands) {
            ("district", '.') => "huyện",
            ("commune", '.') => "xã",
            ("province", '.') => "tỉnh",
            _ => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_said_in_words() {
        let mut definition =
            Definition { rule: "centre and clusters:all".parse().unwrap(), ..Definition::default() };
        let said = |definition: &Definition, language| words(language).rule(definition);
        assert_eq!(said(&definition, Language::English), "Rule: its centre and all clusters, 3G or better");
        definition.rule = "area>=0.995".parse().unwrap();
        assert_eq!(said(&definition, Language::Vietnamese), "Tiêu chí: ít nhất 99,5 % diện tích, 3G trở lên");
    }

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        assert_eq!(words(Language::English).number(1_234_567.4), "1,234,567");
        assert_eq!(words(Language::Vietnamese).number(12_345.0), "12.345");
        assert_eq!(words(Language::English).number(999.0), "999");
    }
}
