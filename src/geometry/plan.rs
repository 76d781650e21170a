//! Which layers can be measured as one.

use std::collections::HashMap;

use super::Cuts;

/// Layers that are in the same cuts form a class: no cut can tell them apart.
#[derive(Debug)]
pub(super) struct Classes {
    /// By layer: its class, and the number under which it is told of.
    of_layer: Vec<(usize, Option<u16>)>,
    of_cut: Vec<Vec<usize>>,
    count: usize,
}

impl Classes {
    pub fn new(cuts: &Cuts) -> Self {
        let mut seen = HashMap::new();
        let mut cuts_of: Vec<Vec<usize>> = Vec::new();
        let of_layer = (0..cuts.layers())
            .map(|layer| {
                let own: Vec<usize> =
                    (0..cuts.len()).filter(|&cut| cuts.contains(cut, layer as u16)).collect();
                let class = *seen.entry(own.clone()).or_insert_with(|| {
                    cuts_of.push(own);
                    cuts_of.len() - 1
                });
                (class, cuts.told_as(layer))
            })
            .collect();
        let of_cut = (0..cuts.len())
            .map(|cut| (0..cuts_of.len()).filter(|&class| cuts_of[class].contains(&cut)).collect())
            .collect();
        Self { of_layer, of_cut, count: cuts_of.len() }
    }

    pub fn len(&self) -> usize {
        self.count
    }

    /// The class of a layer, and the number under which it is told of; `None` when the cuts know
    /// no such layer.
    #[inline]
    pub fn of_layer(&self, layer: u16) -> Option<(usize, Option<u16>)> {
        self.of_layer.get(usize::from(layer)).copied()
    }

    /// The classes whose union a cut is.
    pub fn of_cut(&self, cut: usize) -> &[usize] {
        &self.of_cut[cut]
    }
}
