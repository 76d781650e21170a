//! Names of attributes where a format has its own idea of which two are the same.

use std::collections::HashSet;

use super::layer::Field;

/// The fields' names, for a format that does not tell capitals from small letters and has names
/// of its own: a name that is taken gets `_2`, `_3`… behind.
pub(super) fn distinct(fields: &[Field], reserved: &[&str]) -> Vec<String> {
    let mut taken: HashSet<String> = reserved.iter().map(|name| name.to_lowercase()).collect();
    let name = |field: &Field| {
        let mut name = field.name.clone();
        let mut nth = 2;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{}_{nth}", field.name);
            nth += 1;
        }
        name
    };
    fields.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_only_are_told_apart() {
        let fields = ["geom", "Name", "name", "name_2", "NAME"].map(|name| Field::text(name, ""));
        assert_eq!(distinct(&fields, &["fid", "geom"]), ["geom_2", "Name", "name_2", "name_2_2", "NAME_3"]);
    }
}
