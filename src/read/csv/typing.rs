//! Columns of text that are columns of numbers.

use crate::model::Value;

/// Turns a column of text into numbers when every value is written as a number is. Where the
/// column may hold codes (`exact`), `1.10` is not the number 1.1; `01` and what may mean
/// thousands (`12.400`) never become numbers.
pub(super) fn set(values: &mut [Value], exact: bool) {
    let as_integer = |text: &str| {
        let number: i64 = text.parse().ok()?;
        (number.to_string() == text).then_some(Value::Integer(number))
    };
    let as_number = |text: &str| {
        let number: f64 = text.parse().ok()?;
        let is_same = number.is_finite() && number.to_string() == shortest(text, exact);
        is_same.then_some(Value::Number(number))
    };
    if !convert(values, as_integer) {
        convert(values, as_number);
    }
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
        for kept in [["01", "2"], ["12.400", "7"], ["1e3", "7"], ["+1", "7"], ["a", "7"]] {
            assert_eq!(typed(&kept, true)[0], Value::Text(kept[0].into()), "{kept:?}");
        }
    }
}
