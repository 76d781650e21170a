//! A strict reader of JSON text, token by token, without building a tree.

use std::borrow::Cow;

/// Nesting deeper than this is refused, as `serde_json` does.
const DEEPEST: usize = 128;

/// The text stops being JSON here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// Byte at which it was noticed.
    pub(crate) at: usize,
    pub(crate) problem: String,
}

/// A place in JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Scanner<'t> {
    text: &'t str,
    /// The byte that comes next.
    pub(crate) at: usize,
    depth: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The text from a byte up to here.
    pub(crate) fn since(&self, start: usize) -> &'t str {
        &self.text[start..self.at]
    }

    /// The next byte, if there is one.
    #[inline]
    pub(crate) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(crate) fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    /// Passes over white space; the byte after it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    pub(crate) fn malformed<T>(&self, problem: impl Into<String>) -> Result<T, Malformed> {
        Err(Malformed { at: self.at, problem: problem.into() })
    }

    /// An error that says what was wanted and what stands here.
    pub(crate) fn expected<T>(&self, what: &str) -> Result<T, Malformed> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return self.malformed(format!("the file ends where {what} should come: it is cut off"));
        }
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(12).collect();
        let found = if word.is_empty() { rest.chars().take(1).collect() } else { word };
        self.malformed(format!("found `{found}` where {what} should come"))
    }

    /// Passes over one given byte, white space before it.
    pub(crate) fn token(&mut self, byte: u8, what: &str) -> Result<(), Malformed> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            self.expected(what)
        }
    }

    /// Reads an object; `member` gets each name with the scanner before its value, and must
    /// pass over the value.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'t, str>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.token(b'{', "an object")?;
        self.deeper()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(());
        }
        loop {
            let name = self.string()?;
            self.token(b':', "`:`")?;
            member(self, name)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.expected("`,` or `}`"),
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    /// Reads an array; `item` must pass over one value.
    pub(crate) fn array(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.token(b'[', "an array")?;
        self.deeper()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            self.depth -= 1;
            return Ok(());
        }
        loop {
            item(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.expected("`,` or `]`"),
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), Malformed> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.malformed(format!("nested deeper than {DEEPEST} levels"));
        }
        Ok(())
    }

    /// Reads a string.
    pub(crate) fn string(&mut self) -> Result<Cow<'t, str>, Malformed> {
        self.token(b'"', "a string in double quotes")?;
        let start = self.at;
        let bytes = self.bytes();
        let mut is_plain = true;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    is_plain = false;
                    self.at += 2;
                }
                Some(0..=0x1F) => return self.malformed("a line break or control character inside a string"),
                Some(_) => self.at += 1,
                None => return self.malformed("the file ends inside a string: it is cut off"),
            }
        }
        self.at += 1;
        if is_plain {
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        let quoted = &self.text[start - 1..self.at];
        serde_json::from_str(quoted).map(Cow::Owned).map_err(|error| {
            let error = error.to_string();
            let why = error.split(" at line ").next().unwrap_or_default();
            Malformed { at: start, problem: format!("a string with a broken escape: {why}") }
        })
    }

    /// Reads a number and gives its text.
    pub(crate) fn number(&mut self) -> Result<&'t str, Malformed> {
        self.peek();
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let whole = self.digits();
        if whole == 0 || (whole > 1 && self.bytes()[self.at - whole] == b'0') {
            self.at = start;
            return self.expected("a number");
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return self.expected("a digit after the decimal point");
            }
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return self.expected("a digit of the exponent");
            }
        }
        Ok(self.since(start))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    /// Passes over `true`, `false` or `null`, whichever `word` is.
    pub(crate) fn word(&mut self, word: &str) -> Result<(), Malformed> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            self.expected("a value")
        }
    }

    /// Passes over any value, and gives its text.
    pub(crate) fn value(&mut self) -> Result<&'t str, Malformed> {
        let next = self.peek();
        let start = self.at;
        match next {
            Some(b'{') => self.object(|scanner, _| scanner.value().map(drop))?,
            Some(b'[') => self.array(|scanner| scanner.value().map(drop))?,
            Some(b'"') => drop(self.string()?),
            Some(b'-' | b'0'..=b'9') => drop(self.number()?),
            Some(b't') => self.word("true")?,
            Some(b'f') => self.word("false")?,
            Some(b'n') => self.word("null")?,
            _ => return self.expected("a value"),
        }
        Ok(self.since(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passes(text: &str) -> bool {
        let mut scanner = Scanner::new(text);
        scanner.value().is_ok() && scanner.peek().is_none()
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_stands() {
        for (text, at) in [
            ("[1, NaN]", 4),
            ("[1, -Infinity]", 4),
            ("[01]", 1),
            ("[1.]", 3),
            ("[1", 2),
            ("{\"a\" 1}", 5),
            ("{\"a\": \"b", 8),
            ("[1,]", 3),
        ] {
            let found = Scanner::new(text).value().unwrap_err();
            assert_eq!(found.at, at, "{text}: {}", found.problem);
        }
    }

    #[test]
    fn depth_is_bounded() {
        assert!(passes(&format!("{}{}", "[".repeat(100), "]".repeat(100))));
        let found = Scanner::new(&"[".repeat(100_000)).value().unwrap_err();
        assert!(found.problem.contains("nested deeper"), "{}", found.problem);
    }

    proptest! {
        #[test]
        fn it_judges_like_serde_json(text in "[\\[\\]{}\",:0-9.eE+\\-a\\\\ tn]{0,12}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let too_big = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert_eq!(passes(&text), theirs.is_ok() || too_big, "{}", text);
        }
    }
}
