//! The sweep: how much of a zone lies inside which layers, without building a polygon.
//!
//! A horizontal line rises through the chains of the zone and of the areas. Between two chains
//! that are neighbours on the line, the set of layers one is in (the state) is constant; each
//! chain hands the area to its left to the state on its left and takes it from the state on its
//! right, so that at any height the states share out the whole line. What is handed over counts as
//! often as the zone winds around it, so a zone may be drawn by chords that cross each other as
//! long as the area between a chord and what it stands for is handed over too. The line stops
//! where an edge ends or two neighbours cross. Rounding can put two edges in the wrong order for a
//! moment; the price is their gap times that height, some 1e-16 of the window: never a fatal
//! decision.

use super::chains::{Chains, greatest, least, least_of};
use super::slot::Slot;
pub(super) use super::states::{ALONE, FOUL, MOST_LAYERS, ZONE};
use super::states::{Side, States};

/// From so many chains on the line a place on it is looked for by halving.
const MANY: usize = 32;

/// So many places of the line are looked at together for the next event.
const STRETCH: usize = 16;

/// A chain that has not begun.
#[derive(Debug, Clone, Copy)]
struct Start {
    y: f64,
    chain: u32,
    bit: u8,
}

/// The sweep's memory, kept from zone to zone.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    starts: Vec<Start>,
    /// The chains under the line, in no order; those at `free` are done.
    slots: Vec<Slot>,
    free: Vec<u32>,
    /// From left to right: where each chain is in `slots`. A place on the line is a place in here.
    line: Vec<u32>,
    /// By place on the line: the next height at which something happens there.
    next: Vec<f64>,
    /// Winding numbers by bit, for walking along the line.
    windings: Vec<i32>,
    /// What is left of every chain, and its winding numbers.
    outside: Side,
    outside_windings: Vec<i32>,
    y: f64,
    /// A chain came or went alone: states right of it are to be told anew.
    stale: bool,
    /// The first place from which on neighbours may be in the wrong order already (a horizontal edge
    /// jumped over them): they change places before anything else happens. Infinite when none are.
    due: usize,
    pub states: States,
}

impl Sweep {
    /// Begins anew.
    pub fn begin(&mut self) {
        self.starts.clear();
        self.slots.clear();
        self.free.clear();
        self.line.clear();
        self.next.clear();
        self.states.clear();
        self.outside = Side::default();
        self.outside_windings.clear();
        self.outside_windings.resize(64, 0);
        self.stale = false;
        self.due = usize::MAX;
        self.y = f64::NEG_INFINITY;
    }

    /// Adds chains `range` to the layer of `bit`, whose winding number left of all chains
    /// grows by `base`.
    pub fn add(&mut self, chains: &Chains, range: std::ops::Range<usize>, bit: u8, base: i32) {
        let winding = &mut self.outside_windings[usize::from(bit)];
        *winding += base;
        self.outside = self.outside.with(bit, *winding);
        self.starts.extend(range.map(|chain| {
            let low = chains.list[chain].low;
            Start { y: chains.points[low as usize][1], chain: chain as u32, bit }
        }));
    }

    /// The chain at a place on the line.
    #[inline]
    fn at(&self, place: usize) -> &Slot {
        &self.slots[self.line[place] as usize]
    }

    #[inline]
    fn at_mut(&mut self, place: usize) -> &mut Slot {
        &mut self.slots[self.line[place] as usize]
    }

    /// Sweeps; afterwards [`Self::states`] holds the area of every state.
    pub fn run(&mut self, chains: &Chains) {
        self.starts.sort_unstable_by(|a, b| a.y.total_cmp(&b.y).then(a.chain.cmp(&b.chain)));
        let mut begun = 0;
        loop {
            while self.due < usize::MAX {
                self.swap_due();
            }
            let (place, height) = self.soonest();
            let start = self.starts.get(begun).map_or(f64::INFINITY, |start| start.y);
            let now = least(height, start);
            if self.stale && now > self.y {
                self.retell();
            }
            if now == f64::INFINITY {
                break;
            }
            self.y = greatest(self.y, now);
            if start < height {
                begun += self.enter(chains, begun);
            } else if self.at(place).cross <= height {
                self.swap(place);
            } else {
                self.pass_vertex(place, chains);
            }
        }
    }

