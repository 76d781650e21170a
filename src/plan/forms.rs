//! The plain forms in which covering instances are published.

use super::matrix::Covering;
use super::networks::cells;

impl Covering {
    /// From a text in whichever of the plain forms it is in: a table of distances (see
    /// [`Covering::from_distance_table`]), a matrix, points (see [`Covering::from_points`]), or numbers in
    /// the forms of OR-Library; with a radius such numbers are a network (see [`Covering::from_network`]).
    ///
    /// # Errors
    /// A text in none of them; says what each of them misses.
    pub fn from_text(text: &str, radius: Option<f64>) -> Result<Self, String> {
        let first = text.lines().next().unwrap_or_default();
        if first.contains("distance") && first.contains("DestinationName") {
            let radius = radius.ok_or("distances need a radius: --radius")?;
            return Self::from_distance_table(text, radius);
        }
        let head = cells(first);
        let has = |name: &str| head.iter().any(|cell| cell.eq_ignore_ascii_case(name));
        if has("x") && has("y") {
            return Self::from_points(text, radius.ok_or("points need a radius: --radius")?);
        }
        if first.contains([',', ';', '\t']) || is_matrix(text) {
            return Self::from_matrix(text, radius);
        }
        let numbers = numbers(text)?;
        if let Some(radius) = radius {
            let network = Self::from_network(&numbers, radius);
            // rows of three are edges, whatever is wrong with them; others may be distances
            let are_edges = text.lines().map(cells).filter(|row| !row.is_empty()).all(|row| row.len() == 3);
            return if are_edges || network.is_ok() {
                network.map_err(|reason| format!("as a network: {reason}"))
            } else {
                Self::from_matrix(text, Some(radius))
                    .map_err(|reason| format!("as a matrix of distances: {reason}"))
            };
        }
        let forms = [("rows", scp(&numbers)), ("columns", rail(&numbers)), ("triples", triples(&numbers))];
        let mut reasons = Vec::new();
        for (name, form) in forms {
            match form {
                Ok(covering) => return Ok(covering),
                Err(reason) => reasons.push(format!("as {name}: {reason}")),
            }
        }
        Err(format!("no known form of a covering instance; {}", reasons.join("; ")))
    }

    /// From a set covering file in OR-Library's form: the numbers of rows and columns, the cost of
    /// each column, then for each row how many columns cover it and which, from 1.
    ///
    /// # Errors
    /// A text that ends early, goes on, or holds something else.
    pub fn from_scp(text: &str) -> Result<Self, String> {
        scp(&numbers(text)?)
    }

    /// From a CSV with a row for each demand point and a column for each site: 1 where the site
    /// reaches the point and 0 where not, or with a radius the distance. A header and names in the
    /// first column may be there; a column `weight` or `demand` is the weight of a point, a row
    /// `cost` the costs of the sites.
    ///
    /// # Errors
    /// A row of another length, or a cell that is no number.
    pub fn from_matrix(text: &str, radius: Option<f64>) -> Result<Self, String> {
        let mut rows: Vec<Vec<&str>> =
            text.lines().filter(|line| !line.trim().is_empty()).map(cells).collect();
        let is_number = |cell: &&str| cell.parse::<f64>().is_ok();
        let has_header = rows.first().is_some_and(|row| !row.iter().skip(1).all(is_number));
        let header = if has_header { rows.remove(0) } else { Vec::new() };
        let width = rows.first().map_or(0, Vec::len);
        let has_names = rows.iter().any(|row| row.first().is_some_and(|cell| !is_number(cell)));
        let weight =
            header.iter().position(|name| matches!(name.to_lowercase().as_str(), "weight" | "demand"));
        let sites: Vec<usize> =
            (usize::from(has_names)..width).filter(|column| Some(*column) != weight).collect();
        let mut covering = Self { costs: vec![1.0; sites.len()], ..Self::default() };
        for (nth, row) in rows.iter().enumerate() {
            if row.len() != width {
                return Err(format!("row {} has {} cells, the first {width}", nth + 1, row.len()));
            }
            let number = |&column: &usize| {
                row[column]
                    .parse::<f64>()
                    .map_err(|_| format!("row {}: `{}` is no number", nth + 1, row[column]))
            };
            let values = sites.iter().map(number).collect::<Result<Vec<f64>, _>>()?;
            if has_names && row[0].eq_ignore_ascii_case("cost") {
                covering.costs = values;
                continue;
            }
            covering.weights.push(weight.as_ref().map_or(Ok(1.0), number)?);
            let reaches = |value: &f64| radius.map_or(*value > 0.0, |radius| *value <= radius);
            let near = values.iter().enumerate().filter(|(_, value)| reaches(value));
            covering.reach.push(near.map(|(site, _)| site as u32).collect());
        }
        if covering.reach.is_empty() || sites.is_empty() {
            Err("the matrix is empty".into())
        } else {
            Ok(covering)
        }
    }
}

/// Whether a text is rows of 0 and 1, all of one length above 1, with nothing but blanks between them.
fn is_matrix(text: &str) -> bool {
    let rows: Vec<Vec<&str>> = text.lines().map(cells).filter(|row| !row.is_empty()).collect();
    let width = rows.first().map_or(0, Vec::len);
    let is_row = |row: &Vec<&str>| row.len() == width && row.iter().all(|cell| matches!(*cell, "0" | "1"));
    width > 1 && rows.len() > 1 && rows.iter().all(is_row)
}

