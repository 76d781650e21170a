//! The words of the workbook in the languages covgap speaks.

use super::Language;

/// The words of one language.
pub(super) struct Words {
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
    /// Columns by the attribute's name; others keep theirs.
    columns: &'static [(&'static str, &'static str)],
}

impl Words {
    /// What the sheet of a layer is called.
    pub fn sheet<'a>(&self, layer: &'a str) -> &'a str {
        self.sheets.iter().find(|(name, _)| *name == layer).map_or(layer, |(_, word)| word)
    }

    /// What a column is called.
    pub fn column<'a>(&self, field: &'a str) -> &'a str {
        self.columns.iter().find(|(name, _)| *name == field).map_or(field, |(_, word)| word)
    }
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
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
        ("plan", "Plan"),
        ("plan_villages", "Plan, villages"),
        ("phases", "Phases"),
        ("curve", "What money buys"),
        ("targets", "Targets"),
        ("proposals", "Proposals"),
        ("gaps", "Gaps"),
    ],
    columns: &[],
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
        ("plan", "Kế hoạch"),
        ("plan_villages", "Kế hoạch theo thôn bản"),
        ("phases", "Giai đoạn"),
        ("curve", "Ngân sách và kết quả"),
        ("targets", "Mục tiêu"),
        ("proposals", "Đề xuất trạm"),
        ("gaps", "Vùng lõm"),
    ],
    columns: &[
        ("rank", "Thứ tự"),
        ("village_id", "Mã thôn bản"),
        ("name", "Tên thôn bản"),
        ("commune", "Xã, phường, thị trấn"),
        ("district", "Huyện, thị xã, thành phố"),
        ("province", "Tỉnh"),
        ("status", "Tình trạng"),
        ("rule", "Tiêu chí"),
        ("min_technology", "Công nghệ tối thiểu"),
        ("population", "Dân số"),
        ("households", "Số hộ"),
        ("people_outside", "Số người ngoài vùng phủ sóng"),
        ("covered_share", "Tỷ lệ diện tích có sóng"),
        ("share_2g", "Tỷ lệ 2G"),
        ("share_3g", "Tỷ lệ 3G"),
        ("share_4g", "Tỷ lệ 4G"),
        ("share_5g", "Tỷ lệ 5G"),
        ("operators", "Nhà mạng"),
        ("distance_m", "Khoảng cách tới vùng phủ (m)"),
        ("area_km2", "Diện tích (km²)"),
        ("class", "Phân loại"),
        ("grid_power", "Điện lưới"),
    ],
};
