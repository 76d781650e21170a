//! Bytes of a text file as text, or a clear word on why they are none.

use std::borrow::Cow;

/// Why bytes are not text here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotText {
    pub(crate) problem: String,
    pub(crate) hint: &'static str,
}

const HINT_UTF8: &str =
    "save it as UTF-8 (in a text editor: Save as, encoding UTF-8; in a spreadsheet: CSV UTF-8)";

/// UTF-8 text without its byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, NotText> {
    let refuse = |problem: String| NotText { problem, hint: HINT_UTF8 };
    if is_utf32(bytes) {
        return Err(refuse("the text is UTF-32, not UTF-8".into()));
    }
    if let Some(order) = utf16_order(bytes) {
        return Err(refuse(format!("the text is UTF-16 ({order}), not UTF-8")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
        refuse(format!(
            "the text is not UTF-8: found byte 0x{:02X} at byte {at}, line {line} (Windows-1258, TCVN3 and VNI are not read)",
            bytes[at]
        ))
    })
}

/// UTF-8 text, or UTF-16 text turned into it.
pub(crate) fn utf8_or_utf16(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    let Some(order) = utf16_order(bytes) else { return utf8(bytes).map(Cow::Borrowed) };
    if is_utf32(bytes) {
        return utf8(bytes).map(Cow::Borrowed);
    }
    if bytes.len() % 2 == 1 {
        let problem = "the text is UTF-16, and ends within a character: it is cut off".to_owned();
        return Err(NotText { problem, hint: crate::read::file::FETCH_AGAIN });
    }
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if order == LITTLE { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    let units = bytes.chunks_exact(2).map(unit).skip_while(|&unit| unit == 0xFEFF);
    char::decode_utf16(units).collect::<Result<String, _>>().map(Cow::Owned).map_err(|error| NotText {
        problem: format!("the text starts like UTF-16 but is broken: {error}"),
        hint: HINT_UTF8,
    })
}

fn is_utf32(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, 0xFE, 0, 0, ..] | [b' '..=b'~', 0, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..])
}

const LITTLE: &str = "little-endian";
const BIG: &str = "big-endian";

fn utf16_order(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(LITTLE),
        [0xFE, 0xFF, ..] => Some(BIG),
        [b' '..=b'~', 0, _, 0, ..] => Some(LITTLE),
        [0, b' '..=b'~', 0, ..] => Some(BIG),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(utf8(b"\xEF\xBB\xBFthon"), Ok("thon"));
    }

    #[test]
    fn other_encodings_are_named() {
        assert!(utf8(b"\xFF\xFE{\0").unwrap_err().problem.contains("UTF-16 (little-endian)"));
        let tcvn = utf8(b"ok\nB\xB6n").unwrap_err();
        assert!(tcvn.problem.contains("byte 0xB6 at byte 4, line 2"), "{}", tcvn.problem);
    }

    #[test]
    fn half_a_character_is_a_cut_and_four_bytes_are_another_encoding() {
        assert!(utf8_or_utf16(b"\xFF\xFEm\0a").unwrap_err().problem.contains("cut off"));
        for bytes in [&b"m\0\0\0"[..], b"\xFF\xFE\0\0m\0\0\0"] {
            assert!(utf8_or_utf16(bytes).unwrap_err().problem.contains("UTF-32"));
        }
    }

    #[test]
    fn utf_16_becomes_text() {
        let text = "\u{FEFF}mã;tên\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf8_or_utf16(&little).unwrap(), "mã;tên\n");
        assert_eq!(utf8_or_utf16(&big).unwrap(), "mã;tên\n");
    }
}
