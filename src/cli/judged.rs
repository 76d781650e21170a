//! What proposals are worth in a few lines.

use std::fmt::Write as _;

use super::digest::{amount_of, count, people, some};
use super::output::Found;
use super::session::printable;
use crate::benchmark::{Kind, Verdict};
use crate::export::Benchmarked;

/// Verdicts, the lists side by side, and the best that the money could buy.
pub(super) fn proposals(found: &Found) -> String {
    let Some(all) = &found.benchmark else { return String::new() };
    let mut text = verdicts(all);
    text.push_str(&lists(all));
    text.push_str(&portfolio(all));
    text.push('\n');
    text
}

fn verdicts(all: &Benchmarked) -> String {
    let number = |verdict: Verdict| {
        let judged = all.found.judgements.iter().flatten();
        count(judged.filter(|judgement| judgement.verdict() == verdict).count())
    };
    format!(
        "{} proposals: {} accepted, {} rejected, {} duplicates, {} dominated (proposals.csv says why)\n",
        count(all.rows.len()),
        number(Verdict::Accept),
        number(Verdict::Reject),
        number(Verdict::Duplicate),
        number(Verdict::Dominated),
    )
}

fn lists(all: &Benchmarked) -> String {
    let offer = &all.found.offer;
    let mut text = String::new();
    for (list, name) in offer.lists.iter().enumerate() {
        let is_own = |site: usize| offer.sites[site].list == Some(list as u32);
        let gain = all.found.game.gain(is_own);
        let sites = (0..offer.sites.len()).filter(|&site| is_own(site));
        let (sites, cost) = (sites.clone().count(), offer.cost(sites));
        let _ = writeln!(
            text,
            "  {:<24} {:>10}, {} and {} people newly covered for {}",
            printable(name),
            some(sites, "site"),
            some(gain.villages, "village"),
            people(gain.people),
            amount_of(cost, all.currency.as_deref()),
        );
    }
    text
}

fn portfolio(all: &Benchmarked) -> String {
    let mut text = String::new();
    let of = amount_of(all.found.portfolio.equal_money, all.currency.as_deref());
    for (kind, what) in [
        (
            Kind::SubmittedWithinBudget,
            format!("with {of}, in the order submitted, each that the money left can pay"),
        ),
        (Kind::BestSubset, "the best of them for the same money".to_owned()),
        (Kind::BestOfAll, "the best of all candidates for the same money".to_owned()),
    ] {
        let Some(entry) = all.found.portfolio.entry(kind, None) else { continue };
        let proof = match &entry.certificate {
            Some(certificate) if certificate.proven => ", proven",
            Some(_) => ", not proven",
            None => "",
        };
        let _ = writeln!(
            text,
            "  {what}: {}, {} people, {}{proof}",
            some(entry.gain.villages, "village"),
            people(entry.gain.people),
            some(entry.sites.len(), "site")
        );
    }
    text
}
