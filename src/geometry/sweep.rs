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

use super::chains::{Chains, greatest, least};
pub(super) use super::states::{ALONE, FOUL, MOST_LAYERS, ZONE};
use super::states::{Side, States};

/// A chain under the line.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The current edge: from `(x0, y0)` up to `(x1, y1)`, `slope` being dx/dy.
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
    slope: f64,
    /// Up to where the area beside the chain has been handed over.
    done_x: f64,
    done_y: f64,
    /// Where it crosses its right neighbour; infinite when it does not while both edges last.
    cross: f64,
    /// The state to the right, and how often the zone winds around what is there.
    right: Side,
    /// The area between the edge and the run of edges of the zone that it stands for, over its height.
    extra: f64,
    /// The winding number of its own layer to the right.
    winding: i32,
    sign: i32,
    /// The vertex at `(x1, y1)`, and the last one.
    at: u32,
    end: u32,
    bit: u8,
}

impl Slot {
    #[inline]
    fn x_at(&self, y: f64) -> f64 {
        if y >= self.y1 { self.x1 } else { self.x0 + self.slope * (y - self.y0) }
    }

    /// Moves on to the next edge of the chain; false at its end.
    #[inline]
    fn advance(&mut self, chains: &Chains) -> bool {
        if self.at == self.end {
            return false;
        }
        let was = self.at;
        self.at = if self.end > was { was + 1 } else { was - 1 };
        if self.bit == ZONE {
            self.extra = chains.extra(was.max(self.at));
        }
        let [x, y] = chains.points[self.at as usize];
        (self.x0, self.y0, self.x1, self.y1) = (self.x1, self.y1, x, y);
        let slope = (x - self.x0) / (y - self.y0);
        self.slope = if slope.is_finite() { slope } else { 0.0 };
        true
    }

    /// Whether two chains end in the same vertex, one leaving the layer where the other entered.
    fn ends_with(&self, other: &Self) -> bool {
        other.at == other.end
            && other.bit == self.bit
            && other.sign == -self.sign
            && (other.x1, other.y1) == (self.x1, self.y1)
    }
}

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
    slots: Vec<Slot>,
    /// For each slot the next height at which something happens to it.
    next: Vec<f64>,
    /// Winding numbers by bit, for walking along the line.
    windings: Vec<i32>,
    /// What is left of every chain, and its winding numbers.
    outside: Side,
    outside_windings: Vec<i32>,
    y: f64,
    /// A chain came or went alone: states right of it are to be told anew.
    stale: bool,
    /// Some neighbours are in the wrong order already (a horizontal edge jumped over them): they
    /// change places before anything else happens.
    due: bool,
    pub states: States,
}

impl Sweep {
    /// Begins anew.
    pub fn begin(&mut self) {
        self.starts.clear();
        self.slots.clear();
        self.next.clear();
        self.states.clear();
        self.outside = Side::default();
        self.outside_windings.clear();
        self.outside_windings.resize(64, 0);
        self.stale = false;
        self.due = false;
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

    /// Sweeps; afterwards [`Self::states`] holds the area of every state.
    pub fn run(&mut self, chains: &Chains) {
        self.starts.sort_unstable_by(|a, b| a.y.total_cmp(&b.y).then(a.chain.cmp(&b.chain)));
        let mut begun = 0;
        loop {
            while self.due {
                self.swap_due();
            }
            let (slot, height) = self.soonest();
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
            } else if self.slots[slot].cross <= height {
                self.swap(slot);
            } else {
                self.pass_vertex(slot, chains);
            }
        }
    }

    /// The slot to which something happens next, and when; of several the first.
    #[inline]
    fn soonest(&self) -> (usize, f64) {
        let mut lanes = [f64::INFINITY; 4];
        let fours = self.next.chunks_exact(4);
        let rest = fours.remainder();
        for four in fours {
            for lane in 0..4 {
                lanes[lane] = least(four[lane], lanes[lane]);
            }
        }
        let two = [least(lanes[0], lanes[2]), least(lanes[1], lanes[3])];
        let soonest = rest.iter().fold(least(two[0], two[1]), |soonest, &y| least(y, soonest));
        (self.next.iter().position(|&y| y == soonest).unwrap_or(0), soonest)
    }

    fn swap_due(&mut self) {
        match self.slots.iter().position(|slot| slot.cross <= self.y) {
            Some(slot) => self.swap(slot),
            None => self.due = false,
        }
    }

    #[inline]
    fn left_of(&self, slot: usize) -> Side {
        if slot == 0 { self.outside } else { self.slots[slot - 1].right }
    }

