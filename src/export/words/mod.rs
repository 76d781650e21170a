//! The words of the workbook in the languages covgap speaks.

mod glossary;

use std::borrow::Cow;

use super::Language;
use super::explained::clauses;
use glossary::Glossary;

/// The words of one language.
pub(in crate::export) struct Words {
    pub title: &'static str,
    pub summary: &'static str,
    pub rule: &'static str,
    pub min_technology: &'static str,
    pub working_crs: &'static str,
    pub version: &'static str,
    pub villages: &'static str,
    pub covered: &'static str,
    pub uncovered: &'static str,
    pub unknown: &'static str,
    pub population: &'static str,
    pub people_in_uncovered: &'static str,
    pub people_outside: &'static str,
    pub households_in_uncovered: &'static str,
    /// A unit of which the data give no name.
    pub unnamed: &'static str,
    pub total: &'static str,
    pub quality: &'static str,
    pub file: &'static str,
    pub what: &'static str,
    pub feature: &'static str,
    pub village_id: &'static str,
    pub reason: &'static str,
    pub skipped: &'static str,
    pub repaired: &'static str,
    pub warning: &'static str,
    /// Sheets by the layer's name.
    sheets: &'static [(&'static str, &'static str)],
    /// Columns and values in words; `None` keeps the attributes' names.
    glossary: Option<&'static Glossary>,
}

/// Columns of which the cells are clauses, as `covgap explain` says them.
const SENTENCES: [&str; 3] = ["gates", "missing", "why_not"];

impl Words {
    /// What the sheet of a layer is called.
    pub fn sheet<'a>(&self, layer: &'a str) -> &'a str {
        self.sheets.iter().find(|(name, _)| *name == layer).map_or(layer, |(_, word)| word)
    }

    /// What a column is called.
    pub fn column(&self, field: &str) -> String {
        self.glossary.and_then(|glossary| glossary.column(field)).unwrap_or_else(|| field.to_owned())
    }

    /// What a value of a column is called, where it is one of covgap's own words.
    pub fn value<'a>(&self, field: &str, value: &'a str) -> Cow<'a, str> {
        let Some(glossary) = self.glossary else { return value.into() };
        if SENTENCES.contains(&field) {
            return clauses(value).into();
        }
        glossary.value(field, value).unwrap_or(value).into()
    }
}

/// The words of a language.
pub(in crate::export) fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Vietnamese => &VIETNAMESE,
    }
}

static ENGLISH: Words = Words {
    title: "Mobile coverage of villages",
    summary: "Summary",
    rule: "Rule",
    min_technology: "Oldest technology that counts",
    working_crs: "Plane of measurement",
    version: "covgap version",
    villages: "Villages",
    covered: "Covered villages",
    uncovered: "Uncovered villages",
    unknown: "Villages of which the data do not say",
    population: "Population",
    people_in_uncovered: "People in uncovered villages",
    people_outside: "People outside coverage, wherever they live",
    households_in_uncovered: "Households in uncovered villages",
    unnamed: "(no name)",
    total: "Total",
    quality: "Data quality",
    file: "file",
    what: "what",
    feature: "feature",
    village_id: "id",
    reason: "reason",
    skipped: "skipped",
    repaired: "repaired",
    warning: "warning",
    sheets: &[
        ("villages", "Villages"),
        ("uncovered", "Uncovered"),
        ("ranking", "Ranking"),
        ("reversals", "Reversals"),
        ("rules", "Rules"),
        ("power", "Power"),
        ("plan", "Plan"),
        ("plan_villages", "Plan, villages"),
        ("phases", "Phases"),
        ("curve", "What money buys"),
        ("targets", "Targets"),
        ("proposals", "Proposals"),
        ("gaps", "Gaps"),
        ("rules_by_unit", "Rules by unit"),
        ("rules_matrix", "Rules, pair by pair"),
        ("whatif", "What if"),
        ("flips", "Flips"),
        ("measurements", "Measurements"),
        ("verify", "To verify"),
        ("proposals_pairs", "Proposals, pairs"),
        ("proposals_order", "Proposals, order"),
        ("proposals_by_rule", "Proposals by rule"),
        ("proposals_near_misses", "Proposals, near misses"),
        ("proposals_sharing", "Proposals, sharing"),
        ("proposals_lists", "Proposals, lists"),
        ("diff", "Changes"),
    ],
    glossary: None,
};

static VIETNAMESE: Words = Words {
    title: "Phủ sóng di động tới thôn, bản",
    summary: "Tổng hợp",
    rule: "Tiêu chí",
    min_technology: "Công nghệ tối thiểu được tính",
    working_crs: "Hệ tọa độ tính toán",
    version: "Phiên bản covgap",
    villages: "Số thôn, bản",
    covered: "Thôn, bản đã phủ sóng",
    uncovered: "Thôn, bản chưa phủ sóng",
    unknown: "Thôn, bản chưa đủ dữ liệu để xác định",
    population: "Dân số",
    people_in_uncovered: "Dân số ở thôn, bản chưa phủ sóng",
    people_outside: "Số người ngoài vùng phủ sóng",
    households_in_uncovered: "Số hộ ở thôn, bản chưa phủ sóng",
    unnamed: "(không ghi tên)",
    total: "Tổng cộng",
    quality: "Chất lượng dữ liệu",
    file: "tệp",
    what: "loại",
    feature: "đối tượng",
    village_id: "mã",
    reason: "lý do",
    skipped: "bỏ qua",
    repaired: "đã sửa",
    warning: "cảnh báo",
    sheets: &[
        ("villages", "Thôn bản"),
        ("uncovered", "Chưa phủ sóng"),
        ("ranking", "Xếp hạng"),
        ("reversals", "Đổi chỗ"),
        ("rules", "So sánh tiêu chí"),
        ("power", "Điện lưới"),
        ("plan", "Kế hoạch"),
        ("plan_villages", "Kế hoạch theo thôn bản"),
        ("phases", "Giai đoạn"),
        ("curve", "Ngân sách và kết quả"),
        ("targets", "Mục tiêu"),
        ("proposals", "Đề xuất trạm"),
        ("gaps", "Vùng lõm"),
        ("rules_by_unit", "Tiêu chí theo địa bàn"),
        ("rules_matrix", "Đối chiếu tiêu chí"),
        ("whatif", "Giả định"),
        ("flips", "Đổi tình trạng"),
        ("measurements", "Đo kiểm"),
        ("verify", "Cần kiểm tra"),
        ("proposals_pairs", "Đề xuất trùng lặp"),
        ("proposals_order", "Thứ tự đề xuất"),
        ("proposals_by_rule", "Đề xuất theo tiêu chí"),
        ("proposals_near_misses", "Đề xuất suýt phủ được"),
        ("proposals_sharing", "Dùng chung trạm"),
        ("proposals_lists", "So sánh danh sách"),
        ("diff", "Thay đổi"),
    ],
    glossary: Some(&glossary::VIETNAMESE),
};
