//! How sure the statuses are, as the page is given it. Villages are places in `villages`.

use serde::Serialize;

/// How close the calls are, what was measured, what people on the ground say.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sureness {
    /// How far the edges of coverage may be wrong, in metres.
    pub band_m: f64,
    /// How far all edges were moved, in metres, outwards positive.
    pub moves: Vec<f64>,
    /// The villages that change when all edges move.
    pub flips: Vec<Flip>,
    /// Measured against claimed; empty where nothing was measured.
    pub agreements: Vec<Agreement>,
    /// Villages with measurements.
    pub measured: Vec<MeasuredVillage>,
    /// From which received power on a measurement finds service, by technology, in dBm.
    pub least_dbm: Vec<f64>,
    /// Villages that somebody on the ground decided.
    pub overrides: Vec<Override>,
    /// Where somebody should go and look, strongest doubts first.
    pub doubts: Vec<Doubt>,
    /// How many doubtful villages there are, those left out of `doubts` with them.
    pub all_doubts: usize,
}

/// A village that changes when all edges move.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Flip {
    /// Which.
    pub village: usize,
    /// Its status after each of the moves, one letter each.
    pub statuses: String,
}

/// How far a claim agrees with what was measured.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Agreement {
    /// As the measurements name it.
    pub operator: String,
    /// `2G` to `5G`; null for all of the operator's.
    pub technology: Option<&'static str>,
    /// Claimed, and so measured.
    pub hits: usize,
    /// Claimed, and not so measured.
    pub false_coverage: usize,
    /// Measured, and not claimed.
    pub missed: usize,
    /// Neither.
    pub neither: usize,
    /// Share of the tests of the claim that it passed, and its 95 % interval.
    pub right: Option<[f64; 3]>,
}

/// The measurements of one village, of what counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MeasuredVillage {
    /// Which.
    pub village: usize,
    /// All.
    pub all: usize,
    /// Those that found service.
    pub served: usize,
    /// Those where service is claimed.
    pub claimed: usize,
    /// Those where it is claimed and was not found.
    pub false_coverage: usize,
    /// Covered, and contradicted by its measurements.
    pub contradicted: bool,
    /// The time of the last, as the file has it.
    pub last: Option<String>,
}

/// What somebody on the ground says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Override {
    /// Of which village.
    pub village: usize,
    /// What the rule says, one letter.
    pub by_rule: char,
    /// Who says otherwise.
    pub who: Option<String>,
    /// Since when.
    pub when: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// A doubtful village.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Doubt {
    /// Which.
    pub village: usize,
    /// 1: look here first; 2: uncovered and never measured; 3: covered and never measured.
    pub priority: u8,
    /// Why: `close`, `contradicted`, `rules`, `unknown`, `unmeasured`.
    pub reasons: Vec<&'static str>,
}