    /// The place at which something happens next, and when; of several the first.
    #[inline]
    fn soonest(&self) -> (usize, f64) {
        let (mut soonest, mut stretch) = (f64::INFINITY, 0);
        let stretches = self.next.chunks_exact(STRETCH);
        let rest = least_of(stretches.remainder());
        for (nth, some) in stretches.enumerate() {
            let own = least_of(some);
            if own < soonest {
                (soonest, stretch) = (own, nth);
            }
        }
        if rest < soonest {
            (soonest, stretch) = (rest, self.next.len() / STRETCH);
        }
        let first = stretch * STRETCH;
        (first + self.next[first..].iter().position(|&y| y == soonest).unwrap_or(0), soonest)
    }

    fn swap_due(&mut self) {
        let first = std::mem::replace(&mut self.due, usize::MAX);
        let is_due = |&place: &usize| self.next[place] <= self.y && self.at(place).cross <= self.y;
        if let Some(place) = (first..self.line.len()).find(is_due) {
            self.due = place + 1;
            self.swap(place);
        }
    }

    #[inline]
    fn left_of(&self, place: usize) -> Side {
        if place == 0 { self.outside } else { self.at(place - 1).right }
    }

    /// Hands over the area beside a chain up to the line.
    #[inline]
    fn settle(&mut self, place: usize) {
        let left = self.left_of(place);
        self.settle_between(place, left);
    }

    /// What a chord leaves out goes along with it, as much as it rises: no area comes near a chord,
    /// so it has one state all along, and a state that is wrong for a moment costs a moment.
    #[inline]
    fn settle_between(&mut self, place: usize, left: Side) {
        let y = self.y;
        let edge = &mut self.slots[self.line[place] as usize];
        let right = edge.right;
        let x = edge.x_at(y);
        if left != right && y > edge.done_y {
            let beside = (0.5 * (edge.done_x + x) + edge.extra) * (y - edge.done_y);
            if left.state == right.state {
                self.states.add(left.state, (left.zone - right.zone) * beside);
            } else {
                if left.zone != 0.0 {
                    self.states.add(left.state, left.zone * beside);
                }
                if right.zone != 0.0 {
                    self.states.add(right.state, -right.zone * beside);
                }
            }
        }
        edge.done_x = x;
        edge.done_y = y;
    }

    /// Looks whether a chain and its right neighbour cross before one of their edges ends.
    #[inline(always)]
    fn look(&mut self, place: usize) {
        let left = &self.slots[self.line[place] as usize];
        let mut cross = f64::INFINITY;
        if place + 1 < self.line.len() {
            let right = self.at(place + 1);
            let until = least(left.y1, right.y1);
            let over = left.x_at(until) - right.x_at(until);
            if over > 0.0 {
                let gap = (right.x_at(self.y) - left.x_at(self.y)).max(0.0);
                cross = (self.y + (until - self.y) * (gap / (gap + over))).clamp(self.y, until.max(self.y));
            }
        }
        let next = least(left.y1, cross);
        if cross <= self.y {
            self.due = self.due.min(place);
        }
        self.next[place] = next;
        self.at_mut(place).cross = cross;
    }

    #[inline]
    fn look_around(&mut self, place: usize) {
        if place > 0 {
            self.look(place - 1);
        }
        if place < self.line.len() {
            self.look(place);
        }
    }

    /// A chain reached the end of its edge.
    #[inline]
    fn pass_vertex(&mut self, place: usize, chains: &Chains) {
        self.settle(place);
        if self.at_mut(place).advance(chains) {
            self.look_around(place);
        } else if !self.stale && place + 1 < self.line.len() && self.at(place).ends_with(self.at(place + 1)) {
            self.settle(place + 1);
            self.remove(place, 2);
        } else {
            if place + 1 < self.line.len() {
                self.settle(place + 1);
            }
            self.remove(place, 1);
            self.stale = true;
        }
    }

    fn remove(&mut self, place: usize, count: usize) {
        self.free.extend(self.line.drain(place..place + count));
        self.next.drain(place..place + count);
        if place > 0 {
            self.look(place - 1);
        }
    }

    /// Puts a chain into the line.
    fn insert(&mut self, place: usize, slot: Slot) {
        self.next.insert(place, slot.y1);
        let home = self.free.pop().unwrap_or(self.slots.len() as u32);
        self.line.insert(place, home);
        match self.slots.get_mut(home as usize) {
            Some(free) => *free = slot,
            None => self.slots.push(slot),
        }
    }