fn numbers(text: &str) -> Result<Vec<f64>, String> {
    text.split_whitespace().map(|word| word.parse().map_err(|_| format!("`{word}` is no number"))).collect()
}

/// Reads numbers one after the other.
struct Numbers<'a>(std::slice::Iter<'a, f64>);

impl Numbers<'_> {
    fn next(&mut self) -> Result<f64, String> {
        self.0.next().copied().ok_or_else(|| "the file ends early".to_owned())
    }

    fn count(&mut self) -> Result<usize, String> {
        let number = self.next()?;
        let is_count = number >= 0.0 && number.fract() == 0.0 && number < 1e9;
        is_count.then_some(number as usize).ok_or_else(|| format!("{number} is no count"))
    }

    /// A number from 1 to `last`, as one from 0.
    fn place(&mut self, last: usize) -> Result<u32, String> {
        let number = self.count()?;
        if (1..=last).contains(&number) {
            Ok(number as u32 - 1)
        } else {
            Err(format!("no {number} among {last}"))
        }
    }

    fn end(&mut self) -> Result<(), String> {
        let left = self.0.len();
        if left == 0 { Ok(()) } else { Err(format!("{left} numbers are left over")) }
    }
}

/// Costs, then row by row the columns that cover it.
fn scp(all: &[f64]) -> Result<Covering, String> {
    let mut numbers = Numbers(all.iter());
    let (rows, columns) = (numbers.count()?, numbers.count()?);
    let costs = (0..columns).map(|_| numbers.next()).collect::<Result<Vec<f64>, _>>()?;
    let mut reach = Vec::new();
    for _ in 0..rows {
        let count = numbers.count()?;
        reach.push((0..count).map(|_| numbers.place(columns)).collect::<Result<Vec<u32>, _>>()?);
    }
    numbers.end()?;
    Ok(Covering { weights: vec![1.0; rows], costs, reach })
}

/// Column by column its cost and the rows it covers.
fn rail(all: &[f64]) -> Result<Covering, String> {
    let mut numbers = Numbers(all.iter());
    let (rows, columns) = (numbers.count()?, numbers.count()?);
    if rows > all.len() {
        return Err(format!("{rows} rows in so short a file"));
    }
    let (mut costs, mut reach) = (Vec::new(), vec![Vec::new(); rows]);
    for column in 0..columns {
        costs.push(numbers.next()?);
        for _ in 0..numbers.count()? {
            reach[numbers.place(rows)? as usize].push(column as u32);
        }
    }
    numbers.end()?;
    Ok(Covering { weights: vec![1.0; rows], costs, reach })
}

/// The numbers of points and of triples, then the triples: one point of each is to be chosen.
fn triples(all: &[f64]) -> Result<Covering, String> {
    let mut numbers = Numbers(all.iter());
    let (points, triples) = (numbers.count()?, numbers.count()?);
    if all.len() != 2 + 3 * triples {
        return Err(format!("{triples} triples are {} numbers: found {}", 3 * triples, all.len() - 2));
    }
    let mut reach = Vec::new();
    for _ in 0..triples {
        reach.push((0..3).map(|_| numbers.place(points)).collect::<Result<Vec<u32>, _>>()?);
    }
    Ok(Covering { weights: vec![1.0; triples], costs: vec![1.0; points], reach })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instance_in_every_form() {
        // Three points, two sites: the first reaches points 1 and 2, the second 2 and 3.
        let wanted = vec![vec![0], vec![0, 1], vec![1]];
        let forms = ["3 2\n5 7\n1 1\n2 1 2\n1 2\n", "3 2\n5 2 1 2\n7 2 2 3\n"];
        for form in forms {
            let found = Covering::from_text(form, None).unwrap();
            assert_eq!((found.reach, found.costs), (wanted.clone(), vec![5.0, 7.0]));
        }
        let csv = "point,north,south,demand\ncost,5,7,0\na,1,0,10\nb,1,1,20\nc,0,1,30\n";
        let found = Covering::from_text(csv, None).unwrap();
        assert_eq!(
            (found.reach, found.costs, found.weights),
            (wanted.clone(), vec![5.0, 7.0], vec![10.0, 20.0, 30.0])
        );
        let far = Covering::from_text("900,4000\n800,800\n2000,100\n", Some(1_000.0)).unwrap();
        assert_eq!(far.reach, wanted);
        assert_eq!(Covering::from_text("1 0\n1 1\n0 1\n", None).unwrap().reach, wanted);
        assert_eq!(
            Covering::from_text("900 4000\n800 800\n2000 100\n", Some(1_000.0)).unwrap().reach,
            wanted
        );
        assert_eq!(Covering::from_text("4 1\n1 2 4\n", None).unwrap().reach, [[0, 1, 3]]);
    }

    #[test]
    fn what_is_no_instance_is_refused() {
        for text in ["", "3", "3 2 5", "2 1\n1 1\n1 1 9", "1,2\n3\n", "a b c", "4000000000 1"] {
            assert!(Covering::from_text(text, None).is_err(), "{text}");
        }
        assert!(Covering::from_text("distance,name,DestinationName,demand\n", None).is_err());
        // an edge is missing: rows of three are no distances to three sites
        assert!(Covering::from_text("3 3 1\n1 2 5\n2 3 5\n", Some(9.0)).unwrap_err().contains("3 edges"));
    }
}
