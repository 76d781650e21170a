//! Flags that say when a village counts as covered, and what comes first.

use clap::Args;

use super::scrutiny::ScrutinyArgs;
use crate::assess::{Definition, Level, Operators, Preset, Rule, SignalCut, preset, presets};
use crate::error::Error;
use crate::model::Technology;
use crate::rank::{self, Criterion};
use crate::read::{Inputs, PowerLevel};
use crate::units::{Dbm, Share};

/// The rule, the minimum technology, and what puts a village first.
#[derive(Args)]
pub(super) struct JudgementArgs {
    /// When a village counts as covered: `area>=0.5`, `centre`, `population>=0.9`,
    /// `buildings>=0.9`, `clusters:all`, `clusters:any`, `clusters>=2`, `within:5000m` (of a
    /// site), combined with `and`, `or` and parentheses
    /// [default: area>=0.5; centre where the villages are points]
    #[arg(long)]
    rule: Option<Rule>,
    /// The oldest technology that counts [default: 3G]
    #[arg(long, value_name = "2G|3G|4G|5G")]
    min_technology: Option<Technology>,
    /// Whose coverage counts: `any` operator, `each` alone, at least so many alone, or one by
    /// its name [default: any]
    #[arg(long, value_name = "any|each|N|NAME")]
    operators: Option<Operators>,
    /// A regulator's definition; other flags go before it
    #[arg(long, value_name = "PRESET", value_parser = preset)]
    preset: Option<&'static Preset>,
    /// Least received power of a service area that counts, per technology: `4G=-110` (RxLev for
    /// 2G, RSCP for 3G, RSRP for 4G and 5G, dBm)
    #[arg(long, value_name = "TECHNOLOGY=DBM,…", value_delimiter = ',', allow_hyphen_values = true)]
    signal: Vec<Level>,
    /// Decibels that a wall or a vehicle takes: every level rises by so much
    #[arg(long, value_name = "DB", value_parser = decibels)]
    indoor_margin: Option<f64>,
    /// Classes of signal that count, where coverage has such a column
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    signal_class: Vec<String>,
    /// How much less than 100 % still counts as 100 %: `0.1%` (other thresholds know none)
    #[arg(long, value_name = "SHARE", value_parser = share)]
    tolerance: Option<Share>,
    /// Technologies taken to be switched off
    #[arg(long, value_name = "2G|3G|4G|5G,…", value_delimiter = ',')]
    switch_off: Vec<Technology>,
    /// What puts an uncovered village first
    #[arg(long, value_name = "CRITERION", default_value = "population", value_parser = rank::criterion)]
    pub by: &'static dyn Criterion,
    #[command(flatten)]
    pub scrutiny: ScrutinyArgs,
}

fn decibels(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number of decibels"))?;
    if (0.0..=60.0).contains(&value) { Ok(value) } else { Err(format!("0 to 60 dB: found {value}")) }
}

fn share(text: &str) -> Result<Share, String> {
    let no = || format!("`{text}` is not a share: write `0.001` or `0.1%`");
    let value = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map_err(|_| no())? / 100.0,
        None => text.trim().parse().map_err(|_| no())?,
    };
    Share::new(value).map_err(|error| error.to_string())
}

impl std::fmt::Debug for JudgementArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JudgementArgs").field("by", &self.by.name()).finish_non_exhaustive()
    }
}

impl JudgementArgs {
    /// Whether the rule looks at more than areas and centres.
    pub fn looks_at_places(&self) -> bool {
        let plain = |rule: &&Rule| matches!(rule, Rule::Area(_) | Rule::Centre);
        self.rule.as_ref().is_some_and(|rule| !rule.atoms().iter().all(plain))
    }

    /// The levels at which rasters of received power become service areas: that of the flags,
    /// and those of every preset, so that presets can be compared.
    pub fn levels(&self) -> Vec<PowerLevel> {
        let mut cut = SignalCut::default();
        if let Some(preset) = self.preset {
            cut.levels.extend(preset.levels());
        }
        cut.levels.extend(self.signal.iter().map(|Level(technology, level)| (*technology, *level)));
        cut.margin_db = self.indoor_margin.unwrap_or_default();
        let own = cut.levels.keys().filter_map(|&technology| {
            let level = Dbm::new(cut.level(technology)?).ok()?;
            Some(PowerLevel { technology, level })
        });
        let of_preset = |preset: &'static Preset| preset.levels().iter();
        let own: Vec<PowerLevel> = own.collect();
        let named: Vec<Technology> = own.iter().map(|level| level.technology).collect();
        let theirs = presets().iter().flat_map(of_preset);
        let theirs = theirs.filter(|(technology, _)| named.contains(technology));
        own.iter()
            .copied()
            .chain(theirs.map(|(&technology, &level)| PowerLevel { technology, level }))
            .collect()
    }

    /// The definition; where no rule is given, one that the villages can satisfy.
    ///
    /// # Errors
    /// An operator that the coverage does not name.
    pub fn definition(&self, inputs: &Inputs) -> Result<Definition, Error> {
        let all_points = (0..inputs.villages.len()).all(|village| inputs.villages.is_point(village));
        let mut definition = Definition::default();
        if all_points {
            definition.rule = Rule::Centre;
        }
        if let Some(preset) = self.preset {
            definition = preset.applied_to(definition);
        }
        if let Some(rule) = &self.rule {
            definition.rule = rule.clone();
        }
        if let Some(technology) = self.min_technology {
            definition.min_technology = technology;
        }
        if let Some(operators) = &self.operators {
            definition.operators = operators.clone();
        }
        definition
            .signal
            .levels
            .extend(self.signal.iter().map(|Level(technology, level)| (*technology, *level)));
        if let Some(margin) = self.indoor_margin {
            if definition.signal.levels.is_empty() {
                let problem =
                    "--indoor-margin needs a level to raise: give --signal or a --preset with levels";
                return Err(Error::Usage(problem.to_owned()));
            }
            definition.signal.margin_db = margin;
        }
        definition.signal.classes =
            self.signal_class.iter().map(|class| class.trim().to_lowercase()).collect();
        definition.tolerance = self.tolerance.unwrap_or(definition.tolerance);
        definition.switched_off = self.switch_off.clone();
        check_operator(&mut definition, &inputs.coverage.operators)?;
        Ok(definition)
    }
}

/// A named operator takes the spelling of the data.
fn check_operator(definition: &mut Definition, names: &[String]) -> Result<(), Error> {
    let Operators::Named(wanted) = &mut definition.operators else { return Ok(()) };
    let found = names
        .iter()
        .find(|name| *name == wanted)
        .or_else(|| names.iter().find(|name| name.to_lowercase() == wanted.to_lowercase()));
    let Some(found) = found else {
        let names = names.join(", ");
        return Err(Error::Usage(format!("no operator `{wanted}` in the coverage; there are {names}")));
    };
    wanted.clone_from(found);
    Ok(())
}
