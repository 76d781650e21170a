//! Columns of text that are columns of numbers.

use crate::model::Value;

/// Turns a column of text into numbers when every value is written as a number is. Where the
/// column may hold codes (`exact`), `1.10` is not the number 1.1; `01` never becomes a number, nor
/// `12.400` where every point of the column may stand between thousands.
pub(super) fn set(values: &mut [Value], exact: bool) {
    let is_pointed = |value: &&Value| matches!(value, Value::Text(text) if text.contains('.'));
    let mut pointed = values.iter().filter(is_pointed).peekable();
    let may_be_thousands = pointed.peek().is_some()
        && pointed.all(|value| matches!(value, Value::Text(text) if looks_grouped(text)));
    let as_integer = |text: &str| {
        let number: i64 = text.parse().ok()?;
        (number.to_string() == text).then_some(Value::Integer(number))
    };
    let as_number = |text: &str| {
        let number: f64 = text.parse().ok()?;
        let is_same = number.is_finite() && number.to_string() == shortest(text, exact);
        is_same.then_some(Value::Number(number))
    };
    if !convert(values, as_integer) && !may_be_thousands {
        convert(values, as_number);
    }
}

/// Whether a point may stand between thousands: `1.234`, not `0.234` or `1234.567`.
fn looks_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && text.split('.').skip(1).all(|group| group.len() == 3)
}

/// A decimal number without the zeros at its end, unless it must stay or could mean thousands.
fn shortest(text: &str, exact: bool) -> &str {
    match text.split_once('.') {
        Some((whole, decimals)) if !exact && (decimals.len() != 3 || whole == "0") => {
            text.trim_end_matches('0').trim_end_matches('.')
        }
        _ => text,
    }
}

fn convert(values: &mut [Value], one: impl Fn(&str) -> Option<Value>) -> bool {
    let converted = values.iter().map(|value| match value {
        Value::Text(text) => one(text),
        other => Some(other.clone()),
    });
    let Some(converted) = converted.collect::<Option<Vec<_>>>() else { return false };
    values.iter_mut().zip(converted).for_each(|(value, number)| *value = number);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(texts: &[&str], exact: bool) -> Vec<Value> {
        let mut values: Vec<Value> = texts.iter().map(|text| Value::Text((*text).into())).collect();
        set(&mut values, exact);
        values
    }

    #[test]
    fn numbers_are_taken_only_when_nothing_of_the_text_is_lost() {
        assert_eq!(typed(&["1", "-20"], true), [Value::Integer(1), Value::Integer(-20)]);
        assert_eq!(typed(&["1.5", "2"], true), [Value::Number(1.5), Value::Number(2.0)]);
        assert_eq!(typed(&["18.0", "2.50"], false), [Value::Number(18.0), Value::Number(2.5)]);
        assert_eq!(typed(&["1.10", "2"], true)[0], Value::Text("1.10".into()));
        assert_eq!(typed(&["12.400", "2"], false)[0], Value::Text("12.400".into()));
        assert_eq!(typed(&["0.400", "2"], false)[0], Value::Number(0.4));
        for thousands in [["1.234", "987"], ["1.234", "12.567"]] {
            assert_eq!(typed(&thousands, true)[0], Value::Text("1.234".into()), "{thousands:?}");
            assert_eq!(typed(&thousands, false)[0], Value::Text("1.234".into()), "{thousands:?}");
        }
        for decimals in [["1.234", "2.5"], ["1.234", "0.567"], ["1.234", "1234.567"]] {
            assert_eq!(typed(&decimals, false)[0], Value::Number(1.234), "{decimals:?}");
        }
        for kept in [["01", "2"], ["12.400", "7"], ["1e3", "7"], ["+1", "7"], ["a", "7"]] {
            assert_eq!(typed(&kept, true)[0], Value::Text(kept[0].into()), "{kept:?}");
        }
    }
}
