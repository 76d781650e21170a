//! From the words of a rule to its value.

use std::str::FromStr;

use super::{HowMany, Rule};
use crate::units::{Metres, Share};

/// Parentheses deeper than this are refused.
const DEEPEST: usize = 32;

/// A rule text that says no rule known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a rule: write `area>=0.5`, `area>=50%`, `centre`, `population>=0.9`, `buildings>=0.9`, \
     `clusters:all`, `clusters:any`, `clusters>=2` or `within:5000m`, combined with `and`, `or` and \
     parentheses"
)]
pub struct UnknownRule(pub(super) String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = words(text);
        let mut reader = Reader { words: &words, next: 0, depth: 0 };
        let whole = || UnknownRule(text.trim().to_owned());
        let rule = reader.any().map_err(|part| part.map_or_else(whole, UnknownRule))?;
        if reader.next < words.len() { Err(whole()) } else { Ok(rule) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Open,
    Close,
    And,
    Or,
    /// A part such as `area>=0.5`, without spaces.
    Part(String),
}

fn words(text: &str) -> Vec<Word> {
    let spaced = text.to_lowercase().replace('(', " ( ").replace(')', " ) ").replace("&&", " & ");
    let spaced = spaced.replace('&', " & ").replace("||", " | ").replace('|', " | ");
    let mut words: Vec<Word> = Vec::new();
    for word in spaced.split_whitespace() {
        match (word, words.last_mut()) {
            ("(", _) => words.push(Word::Open),
            (")", _) => words.push(Word::Close),
            ("and" | "&", _) => words.push(Word::And),
            ("or" | "|", _) => words.push(Word::Or),
            (word, Some(Word::Part(part))) => part.push_str(word),
            (word, _) => words.push(Word::Part(word.to_owned())),
        }
    }
    words
}

struct Reader<'a> {
    words: &'a [Word],
    next: usize,
    depth: usize,
}

/// What is wrong: one part, or `None` for the shape of the whole.
type Wrong = Option<String>;

impl Reader<'_> {
    fn take(&mut self, word: &Word) -> bool {
        let is_next = self.words.get(self.next) == Some(word);
        self.next += usize::from(is_next);
        is_next
    }

    /// Parts joined by `or`.
    fn any(&mut self) -> Result<Rule, Wrong> {
        let mut parts = vec![self.all()?];
        while self.take(&Word::Or) {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::Any(parts) })
    }

    /// Parts joined by `and`, which binds closer.
    fn all(&mut self) -> Result<Rule, Wrong> {
        let mut parts = vec![self.part()?];
        while self.take(&Word::And) {
            parts.push(self.part()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::All(parts) })
    }

    fn part(&mut self) -> Result<Rule, Wrong> {
        if self.take(&Word::Open) {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(None);
            }
            let rule = self.any()?;
            self.depth -= 1;
            return if self.take(&Word::Close) { Ok(rule) } else { Err(None) };
        }
        let Some(Word::Part(part)) = self.words.get(self.next) else { return Err(None) };
        self.next += 1;
        atom(part).ok_or_else(|| Some(part.clone()))
    }
}

fn atom(text: &str) -> Option<Rule> {
    if matches!(text, "centre" | "center") {
        return Some(Rule::Centre);
    }
    let end = text.find(['>', '<', ':', '≥', '≤', '='])?;
    let (name, rest) = text.split_at(end);
    let (sign, value) = rest.split_at(rest.find(|c: char| !">=<:≥≤".contains(c))?);
    let at_least = matches!(sign, ">=" | "≥");
    let named = sign == ":";
    match name {
        "area" if at_least => share(value).map(Rule::Area),
        "population" | "people" if at_least => share(value).map(Rule::Population),
        "buildings" if at_least => share(value).map(Rule::Buildings),
        "clusters" if at_least || named => how_many(value, named).map(Rule::Clusters),
        "within" if named || matches!(sign, "<=" | "≤") => metres(value).map(Rule::Within),
        _ => None,
    }
}

fn share(text: &str) -> Option<Share> {
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    Share::new(value).ok()
}

fn how_many(text: &str, named: bool) -> Option<HowMany> {
    match text {
        "all" if named => Some(HowMany::All),
        "any" if named => Some(HowMany::AtLeast(1)),
        _ => text.parse().ok().filter(|&least| least > 0).map(HowMany::AtLeast),
    }
}

/// A distance with its unit, `m` or `km`: a bare number could be either.
fn metres(text: &str) -> Option<Metres> {
    let value = match (text.strip_suffix("km"), text.strip_suffix('m')) {
        (Some(km), _) => km.parse::<f64>().ok()? * 1000.0,
        (None, Some(m)) => m.parse().ok()?,
        (None, None) => return None,
    };
    Metres::new(value).ok()
}
