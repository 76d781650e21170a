//! Covering instances whose optimum is known, made from their definition and run through
//! `covgap solve-matrix` in the plain forms in which such instances are published.

#![cfg(feature = "highs")]

use std::collections::BTreeSet;
use std::process::Command;

/// Solves an instance and returns objective, bound and whether it is proven.
fn solve(name: &str, text: &str) -> (f64, f64, bool) {
    solve_with(name, text, &[])
}

fn solve_with(name: &str, text: &str, more: &[&str]) -> (f64, f64, bool) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_covgap"))
        .arg("solve-matrix")
        .arg(&file)
        .args(more)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(answer["checked"], true);
    (answer["objective"].as_f64().unwrap(), answer["bound"].as_f64().unwrap(), answer["proven"] == true)
}

type Blocks = Vec<BTreeSet<usize>>;

/// The Steiner triple system on three copies of the points of another (direct product with the
/// system of one triple).
fn tripled(points: usize, blocks: &Blocks) -> (usize, Blocks) {
    let at = |point: usize, copy: usize| point + points * copy;
    let mut all: Blocks = (0..points).map(|point| (0..3).map(|copy| at(point, copy)).collect()).collect();
    for block in blocks {
        let block: Vec<usize> = block.iter().copied().collect();
        for a in 0..3 {
            for b in 0..3 {
                let c = (6 - a - b) % 3;
                all.push([at(block[0], a), at(block[1], b), at(block[2], c)].into());
            }
        }
    }
    (3 * points, all)
}

/// Bose's system of 15 points (1939).
fn bose() -> (usize, Blocks) {
    let at = |x: usize, copy: usize| x + 5 * copy;
    let mut all: Blocks = (0..5).map(|x| (0..3).map(|copy| at(x, copy)).collect()).collect();
    for x in 0..5 {
        for y in x + 1..5 {
            for copy in 0..3 {
                all.push([at(x, copy), at(y, copy), at((x + y) * 3 % 5, (copy + 1) % 3)].into());
            }
        }
    }
    (15, all)
}

/// In the form of the published files: one-based triples.
fn triples((points, blocks): &(usize, Blocks)) -> String {
    let lines =
        blocks.iter().map(|block| block.iter().map(|p| (p + 1).to_string()).collect::<Vec<_>>().join(" "));
    format!("{points} {}\n{}\n", blocks.len(), lines.collect::<Vec<_>>().join("\n"))
}

/// Every pair of points lies in exactly one triple.
fn assert_steiner((points, blocks): &(usize, Blocks)) {
    let mut pairs = BTreeSet::new();
    for block in blocks {
        let block: Vec<usize> = block.iter().copied().collect();
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            assert!(pairs.insert((block[a], block[b])));
        }
    }
    assert_eq!(pairs.len(), points * (points - 1) / 2);
}

/// Fulkerson, Nemhauser and Trotter (1974): 5, 9 and 18 points meet every triple of 9, 15 and 27
/// points; those of 9 and 27 are the complements of the largest caps of affine space over GF(3).
#[test]
fn steiner_triples_are_met_by_as_few_points_as_published() {
    let nine = tripled(3, &vec![[0, 1, 2].into()]);
    let twenty_seven = tripled(nine.0, &nine.1);
    for (system, least) in [(nine, 5.0), (bose(), 9.0), (twenty_seven, 18.0)] {
        assert_steiner(&system);
        assert_eq!(solve("triples.txt", &triples(&system)), (least, least, true), "{} points", system.0);
    }
}

/// Ratliff (1979): 30 of 45. It takes a minute, so only on demand.
#[test]
#[ignore = "takes a minute"]
fn steiner_triples_of_45_points_take_30() {
    let (points, blocks) = bose();
    let system = tripled(points, &blocks);
    assert_steiner(&system);
    assert_eq!(solve("triples.txt", &triples(&system)), (30.0, 30.0, true));
}

