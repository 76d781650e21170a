//! Whether a problem makes sense, before anything is solved.

use super::problem::{Decision, Goal, Problem, Valuation};
use super::service::Requirement;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The data contradict themselves.
    #[error("{0}")]
    Invalid(String),
    /// No plan satisfies all rules; says which ones are known to clash.
    #[error("no plan satisfies every rule: {0}")]
    Infeasible(String),
    /// The solver gave up without a plan.
    #[error("the solver stopped without a plan: {0}")]
    Stopped(String),
    /// A plan that the independent recount refuses. A slip of ours, never written to a file.
    #[error("the recount refuses the plan: {0}")]
    Refused(String),
}

impl Problem {
    /// # Errors
    /// Numbers that are no amounts, references to sites or phases that do not exist, a goal that
    /// asks for more than there is.
    pub fn validate(&self) -> Result<(), PlanError> {
        self.check().map_err(PlanError::Invalid)
    }

    fn check(&self) -> Result<(), String> {
        if self.phases.is_empty() {
            return Err("a plan needs at least one phase".into());
        }
        self.check_phases()?;
        self.check_sites()?;
        self.check_places()?;
        self.check_goal()
    }

    fn check_phases(&self) -> Result<(), String> {
        for phase in &self.phases {
            let what = format!("phase `{}`", phase.label);
            amount(phase.start, || format!("the start of {what}"))?;
            amount(phase.years, || format!("the length of {what}"))?;
            amount(phase.budget.unwrap_or(0.0), || format!("the budget of {what}"))?;
        }
        let escalation = self.rules.escalation;
        if !(escalation.is_finite() && escalation > -1.0) {
            return Err(format!("the yearly rise of prices must lie above -100 %: found {escalation}"));
        }
        match self.rules.valuation {
            Some(Valuation { rate, .. }) if !(rate.is_finite() && rate > -1.0) => {
                Err(format!("the discount rate must lie above -100 %: found {rate}"))
            }
            Some(Valuation { years, .. }) if !((0.0..=100.0).contains(&years) && years.fract() == 0.0) => {
                Err(format!("running costs count for a whole number of years up to 100: found {years}"))
            }
            _ => Ok(()),
        }
    }

    fn check_sites(&self) -> Result<(), String> {
        for site in &self.sites {
            let what = format!("site `{}`", site.id);
            amount(site.capex, || format!("the cost of {what}"))?;
            amount(site.opex, || format!("the yearly cost of {what}"))?;
            if !(0.0..=1.0).contains(&site.discount) {
                return Err(format!(
                    "the discount of {what} must lie within 0 to 1: found {}",
                    site.discount
                ));
            }
            for gate in &site.gates {
                amount(gate.price.unwrap_or(0.0), || format!("the price of `{}` at {what}", gate.name))?;
            }
            if let Decision::BuildIn(phase) = site.decision
                && phase >= self.phases.len()
            {
                return Err(format!("{what} is to be built in phase {phase}, which does not exist"));
            }
            if site.after.iter().any(|&other| other as usize >= self.sites.len()) {
                return Err(format!("{what} waits for a site that does not exist"));
            }
        }
        Ok(())
    }

    fn check_places(&self) -> Result<(), String> {
        for place in &self.places {
            let what = format!("village `{}`", place.id);
            amount(place.weight, || format!("the weight of {what}"))?;
            let named = place.service.requirements();
            if named.iter().any(|&nth| nth as usize >= place.requirements.len()) {
                return Err(format!("{what} is served by a requirement that does not exist"));
            }
            for Requirement { need, .. } in &place.requirements {
                if !(need.is_finite() && *need > 0.0) {
                    return Err(format!("{what} is served already or needs the impossible: found {need}"));
                }
            }
            for atom in place.atoms() {
                amount(atom.weight, || format!("the weight of a part of {what}"))?;
                if atom.sites.iter().any(|&site| site as usize >= self.sites.len()) {
                    return Err(format!("{what} is reached by a site that does not exist"));
                }
                if !atom.sites.is_sorted_by(|a, b| a < b) {
                    return Err(format!("the sites that reach {what} are not in ascending order"));
                }
            }
        }
        Ok(())
    }

    fn check_goal(&self) -> Result<(), String> {
        match &self.goal {
            Goal::MostServed { value } => {
                let falling = value.is_sorted_by(|a, b| a >= b) && value.iter().all(|v| *v >= 0.0);
                if value.len() == self.phases.len() && falling {
                    Ok(())
                } else {
                    Err("the value of being served needs one number for each phase, never rising".into())
                }
            }
            Goal::LeastCost { weight, by } | Goal::FewestSites { weight, by } => {
                amount(*weight, || "the target".into())?;
                if *by >= self.phases.len() {
                    return Err(format!("the target is due in phase {by}, which does not exist"));
                }
                Ok(())
            }
        }
    }
}

fn amount(value: f64, what: impl Fn() -> String) -> Result<(), String> {
    if value.is_finite() && value >= 0.0 {
        Ok(())
    } else {
        Err(format!("{} must be a number from 0 up: found {value}", what()))
    }
}
