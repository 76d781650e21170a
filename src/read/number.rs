//! Numbers and yes/no as tables write them.

use crate::model::Value;

/// A number; `None` where nothing stands, or a word for nothing.
///
/// # Errors
/// What stands there instead, with what to do about it.
pub(crate) fn number(value: &Value) -> Result<Option<f64>, String> {
    match value {
        Value::Missing => Ok(None),
        #[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 are refused later")]
        Value::Integer(whole) => Ok(Some(*whole as f64)),
        Value::Number(number) => Ok(Some(*number)),
        Value::Bool(value) => Err(format!("is not a number: found `{value}`")),
        Value::Text(text) => from_text(text),
    }
}

fn from_text(text: &str) -> Result<Option<f64>, String> {
    let text = text.trim();
    if is_nothing(text) {
        return Ok(None);
    }
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{a0}', '\u{202f}', '\'']).collect();
    let mut signs =
        text.chars().filter(|sign| matches!(sign, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\''));
    let first = signs.next();
    let is_grouped = groups.len() > 1
        && signs.all(|sign| Some(sign) == first)
        && matches!(groups[0].trim_start_matches('-').len(), 1..=3)
        && groups.iter().all(|group| group.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()))
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups[0] != "0";
    if is_grouped && groups.len() == 2 && text.contains(['.', ',']) {
        return Err(format!(
            "may mean thousands or decimals: found `{text}` (write the number without separators)"
        ));
    }
    let plain = if is_grouped { groups.concat() } else { with_a_point(text) };
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        Ok(_) => Err(format!("is not a finite number: found `{text}`")),
        Err(_) => Err(format!("is not a number: found `{text}`")),
    }
}

/// The same with a decimal point, where a comma can be nothing but a decimal one (`412,5`, `1.234,5`) or points and
/// commas say themselves which is which (`1,234.5`).
fn with_a_point(text: &str) -> String {
    let Some(at) = text.rfind([',', '.']) else { return text.to_owned() };
    let (whole, decimals) = (&text[..at], &text[at + 1..]);
    let other = if text[at..].starts_with(',') { '.' } else { ',' };
    let mut groups = whole.trim_start_matches('-').split(other);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_clear =
        if rest.is_empty() { other == '.' } else { (1..=3).contains(&first.len()) && first != "0" };
    if is_clear
        && are_digits(first)
        && are_digits(decimals)
        && rest.iter().all(|group| group.len() == 3 && are_digits(group))
    {
        let sign = if whole.starts_with('-') { "-" } else { "" };
        return format!("{sign}{first}{}.{decimals}", rest.concat());
    }
    text.to_owned()
}

/// A number with decimals, such as a coordinate, where separators of thousands make no sense:
/// a decimal comma is read like a decimal point.
///
/// # Errors
/// What stands there instead.
pub(crate) fn decimal(value: &Value) -> Result<Option<f64>, String> {
    let Value::Text(text) = value else { return number(value) };
    let text = text.trim();
    if is_nothing(text) {
        return Ok(None);
    }
    let plain = if text.contains('.') { text.to_owned() } else { text.replacen(',', ".", 1) };
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        Ok(_) => Err(format!("is not a finite number: found `{text}`")),
        Err(_) => Err(format!("is not a number: found `{text}`")),
    }
}

/// A number as it was found, in a length that can be read.
pub(crate) fn in_short(number: f64) -> String {
    if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") }
}

/// Whether a text is one of the usual words for no value. `Na` and `Nan` are names of places
/// in the hills; only the capitals `NA`, `NaN` and `NAN` stand for nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(text, "NA" | "na" | "NaN" | "nan" | "NAN")
        || matches!(
            text.to_lowercase().as_str(),
            "" | "-"
                | "--"
                | "–"
                | "—"
                | "…"
                | "..."
                | "n/a"
                | "null"
                | "none"
                | "nil"
                | "?"
                | "k/r"
                | "không rõ"
                | "chưa rõ"
                | "unknown"
                | "<na>"
        )
}

