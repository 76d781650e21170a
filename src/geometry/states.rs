//! The states of a sweep, and the area of every one that it meets.

/// Stands for the zone itself, which is no part of a state: bit `n + 1` is the `n`-th layer of the
/// sweep.
pub(super) const ZONE: u8 = 0;

/// How many layers one sweep can tell apart.
pub(super) const MOST_LAYERS: usize = 60;

/// A bit for looking at one shape alone: a state has [`ONCE`] where its winding number is 1, and
/// [`FOUL`] where it is neither 0 nor 1.
pub(super) const ALONE: u8 = 62;
pub(super) const ONCE: u64 = 1 << 62;
pub(super) const FOUL: u64 = 1 << 63;

/// What is on one side of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Side {
    pub state: u64,
    /// How often the zone winds around it.
    pub zone: f64,
}

impl Side {
    /// The same but for the winding number of one bit.
    #[inline]
    pub fn with(self, bit: u8, winding: i32) -> Self {
        if bit == ZONE {
            return Self { zone: f64::from(winding), ..self };
        }
        let state = if bit == ALONE {
            let alone = match winding {
                0 => 0,
                1 => ONCE,
                _ => FOUL,
            };
            self.state & !(ONCE | FOUL) | alone
        } else {
            self.state & !(1 << bit) | u64::from(winding != 0) << bit
        };
        Self { state, ..self }
    }
}

/// States below this are counted in a plain table.
const PLAIN: usize = 256;

/// Areas by state (a set of bits).
#[derive(Debug)]
pub(super) struct States {
    plain: Vec<f64>,
    /// One past the largest plain state met.
    used: usize,
    /// Other states: an open-addressed table of positions in `rest`, 0 being free.
    table: Vec<u32>,
    rest: Vec<(u64, f64)>,
}

impl Default for States {
    fn default() -> Self {
        Self { plain: vec![0.0; PLAIN], used: 0, table: Vec::new(), rest: Vec::new() }
    }
}

impl States {
    pub fn clear(&mut self) {
        self.plain[..self.used].fill(0.0);
        self.used = 0;
        if !self.rest.is_empty() {
            self.table.fill(0);
            self.rest.clear();
        }
    }

    #[inline]
    pub fn add(&mut self, state: u64, area: f64) {
        let place = state as usize;
        if state < PLAIN as u64 {
            self.plain[place] += area;
            self.used = self.used.max(place + 1);
        } else {
            self.add_rest(state, area);
        }
    }

    fn add_rest(&mut self, state: u64, area: f64) {
        if self.table.len() < 2 * (self.rest.len() + 1) {
            self.grow();
        }
        let place = self.find(state);
        if self.table[place] == 0 {
            self.rest.push((state, 0.0));
            self.table[place] = self.rest.len() as u32;
        }
        self.rest[self.table[place] as usize - 1].1 += area;
    }

    /// The place of a state in the table, or the free one where it belongs.
    fn find(&self, state: u64) -> usize {
        let mask = self.table.len() - 1;
        let mut place = (state.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while self.table[place] != 0 && self.rest[self.table[place] as usize - 1].0 != state {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let size = (2 * self.table.len()).max(64);
        self.table.clear();
        self.table.resize(size, 0);
        for nth in 0..self.rest.len() {
            let place = self.find(self.rest[nth].0);
            self.table[place] = nth as u32 + 1;
        }
    }

    /// Every state met, with its area.
    pub fn iter(&self) -> impl Iterator<Item = (u64, f64)> + '_ {
        let plain = self.plain[..self.used].iter().enumerate().map(|(state, &area)| (state as u64, area));
        plain.chain(self.rest.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_add_up_by_state_whatever_its_size() {
        let mut states = States::default();
        for round in 0..3 {
            for state in (0..2_000u64).map(|n| n * n * n) {
                states.add(state, (state + round) as f64);
            }
        }
        let found: Vec<_> = states.iter().filter(|&(_, area)| area != 0.0).collect();
        assert_eq!(found.len(), 2_000);
        assert!(found.iter().all(|&(state, area)| area == (3 * state + 3) as f64));
        states.clear();
        assert!(states.iter().all(|(_, area)| area == 0.0));
    }
}
