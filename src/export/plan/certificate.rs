//! `certificate.json`: how good the plan is, and how that is known.

use std::io::Write;

use serde_json::json;

use crate::error::Error;
use crate::export::{Export, Results};

/// The plan's certificate.
pub struct CertificateJson;

impl Export for CertificateJson {
    fn file_name(&self) -> &'static str {
        "certificate.json"
    }

    fn summary(&self) -> &'static str {
        "the plan's objective, bound and gap, and greedy beside it"
    }

    fn has_content(&self, results: Results<'_>) -> bool {
        results.planned.is_some()
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let Some(planned) = results.planned else { return Ok(()) };
        let certificate = &planned.outcome.certificate;
        let document = json!({
            "objective": certificate.objective,
            "bound": certificate.bound,
            "gap": certificate.gap,
            "greedy": certificate.greedy,
            "seconds": planned.seconds,
            "checked": certificate.checked,
            "proven": certificate.proven,
            "method": certificate.method,
            "bound_from": certificate.bound_from,
            "greedy_loss": certificate.greedy_loss(),
            "greedy_promise": certificate.greedy_promise,
            "unit": planned.weight.unit(),
            "currency": planned.currency,
            "villages": planned.count_villages(&(0..planned.villages.len()).collect::<Vec<_>>()),
            "candidates": planned.problem.sites.len(),
            "phases": planned.problem.phases.len(),
            "notes": certificate.notes,
        });
        Ok(writeln!(out, "{document:#}")?)
    }
}
