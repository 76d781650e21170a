//! Points out of two columns of a table without geometry, such as a workbook.

use gdal::vector::{Defn, Feature, Field, OGRFieldType};
use geo::Coord;

/// Names of the columns that hold x and y, together; without accents and separators.
const PAIRS: [(&[&str], &[&str]); 3] = [
    (
        &["lon", "long", "lng", "longitude", "kinhdo", "longdd", "lonwgs84", "gpslon"],
        &["lat", "latitude", "vido", "latdd", "latwgs84", "gpslat"],
    ),
    (&["x", "xcoord", "coordx", "toadox", "pointx"], &["y", "ycoord", "coordy", "toadoy", "pointy"]),
    (&["easting", "east", "e"], &["northing", "north", "n"]),
];

/// Names of the column that holds WKT; without accents and separators.
const WKT: [&str; 6] = ["wkt", "geometry", "geom", "thegeom", "geomwkt", "geometrywkt"];

/// The column of WKT, when there is one.
pub fn wkt_column(defn: &Defn) -> Option<usize> {
    let is_text = |kind| kind == OGRFieldType::OFTString || kind == OGRFieldType::OFTWideString;
    let mut fields = defn.fields().enumerate();
    let is_wkt =
        |field: &Field<'_>| is_text(field.field_type()) && WKT.contains(&plain(&field.name()).as_str());
    fields.find_map(|(at, field)| is_wkt(&field).then_some(at))
}

/// The columns of x and y, when both are there.
pub fn columns(defn: &Defn) -> Option<(usize, usize)> {
    let names: Vec<String> = defn.fields().map(|field| plain(&field.name())).collect();
    let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    PAIRS.iter().find_map(|(x, y)| find(x).zip(find(y)))
}

/// The point of a row.
///
/// # Errors
/// A cell that is empty or holds no number.
pub fn point(feature: &Feature<'_>, x: usize, y: usize) -> Result<Coord, String> {
    let number = |at: usize| {
        let text = feature.field_as_string(at).ok().flatten().unwrap_or_default();
        let text = text.trim();
        if text.is_empty() {
            return Err("it has no coordinates".to_owned());
        }
        // a comma is a decimal mark where no point is
        let decimal = if text.contains('.') { text.to_owned() } else { text.replacen(',', ".", 1) };
        decimal
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| format!("its coordinate `{text}` is not a number"))
    };
    Ok(Coord { x: number(x)?, y: number(y)? })
}

/// Lower case, letters and digits only, Vietnamese accents off.
fn plain(name: &str) -> String {
    const ACCENTED: [(&str, char); 4] = [("ĩìíỉị", 'i'), ("ộôốồổỗoóòỏõọ", 'o'), ("đ", 'd'), ("ạaáàảã", 'a')];
    let fold =
        |c: char| ACCENTED.iter().find_map(|(all, base)| all.contains(c).then_some(*base)).unwrap_or(c);
    name.chars().flat_map(char::to_lowercase).map(fold).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_lose_accents_and_separators() {
        assert_eq!(plain("Kinh độ"), "kinhdo");
        assert_eq!(plain("VĨ_ĐỘ"), "vido");
        assert_eq!(plain("Tọa độ X"), "toadox");
    }
}
