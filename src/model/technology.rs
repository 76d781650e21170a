//! The generations of mobile networks.

use std::fmt;
use std::str::FromStr;

/// A generation of mobile network, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Technology {
    /// 2G.
    Gsm,
    /// 3G, the first that counts as mobile broadband.
    Umts,
    /// 4G.
    Lte,
    /// 5G.
    Nr,
}

/// A word that names no technology known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a technology: 2G, 3G, 4G or 5G (or GSM, UMTS, LTE, NR and their kin)")]
pub struct UnknownTechnology(pub String);

impl Technology {
    /// Every technology, oldest first.
    pub const ALL: [Self; 4] = [Self::Gsm, Self::Umts, Self::Lte, Self::Nr];

    /// Its place in [`Technology::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// As people write it: `2G` to `5G`.
    pub const fn label(self) -> &'static str {
        ["2G", "3G", "4G", "5G"][self as usize]
    }

    /// As a column name has it: `2g` to `5g`.
    pub const fn slug(self) -> &'static str {
        ["2g", "3g", "4g", "5g"][self as usize]
    }

    /// This technology and every later one.
    pub fn and_later(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |&technology| technology >= self)
    }
}

impl fmt::Display for Technology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl FromStr for Technology {
    type Err = UnknownTechnology;

    /// Reads every spelling regulators and operators use: the generation (`4G`, `4`, `4g+`),
    /// the radio interface (`LTE`, `LTE-A`, `E-UTRA`) or its kin (`HSPA+`, `EDGE`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word: String =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match word.as_str() {
            "2g" | "2" | "gsm" | "gprs" | "edge" | "2g5" | "cdma" | "gsm900" | "gsm1800" => Ok(Self::Gsm),
            "3g" | "3" | "umts" | "wcdma" | "hspa" | "hsdpa" | "hsupa" | "utra" | "utran" | "3g5"
            | "evdo" | "cdma2000" | "tdscdma" | "umts900" | "umts2100" => Ok(Self::Umts),
            "4g" | "4" | "lte" | "ltea" | "lteadvanced" | "ltepro" | "lteapro" | "eutra" | "eutran"
            | "volte" | "4glte" | "lte4g" | "45g" | "ltem" | "ltefdd" | "ltetdd" => Ok(Self::Lte),
            "5g" | "5" | "nr" | "5gnr" | "nr5g" | "5gnsa" | "5gsa" | "nrnsa" | "nrsa" => Ok(Self::Nr),
            _ => Err(UnknownTechnology(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_in_use_is_read() {
        for (text, technology) in [
            ("2G", Technology::Gsm),
            ("gsm", Technology::Gsm),
            ("UMTS", Technology::Umts),
            ("HSPA+", Technology::Umts),
            ("4g", Technology::Lte),
            ("LTE-A", Technology::Lte),
            (" lte ", Technology::Lte),
            ("5G NR", Technology::Nr),
        ] {
            assert_eq!(text.parse(), Ok(technology), "{text}");
        }
    }

    #[test]
    fn an_unknown_word_is_refused_with_its_text() {
        let error = "WiMAX".parse::<Technology>().unwrap_err();
        assert_eq!(error, UnknownTechnology("WiMAX".into()));
    }

    #[test]
    fn mobile_broadband_is_third_generation_and_later() {
        let later: Vec<_> = Technology::Umts.and_later().collect();
        assert_eq!(later, [Technology::Umts, Technology::Lte, Technology::Nr]);
    }
}
