//! Columns that name administrative parents, told from those that hold their codes.

use super::spelling::key;
use super::table::LEVELS;

/// What a column says of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Code,
}

/// The columns of the administrative parents, smallest unit first: one a level, the name where
/// there is one, else the code. `is_free` says which columns are not taken for something else.
pub fn levels(names: &[&str], is_free: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found: Vec<[Option<usize>; 2]> = vec![[None, None]; LEVELS.len()];
    for (column, name) in names.iter().enumerate().filter(|(column, _)| is_free(*column)) {
        if let Some((level, kind)) = level(&key(name)) {
            found[level][kind as usize].get_or_insert(column);
        }
    }
    found.into_iter().filter_map(|[name, code]| name.or(code)).collect()
}

fn level(key: &str) -> Option<(usize, Kind)> {
    if let Some(level) = LEVELS.iter().position(|words| words.contains(&key)) {
        return Some((level, Kind::Name));
    }
    let word = |rest: &str| LEVELS.iter().position(|words| words.contains(&rest));
    let strip = |fronts: &[&str], ends: &[&str]| {
        let front = fronts.iter().filter_map(|front| key.strip_prefix(front));
        let end = ends.iter().filter_map(|end| key.strip_suffix(end));
        front.chain(end).find_map(word)
    };
    let name = strip(&["ten", "name", "nom"], &["name", "vi", "en", "fr", "nom"]);
    let code = || strip(&["ma", "code", "id", "insee"], &["code", "pcode", "id", "no", "ma"]);
    name.map(|level| (level, Kind::Name)).or_else(|| code().map(|level| (level, Kind::Code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen<'n>(names: &[&'n str]) -> Vec<&'n str> {
        levels(names, |_| true).into_iter().map(|column| names[column]).collect()
    }

    #[test]
    fn the_smallest_unit_comes_first_whatever_the_order() {
        assert_eq!(chosen(&["tỉnh", "huyện", "xã", "dân số"]), ["xã", "huyện", "tỉnh"]);
        assert_eq!(chosen(&["province", "district", "commune"]), ["commune", "district", "province"]);
        assert_eq!(chosen(&["ADM1_EN", "ADM2_EN", "ADM3_EN"]), ["ADM3_EN", "ADM2_EN", "ADM1_EN"]);
        assert_eq!(chosen(&["region", "département", "canton", "commune"]).len(), 4);
    }

    #[test]
    fn a_code_stands_in_only_where_no_name_is() {
        assert_eq!(
            chosen(&["commune_code", "commune", "district_code", "district"]),
            ["commune", "district"]
        );
        assert_eq!(chosen(&["ma_xa", "ten_xa", "ma_huyen"]), ["ten_xa", "ma_huyen"]);
        assert_eq!(chosen(&["ADM1_PCODE", "ADM1_EN"]), ["ADM1_EN"]);
    }

    #[test]
    fn words_that_only_begin_alike_are_left_alone() {
        assert!(chosen(&["statement", "xaxa", "border_commune", "name", "code", "tinh_trang"]).is_empty());
    }
}