/// Yes or no; `None` where nothing stands.
///
/// # Errors
/// What stands there instead.
pub(crate) fn yes_or_no(value: &Value) -> Result<Option<bool>, String> {
    match value {
        Value::Missing => Ok(None),
        Value::Bool(value) => Ok(Some(*value)),
        Value::Integer(0) => Ok(Some(false)),
        Value::Integer(1) => Ok(Some(true)),
        Value::Number(number) if *number == 0.0 => Ok(Some(false)),
        Value::Number(number) if *number == 1.0 => Ok(Some(true)),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "1" | "yes" | "y" | "true" | "t" | "x" | "có" | "co" | "oui" | "✓" | "✔" | "1.0" => {
                Ok(Some(true))
            }
            "0" | "no" | "n" | "false" | "f" | "không" | "khong" | "ko" | "non" | "0.0" => Ok(Some(false)),
            other if is_nothing(other) => Ok(None),
            _ => Err(format!("is neither yes nor no: found `{text}`")),
        },
        other => Err(format!("is neither yes nor no: found `{}`", other.to_text().unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<f64>, String> {
        number(&Value::Text(text.into()))
    }

    #[test]
    fn numbers_may_come_as_text() {
        for (text, value) in
            [("12400", 12_400.0), (" 7 ", 7.0), ("1e3", 1_000.0), ("412.5", 412.5), ("-3", -3.0)]
        {
            assert_eq!(read(text), Ok(Some(value)), "{text}");
        }
    }

    #[test]
    fn thousands_are_taken_only_when_they_can_be_nothing_else() {
        for (text, value) in
            [("12 400", 12_400.0), ("1.234.567", 1_234_567.0), ("1,234,567", 1_234_567.0), ("0.125", 0.125)]
        {
            assert_eq!(read(text), Ok(Some(value)), "{text}");
        }
        for text in ["12.400", "12,400", "1.000"] {
            assert!(read(text).unwrap_err().contains("thousands or decimals"), "{text}");
        }
    }

    #[test]
    fn a_decimal_comma_is_read_where_it_can_be_nothing_else() {
        for (text, value) in [
            ("12,4", 12.4),
            ("-95,5", -95.5),
            ("1234,567", 1_234.567),
            ("0,125", 0.125),
            ("1.234,5", 1_234.5),
            ("1,234.5", 1_234.5),
            ("1.234.567,89", 1_234_567.89),
            ("1.234,567", 1_234.567),
        ] {
            assert_eq!(read(text), Ok(Some(value)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_says_so() {
        for text in ["1,2,3", "1.2,3.4", "12.34,5", "1,23.4", ",5", "5,", "1.234.5"] {
            assert!(read(text).unwrap_err().contains("is not a number"), "{text}");
        }
        assert!(read("about 40").unwrap_err().contains("is not a number: found `about 40`"));
        assert!(read("1e999").unwrap_err().contains("finite"));
    }

    #[test]
    fn coordinates_have_decimals_and_no_thousands() {
        let read = |text: &str| decimal(&Value::Text(text.into()));
        for (text, value) in [("18.650", 18.65), ("18,650", 18.65), ("-95", -95.0), (" 5e2 ", 500.0)] {
            assert_eq!(read(text), Ok(Some(value)), "{text}");
        }
        assert!(read("1.234,5").is_err());
        assert!(read("18°39'").is_err());
    }

    #[test]
    fn nothing_is_missing_and_never_zero() {
        for text in ["", " ", "-", "n/a", "NULL", "không rõ"] {
            assert_eq!(read(text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn yes_and_no_in_several_tongues() {
        let read = |text: &str| yes_or_no(&Value::Text(text.into()));
        for yes in ["1", "yes", "X", "Có", "TRUE", "oui"] {
            assert_eq!(read(yes), Ok(Some(true)), "{yes}");
        }
        for no in ["0", "No", "không", "false"] {
            assert_eq!(read(no), Ok(Some(false)), "{no}");
        }
        assert_eq!(read(""), Ok(None));
        assert!(read("maybe").is_err());
        assert!(yes_or_no(&Value::Integer(2)).is_err());
    }
}