    /// Hands over the area beside a chain up to the line.
    #[inline]
    fn settle(&mut self, slot: usize) {
        let left = self.left_of(slot);
        self.settle_between(slot, left);
    }

    /// What a chord leaves out goes along with it, as much as it rises: no area comes near a chord,
    /// so it has one state all along, and a state that is wrong for a moment costs a moment.
    #[inline]
    fn settle_between(&mut self, slot: usize, left: Side) {
        let y = self.y;
        let edge = &mut self.slots[slot];
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

    /// Looks whether a slot and its right neighbour cross before one of their edges ends.
    #[inline(always)]
    fn look(&mut self, slot: usize) {
        let left = &self.slots[slot];
        let mut cross = f64::INFINITY;
        if let Some(right) = self.slots.get(slot + 1) {
            let until = least(left.y1, right.y1);
            let over = left.x_at(until) - right.x_at(until);
            if over > 0.0 {
                let gap = (right.x_at(self.y) - left.x_at(self.y)).max(0.0);
                cross = (self.y + (until - self.y) * (gap / (gap + over))).clamp(self.y, until.max(self.y));
            }
        }
        self.due |= cross <= self.y;
        self.next[slot] = least(left.y1, cross);
        self.slots[slot].cross = cross;
    }

    #[inline]
    fn look_around(&mut self, slot: usize) {
        if slot > 0 {
            self.look(slot - 1);
        }
        if slot < self.slots.len() {
            self.look(slot);
        }
    }

    /// A slot reached the end of its edge.
    #[inline]
    fn pass_vertex(&mut self, slot: usize, chains: &Chains) {
        self.settle(slot);
        if self.slots[slot].advance(chains) {
            self.look_around(slot);
        } else if !self.stale
            && self.slots.get(slot + 1).is_some_and(|other| self.slots[slot].ends_with(other))
        {
            self.settle(slot + 1);
            self.remove(slot, 2);
        } else {
            if slot + 1 < self.slots.len() {
                self.settle(slot + 1);
            }
            self.remove(slot, 1);
            self.stale = true;
        }
    }

    fn remove(&mut self, slot: usize, count: usize) {
        self.slots.drain(slot..slot + count);
        self.next.drain(slot..slot + count);
        if slot > 0 {
            self.look(slot - 1);
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
                if place < self.slots.len() {
                    self.settle(place);
                }
                self.slots.insert(place, first);
                self.next.insert(place, first.y1);
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
        self.slots.insert(place, left);
        self.slots.insert(place + 1, right);
        self.next.insert(place, left.y1);
        self.next.insert(place + 1, right.y1);
        if place > 0 {
            self.look(place - 1);
        }
        self.look(place);
        self.look(place + 1);
    }

    fn winding_left_of(&self, place: usize, bit: u8) -> i32 {
        let nearest = self.slots[..place].iter().rev().find(|slot| slot.bit == bit);
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
        self.slots.iter().position(|slot| slot.x_at(self.y) > x).unwrap_or(self.slots.len())
    }

    /// Two neighbours cross: they change places, and only the state between them changes.
    fn swap(&mut self, slot: usize) {
        self.settle(slot);
        self.settle(slot + 1);
        let outer = self.left_of(slot);
        self.slots.swap(slot, slot + 1);
        let [left, right] = &mut self.slots[slot..slot + 2] else { unreachable!("a crossing has two sides") };
        std::mem::swap(&mut left.right, &mut right.right);
        if !self.stale {
            if left.bit == right.bit {
                left.winding = right.winding - right.sign + left.sign;
                right.winding = left.winding + right.sign;
            }
            left.right = outer.with(left.bit, left.winding);
        }
        if slot > 0 {
            self.look(slot - 1);
        }
        self.look(slot);
        self.look(slot + 1);
    }

    /// Walks along the line and tells every slot its winding number and state anew.
    fn retell(&mut self) {
        self.windings.clear();
        self.windings.extend_from_slice(&self.outside_windings);
        let (mut old_left, mut new_left) = (self.outside, self.outside);
        for slot in 0..self.slots.len() {
            let edge = &self.slots[slot];
            let (bit, old) = (edge.bit, edge.right);
            let winding = self.windings[usize::from(bit)] + edge.sign;
            self.windings[usize::from(bit)] = winding;
            let new = new_left.with(bit, winding);
            if new != old || new_left != old_left {
                self.settle_between(slot, old_left);
                self.slots[slot].right = new;
            }
            self.slots[slot].winding = winding;
            (old_left, new_left) = (old, new);
        }
        self.stale = false;
    }
}
