//! The result in a screenful: totals, per-unit table, the first ten villages, what to do next.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::Session;
use super::output::Found;
use super::session::printable;
use crate::assess::{Operators, Rule, Totals, totals, totals_by_unit};
use crate::error::Error;
use crate::export::of_one;
use crate::margin::Closeness;
use crate::read::Role;
use crate::units::{Metres, People};

/// The first of the ranked villages that are shown; all of them are in uncovered.csv.
const SHOWN: usize = 10;

/// Prints the digest.
pub(super) fn print(found: &Found, written: &[PathBuf], session: &Session) -> Result<(), Error> {
    let mut text = headline(found);
    if session.paints_data() {
        text = format!("\u{1b}[1m{}\u{1b}[0m\n", text.trim_end_matches('\n'));
    }
    text.push_str(&sureness(found));
    text.push_str(&units(found));
    text.push_str(&first_villages(found));
    text.push_str(&super::diff::digest(found));
    text.push_str(&super::planned::ranking(found));
    text.push_str(&super::planned::plan(found));
    text.push_str(&super::judged::proposals(found));
    text.push_str(&next_steps(found, written));
    text.push_str(&files(written));
    session.data(&text)
}

/// What to do now.
fn next_steps(found: &Found, written: &[PathBuf]) -> String {
    let path = |name: &str| written.iter().find(|path| path.ends_with(name)).map(|path| path.display());
    let mut text = String::new();
    if let Some(report) = path("report.html") {
        let _ = writeln!(text, "next: open {report} in a browser");
    }
    let doubts = found.scrutiny.doubts(&found.inputs.villages, &found.assessment);
    if let (Some(verify), Some(first)) = (path("verify.csv"), doubts.first()) {
        let id = &found.inputs.villages.records[first.village].id.0;
        let _ = writeln!(
            text,
            "      {verify} lists {} to look at; filled in, it reads back with --overrides\n      \
             covgap explain --village {} with the same files and flags says why a village has its status",
            things(doubts.len(), "village", "villages"),
            printable(id)
        );
    }
    let skipped = found.inputs.findings.skipped();
    if skipped > 0 {
        let _ = writeln!(
            text,
            "      {} skipped: summary.json lists them",
            things(skipped, "feature was", "features were")
        );
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What was written, a line for the files of one name.
fn files(written: &[PathBuf]) -> String {
    let mut lines: Vec<(PathBuf, Vec<String>)> = Vec::new();
    for path in written {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, end) = name.split_once('.').unwrap_or((&name, ""));
        let stem = path.with_file_name(stem);
        match lines.iter_mut().find(|(known, _)| *known == stem) {
            Some((_, ends)) => ends.push(end.to_owned()),
            None => lines.push((stem, vec![end.to_owned()])),
        }
    }
    let mut text = String::new();
    for (stem, ends) in lines {
        let ends = if ends.len() == 1 { ends.concat() } else { format!("{{{}}}", ends.join(",")) };
        let _ = writeln!(text, "wrote {}.{ends}", stem.display());
    }
    text
}

/// The digest for programs: one JSON document on standard output.
pub(super) fn json(found: &Found, written: &[PathBuf], skipped: usize) -> Result<String, Error> {
    let all = totals(&found.inputs.villages, &found.assessment);
    let people = |sum: f64| all.counts_people().then_some(sum);
    let definition = &found.assessment.definition;
    let first = found.ranking.order.iter().take(SHOWN).map(|&nth| {
        let village = &found.inputs.villages.records[nth];
        serde_json::json!({
            "village_id": village.id.0,
            "name": village.name,
            "population": village.population.map(People::get),
            "covered_share": found.assessment.villages[nth].covered_share.get(),
        })
    });
    let digest = serde_json::json!({
        "covgap_version": env!("CARGO_PKG_VERSION"),
        "rule": definition.rule.to_string(),
        "min_technology": definition.min_technology.to_string(),
        "operators": definition.operators.to_string(),
        "villages": all.villages,
        "covered_villages": all.covered,
        "uncovered_villages": all.uncovered,
        "unknown_villages": all.unknown,
        "people_in_uncovered_villages": people(all.people_in_uncovered_villages.get()),
        "people_outside": people(all.people_outside.get()),
        "ranked_by": found.ranking.by,
        "first": first.collect::<Vec<_>>(),
        "features_skipped": skipped,
        "warnings": found.inputs.findings.warnings.iter().map(|it| of_one(it)).collect::<Vec<_>>(),
        "files": written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
    });
    Ok(format!("{digest:#}\n"))
}

fn headline(found: &Found) -> String {
    let all = totals(&found.inputs.villages, &found.assessment);
    let definition = &found.assessment.definition;
    let mut text = format!(
        "\n{} of {} covered, {} not (rule {}, {} or later, {})",
        count(all.covered),
        things(all.villages, "village is", "villages are"),
        if all.uncovered == 1 { "1 is".to_owned() } else { format!("{} are", count(all.uncovered)) },
        definition.rule,
        definition.min_technology,
        whose(&definition.operators)
    );
    if all.unknown > 0 {
        let _ = write!(text, "; of {} the data do not say", count(all.unknown));
    }
    if all.counts_people() {
        let _ = writeln!(
            text,
            "\n{} people live in uncovered villages; {} people live outside coverage, wherever they are",
            people(all.people_in_uncovered_villages.get()),
            people(all.people_outside.get())
        );
    } else {
        text.push_str("\nno village has a population in the data: people are not counted\n");
    }
    let sources = found.inputs.findings.sources.iter().filter(|source| source.role == Role::Villages);
    let skipped: usize = sources.map(|source| source.skipped.len()).sum();
    if skipped > 0 {
        let _ = writeln!(
            text,
            "{} skipped and not counted",
            things(skipped, "feature of the villages is", "features of the villages are")
        );
    }
    if all.counts_people() && all.without_population > 0 {
        let _ = writeln!(
            text,
            "{} no population in the data",
            things(all.without_population, "village has", "villages have")
        );
    }
    text
}

/// Whose coverage counts, in words.
fn whose(operators: &Operators) -> String {
    match operators {
        Operators::Any => "any operator".to_owned(),
        Operators::Each => "every operator alone".to_owned(),
        Operators::AtLeast(least) => format!("at least {least} operators, each alone"),
        Operators::Named(name) => format!("{} alone", printable(name)),
    }
}

/// How many calls are close, overridden, or contradicted by measurements.
fn sureness(found: &Found) -> String {
    let scrutiny = &found.scrutiny;
    let villages = 0..found.inputs.villages.len();
    let of = |wanted| villages.clone().filter(|&nth| scrutiny.closeness(nth) == Some(wanted)).count();
    let (inside, outside) = (of(Closeness::InsideByLess), of(Closeness::OutsideByLess));
    let mut text = String::new();
    if !scrutiny.margins.is_empty() {
        let calls =
            if inside + outside == 1 { "village is a close call" } else { "villages are close calls" };
        let (inside, outside, band) = (count(inside), count(outside), scrutiny.band.get());
        let _ = writeln!(
            text,
            "{inside} covered and {outside} uncovered {calls}: edges moved by less than {band} m \
             change them"
        );
    }
    if !scrutiny.overrides.is_empty() {
        let (all, changed) = (scrutiny.overrides.len(), scrutiny.overrides.changed());
        let _ = writeln!(
            text,
            "{} from overrides; the rule says otherwise for {}",
            things(all, "village has its status", "villages have their status"),
            count(changed)
        );
    }
    if let Some(measured) = &scrutiny.measured {
        let status = |nth: usize| found.assessment.villages[nth].status;
        let doubted = villages.clone().filter(|&nth| measured.contradicted(nth, status(nth))).count();
        let never = measured.villages.iter().filter(|village| village.counts.all() == 0).count();
        let _ = writeln!(
            text,
            "{} claimed but not measured so; in {} nothing was measured",
            things(doubted, "covered village is", "covered villages are"),
            things(never, "village", "villages")
        );
    }
    text
}

/// The largest level with more than one unit, as a table of the units with uncovered villages.
fn units(found: &Found) -> String {
    let villages = &found.inputs.villages;
    let levels = (0..villages.admin_levels.len()).rev();
    let tables = levels.map(|level| (level, totals_by_unit(villages, &found.assessment, level)));
    let Some((level, table)) = tables.into_iter().find(|(_, table)| table.len() > 1) else {
        return String::new();
    };
    let mut open: Vec<(String, Totals)> = table
        .into_iter()
        .filter(|(_, totals)| totals.uncovered > 0)
        .map(|(unit, totals)| (unit.into_iter().next().flatten().unwrap_or_default(), totals))
        .collect();
    open.sort_by(|(a, x), (b, y)| y.uncovered.cmp(&x.uncovered).then_with(|| a.cmp(b)));
    let mut text = format!(
        "\n{:<24} {:>9} {:>9} {:>12}\n",
        villages.admin_levels[level], "uncovered", "villages", "people there"
    );
    for (name, totals) in open {
        let _ = writeln!(
            text,
            "{:<24} {:>9} {:>9} {:>12}",
            printable(&name),
            count(totals.uncovered),
            count(totals.villages),
            people(totals.people_in_uncovered_villages.get())
        );
    }
    text
}

/// The files that the rule looks at and nobody gave, as the end of a sentence.
fn lacking(found: &Found) -> String {
    let places = &found.inputs.villages.places;
    let needs = |atom: &Rule| match atom {
        Rule::Buildings(_) if places.buildings.is_none() => Some("--buildings"),
        Rule::Clusters(_) if places.clusters.is_none() => Some("--clusters"),
        _ => None,
    };
    let flags: Vec<&str> = found.assessment.definition.rule.atoms().into_iter().filter_map(needs).collect();
    if flags.is_empty() {
        String::new()
    } else {
        format!(": the rule looks at what {} names", flags.join(" and "))
    }
}

fn first_villages(found: &Found) -> String {
    let order = &found.ranking.order;
    if order.is_empty() {
        let unknown = totals(&found.inputs.villages, &found.assessment).unknown;
        return match unknown {
            0 => "\nno village is uncovered under this rule\n\n".to_owned(),
            _ => format!(
                "\nno village is known to be uncovered under this rule; of {} the data do not say{}\n\n",
                count(unknown),
                lacking(found)
            ),
        };
    }
    let shown = order.len().min(SHOWN);
    let mut text = format!("\nfirst {shown} of {}, by {}:\n", count(order.len()), found.ranking.by);
    let _ = writeln!(
        text,
        "{:>4} {:<12} {:<40} {:>9} {:>8} {:>10}",
        "rank", "id", "village", "people", "inside", "distance"
    );
    for (place, &nth) in order.iter().take(SHOWN).enumerate() {
        let village = &found.inputs.villages.records[nth];
        let measured = &found.assessment.villages[nth];
        let parents = village.admin.iter().take(2).flatten().map(String::as_str);
        let name: Vec<&str> = village.name.as_deref().into_iter().chain(parents).collect();
        let _ = writeln!(
            text,
            "{:>4} {:<12} {:<40} {:>9} {:>7.1}% {:>10}",
            place + 1,
            printable(&village.id.0),
            printable(&name.join(", ")),
            village.population.map_or("–".into(), |p| people(People::get(p))),
            measured.covered_share.get() * 100.0,
            measured.distance.map_or("–".into(), |d| format!("{:.0} m", Metres::get(d)))
        );
    }
    text.push('\n');
    text
}

/// An amount of money to two decimals of a million or a billion, and its currency where one is known.
pub(super) fn amount_of(amount: f64, currency: Option<&str>) -> String {
    let currency = currency.map(|name| format!(" {}", printable(name))).unwrap_or_default();
    if amount >= 1e9 {
        format!("{:.2} billion{currency}", amount / 1e9)
    } else if amount >= 1e6 {
        format!("{:.2} million{currency}", amount / 1e6)
    } else {
        format!("{amount:.0}{currency}")
    }
}

/// So many of something of which two or more take an s: `1 site`, `1,200 sites`.
pub(super) fn some(number: usize, what: &str) -> String {
    format!("{} {what}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A number with a thin mark between thousands.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of something, in words that agree with the number.
pub(super) fn things(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

pub(super) fn people(number: f64) -> String {
    count(number.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_share_a_line() {
        let written = ["out/villages.csv", "out/villages.shp", "out/villages.shp.txt", "out/report.html"];
        let written = written.map(PathBuf::from);
        assert_eq!(files(&written), "wrote out/villages.{csv,shp,shp.txt}\nwrote out/report.html\n");
    }

    #[test]
    fn thousands_are_marked() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(3_327_791), "3,327,791");
    }
}
