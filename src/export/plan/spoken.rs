//! Numbers as they are said in a sentence, and amounts as a table has them.

/// A number with four decimals at most.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An amount of money: in millions where that takes nothing away, else in whole units.
pub(super) fn amount(value: f64, currency: Option<&str>) -> String {
    let currency = currency.map(|name| format!(" {name}")).unwrap_or_default();
    let millions = value / 1e6;
    if value.abs() >= 1e6 && (millions * 1e3).round() == millions * 1e3 {
        format!("{} million{currency}", number(millions))
    } else if value.abs() >= 1e4 {
        format!("{value:.0}{currency}")
    } else {
        format!("{}{currency}", number(value))
    }
}

/// An estimated amount of money: in whole units from ten thousand up, in hundredths from a hundred up.
/// More digits than that nobody knows.
pub(super) fn estimate(value: f64) -> f64 {
    match value.abs() {
        10_000.0.. => value.round(),
        100.0.. => (value * 100.0).round() / 100.0,
        _ => tidy(value),
    }
}

/// A number without the dust that arithmetic leaves behind the sixth decimal.
pub(super) fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_said_in_millions_where_that_is_exact() {
        assert_eq!(amount(1_637_000_000.0, Some("VND")), "1637 million VND");
        assert_eq!(amount(1_637_000_123.4, Some("VND")), "1637000123 VND");
        assert_eq!(amount(12_500.0, Some("USD")), "12500 USD");
        assert_eq!((estimate(1_633_545_454.545), estimate(312.344)), (1_633_545_455.0, 312.34));
        assert_eq!(tidy(22_071.600_000_000_002), 22_071.6);
        assert_eq!((amount(0.5, None), number(824.016_603)), ("0.5".to_owned(), "824.0166".to_owned()));
    }
}