    /// Lets the next chain in, or the next two when they rise from one vertex; how many it were.
    fn enter(&mut self, chains: &Chains, begun: usize) -> usize {
        let first = self.slot(chains, self.starts[begun]);
        let twin = self.starts.get(begun + 1).map(|&start| self.slot(chains, start)).filter(|twin| {
            (twin.x0, twin.y0, twin.bit, twin.sign) == (first.x0, first.y0, first.bit, -first.sign)
        });
        let place = self.place(first.x0);
        match twin {
            Some(twin) if !self.stale => {
                // The other order would do, but cost a swap.
                let swapped = twin.slope < first.slope && twin.y1 > twin.y0;
                let pair = if swapped { [twin, first] } else { [first, twin] };
                self.insert_pair(place, pair);
                2
            }
            _ => {
                if place < self.line.len() {
                    self.settle(place);
                }
                self.insert(place, first);
                self.stale = true;
                self.look_around(place);
                1
            }
        }
    }

    fn insert_pair(&mut self, place: usize, [mut left, mut right]: [Slot; 2]) {
        let outer = self.left_of(place);
        let before = self.winding_left_of(place, left.bit);
        left.winding = before + left.sign;
        left.right = outer.with(left.bit, left.winding);
        right.winding = before;
        right.right = outer;
        self.insert(place, left);
        self.insert(place + 1, right);
        if place > 0 {
            self.look(place - 1);
        }
        self.look(place);
        self.look(place + 1);
    }

    fn winding_left_of(&self, place: usize, bit: u8) -> i32 {
        let left = self.line[..place].iter().rev().map(|&slot| &self.slots[slot as usize]);
        let nearest = left.into_iter().find(|slot| slot.bit == bit);
        nearest.map_or(self.outside_windings[usize::from(bit)], |slot| slot.winding)
    }

    fn slot(&self, chains: &Chains, start: Start) -> Slot {
        let chain = chains.list[start.chain as usize];
        let [x, y] = chains.points[chain.low as usize];
        let mut slot = Slot {
            x0: x,
            y0: y,
            x1: x,
            y1: y,
            slope: 0.0,
            done_x: x,
            done_y: y,
            cross: f64::INFINITY,
            right: self.outside,
            extra: 0.0,
            winding: 0,
            sign: chain.sign,
            at: chain.low,
            end: chain.high,
            bit: start.bit,
        };
        slot.advance(chains);
        slot
    }

    /// Where on the line a chain that begins at `x` belongs.
    fn place(&self, x: f64) -> usize {
        let is_left = |&slot: &u32| self.slots[slot as usize].x_at(self.y) <= x;
        if self.line.len() > MANY {
            return self.line.partition_point(is_left);
        }
        self.line.iter().position(|slot| !is_left(slot)).unwrap_or(self.line.len())
    }

    /// Two neighbours cross: they change places, and only the state between them changes.
    fn swap(&mut self, place: usize) {
        self.settle(place);
        self.settle(place + 1);
        let outer = self.left_of(place);
        self.line.swap(place, place + 1);
        let (left, right) = (self.line[place] as usize, self.line[place + 1] as usize);
        let (was_left, was_right) = (self.slots[right].right, self.slots[left].right);
        (self.slots[left].right, self.slots[right].right) = (was_left, was_right);
        if !self.stale {
            let bit = self.slots[left].bit;
            if bit == self.slots[right].bit {
                let winding = self.slots[right].winding - self.slots[right].sign + self.slots[left].sign;
                self.slots[left].winding = winding;
                self.slots[right].winding = winding + self.slots[right].sign;
            }
            self.slots[left].right = outer.with(bit, self.slots[left].winding);
        }
        if place > 0 {
            self.look(place - 1);
        }
        self.look(place);
        self.look(place + 1);
    }

    /// Walks along the line and tells every chain its winding number and state anew.
    fn retell(&mut self) {
        self.windings.clear();
        self.windings.extend_from_slice(&self.outside_windings);
        let (mut old_left, mut new_left) = (self.outside, self.outside);
        for place in 0..self.line.len() {
            let edge = self.at(place);
            let (bit, old) = (edge.bit, edge.right);
            let winding = self.windings[usize::from(bit)] + edge.sign;
            self.windings[usize::from(bit)] = winding;
            let new = new_left.with(bit, winding);
            if new != old || new_left != old_left {
                self.settle_between(place, old_left);
                self.at_mut(place).right = new;
            }
            self.at_mut(place).winding = winding;
            (old_left, new_left) = (old, new);
        }
        self.stale = false;
    }
}
