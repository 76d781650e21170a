//! The units that a mapping of old codes to new ones redraws, and what changed in each.

use std::collections::BTreeMap;

use crate::model::{Value, Villages};

/// For each village the code of its unit after the mapping: that of the column which holds most of
/// the old codes. `None` where no column holds any.
pub fn mapped_units(villages: &Villages, codes: &BTreeMap<String, String>) -> Option<Vec<Option<String>>> {
    let admin = (0..villages.admin_levels.len())
        .map(|level| villages.records.iter().map(|it| it.admin.get(level).cloned().flatten()).collect());
    let extra = (0..villages.extra_columns.len()).map(|column| {
        villages.records.iter().map(|it| it.extra.get(column).and_then(Value::to_text)).collect()
    });
    let columns: Vec<Vec<Option<String>>> = admin.chain(extra).collect();
    let knows = |column: &&Vec<Option<String>>| {
        column.iter().flatten().filter(|code| codes.contains_key(code.trim())).count()
    };
    let best = columns.iter().enumerate().max_by_key(|(nth, column)| (knows(column), usize::MAX - nth))?.1;
    let new = |code: &Option<String>| {
        let code = code.as_deref()?.trim();
        Some(codes.get(code).cloned().unwrap_or_else(|| code.to_owned()))
    };
    (knows(&best) > 0).then(|| best.iter().map(new).collect())
}
