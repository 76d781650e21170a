//! The languages covgap's reports speak.

use std::str::FromStr;

/// A language of the report and the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

impl Language {
    /// As `lang` has it: `en` or `vi`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "en" => Ok(Self::English),
            "vi" => Ok(Self::Vietnamese),
            _ => Err(format!("no language `{text}`; there are en, vi")),
        }
    }
}
