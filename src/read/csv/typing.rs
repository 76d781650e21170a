//! Columns of text that are columns of numbers.

use crate::model::Value;

/// Turns a column of text into numbers when every value is written exactly as a number is:
/// `01`, `1.10` and `12.400` stay text, and with them their column.
pub(super) fn set(values: &mut [Value]) {
    let as_integer = |text: &str| {
        let number: i64 = text.parse().ok()?;
        (number.to_string() == text).then_some(Value::Integer(number))
    };
    let as_number = |text: &str| {
        let number: f64 = text.parse().ok()?;
        (number.is_finite() && number.to_string() == text).then_some(Value::Number(number))
    };
    if !convert(values, as_integer) {
        convert(values, as_number);
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

    fn typed(texts: &[&str]) -> Vec<Value> {
        let mut values: Vec<Value> = texts.iter().map(|text| Value::Text((*text).into())).collect();
        set(&mut values);
        values
    }

    #[test]
    fn numbers_are_taken_only_when_nothing_of_the_text_is_lost() {
        assert_eq!(typed(&["1", "-20"]), [Value::Integer(1), Value::Integer(-20)]);
        assert_eq!(typed(&["1.5", "2"]), [Value::Number(1.5), Value::Number(2.0)]);
        for kept in [["01", "2"], ["12.400", "7"], ["1e3", "7"], ["+1", "7"], ["a", "7"]] {
            assert_eq!(typed(&kept)[0], Value::Text(kept[0].into()), "{kept:?}");
        }
    }
}