/// Rows of what each square is attacked from (or each word is near to), in OR-Library's form.
fn scp(reach: &[Vec<usize>]) -> String {
    let ones = vec!["1"; reach.len()].join(" ");
    let row = |row: &Vec<usize>| {
        let names: Vec<String> = row.iter().map(|site| (site + 1).to_string()).collect();
        format!("{}\n{}", row.len(), names.join(" "))
    };
    let rows: Vec<String> = reach.iter().map(row).collect();
    format!("{0} {0}\n{ones}\n{1}\n", reach.len(), rows.join("\n"))
}

fn graph(count: usize, near: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    (0..count).map(|a| (0..count).filter(|&b| a == b || near(a, b)).collect()).collect()
}

/// The fewest queens that attack or hold every square (OEIS A075458), and the fewest knights
/// (A006075).
#[test]
fn boards_are_held_by_as_few_pieces_as_known() {
    for (side, queens, knights) in
        [(4, 2.0, 4.0), (5, 3.0, 5.0), (6, 3.0, 8.0), (7, 4.0, 10.0), (8, 5.0, 12.0)]
    {
        let apart = |a: usize, b: usize| ((a / side).abs_diff(b / side), (a % side).abs_diff(b % side));
        let queen = graph(side * side, |a, b| {
            matches!(apart(a, b), (0, _) | (_, 0)) || apart(a, b).0 == apart(a, b).1
        });
        assert_eq!(solve("queens.txt", &scp(&queen)), (queens, queens, true), "queens on {side}");
        let knight = graph(side * side, |a, b| matches!(apart(a, b), (1, 2) | (2, 1)));
        assert_eq!(solve("knights.txt", &scp(&knight)), (knights, knights, true), "knights on {side}");
    }
}

/// The smallest codes of covering radius 1: binary words of 4 to 6 letters take 4, 7 and 12, ternary
/// words of 3 and 4 letters (the football pool problem) 5 and 9. As a CSV matrix.
#[test]
fn words_are_near_to_as_few_words_as_known() {
    for (letters, length, least) in [(2, 4, 4.0), (2, 5, 7.0), (2, 6, 12.0), (3, 3, 5.0), (3, 4, 9.0)] {
        let count = usize::pow(letters, length);
        let letter = |word: usize, at: u32| word / usize::pow(letters, at) % letters;
        let near = graph(count, |a, b| (0..length).filter(|&at| letter(a, at) != letter(b, at)).count() <= 1);
        let row = |row: &Vec<usize>| {
            (0..count).map(|word| if row.contains(&word) { "1" } else { "0" }).collect::<Vec<_>>().join(",")
        };
        let csv = near.iter().map(row).collect::<Vec<_>>().join("\n");
        assert_eq!(solve("words.csv", &csv), (least, least, true), "{length} letters of {letters}");
    }
}

/// Domination of square grids (OEIS A104519) from points in a plane, and of rings from a network: a ring of
/// n takes n / 3 sites that reach their neighbours, and n / 5 that reach theirs too.
#[test]
fn grids_and_rings_are_dominated_by_as_few_as_known() {
    for (side, least) in [(3, 3.0), (4, 4.0), (5, 7.0), (6, 10.0), (7, 12.0)] {
        let points = (0..side * side).map(|nth| format!("{},{},1\n", nth % side, nth / side));
        let text = format!("x,y,demand\n{}", points.collect::<String>());
        assert_eq!(solve_with("grid.csv", &text, &["--radius", "1"]), (least, least, true), "{side}");
    }
    for ring in [9u32, 10, 21] {
        let edges = (0..ring).map(|nth| format!("{} {} 7\n", nth + 1, (nth + 1) % ring + 1));
        let text = format!("{ring} {ring} 1\n{}", edges.collect::<String>());
        for (radius, reach) in [("7", 3), ("14", 5)] {
            let least = f64::from(ring.div_ceil(reach));
            assert_eq!(solve_with("ring.txt", &text, &["--radius", radius]), (least, least, true), "{ring}");
        }
    }
}
