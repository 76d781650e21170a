//! Ready ways to rank, each with where it is in use.

/// A ready ranking: criteria with weights, or keys in order.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// As the user types it.
    pub name: &'static str,
    /// One line on what it does, and whose it is.
    pub about: &'static str,
    /// Criteria and weights; for ordered keys the weights are not used.
    pub criteria: &'static [(&'static str, f64)],
    /// Whether the criteria are ordered keys.
    pub keys: bool,
}

/// Every profile there is. The weights are ours; the orders are those of the programmes named.
pub const PROFILES: &[Profile] = &[
    Profile {
        name: "most-people",
        about: "most people first, as Brazil's obligations take localities (Anatel)",
        criteria: &[("population", 1.0)],
        keys: true,
    },
    Profile {
        name: "easy-first",
        about: "what is easy to reach first: power, road, nearness (an order of OnSSET)",
        criteria: &[
            ("grid-power", 1.0),
            ("road-distance", 1.0),
            ("coverage-distance", 1.0),
            ("population", 1.0),
        ],
        keys: true,
    },
    Profile {
        name: "equity-first",
        about: "difficult and border communes first, then the poor (an order of OnSSET)",
        criteria: &[
            ("difficult", 1.0),
            ("border", 1.0),
            ("poverty", 1.0),
            ("minority", 1.0),
            ("population", 1.0),
        ],
        keys: true,
    },
    Profile {
        name: "merit",
        about: "merit points added up, as Australia's Mobile Black Spot Program does; weights ours",
        criteria: &[
            ("uncovered-people", 0.4),
            ("poverty", 0.15),
            ("minority", 0.1),
            ("border", 0.05),
            ("difficult", 0.1),
            ("grid-power", 0.1),
            ("road-distance", 0.1),
        ],
        keys: false,
    },
    Profile {
        name: "value-for-money",
        about: "least cost for a newly covered person first; costs come from the candidate sites of `covgap plan`",
        criteria: &[("cost-per-person", 1.0), ("population", 1.0)],
        keys: true,
    },
];

/// The profile of that name.
///
/// # Errors
/// No such profile; the message lists those there are.
pub fn profile(name: &str) -> Result<&'static Profile, String> {
    PROFILES.iter().find(|profile| profile.name == name).ok_or_else(|| {
        let names: Vec<_> = PROFILES.iter().map(|profile| profile.name).collect();
        format!("no profile `{name}`; there are {}", names.join(", "))
    })
}
