//! Which layers exist, and which unions of layers are asked for.

/// The unions of layers ("cuts") whose share is wanted.
///
/// A layer is a number that areas carry; what it stands for is the caller's business. There
/// may be up to 65,535 layers and any number of cuts, and a layer may belong to many cuts.
///
/// # Example
/// ```
/// use covgap::geometry::Cuts;
/// let mut cuts = Cuts::new(3);
/// let either = cuts.add([0, 1]);
/// let last = cuts.add([2]);
/// assert!(cuts.contains(either, 1) && !cuts.contains(last, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cuts {
    layers: usize,
    members: Vec<Vec<bool>>,
    told_as: Vec<Option<u16>>,
}

impl Cuts {
    /// No cut yet, over layers `0..layers`.
    pub fn new(layers: usize) -> Self {
        let told_as = (0..layers).map(|layer| u16::try_from(layer).ok()).collect();
        Self { layers, members: Vec::new(), told_as }
    }

    /// Asks for the union of some layers; its number is the position of the cut.
    ///
    /// # Panics
    /// When a layer is not below the number of layers.
    pub fn add(&mut self, layers: impl IntoIterator<Item = u16>) -> usize {
        let mut members = vec![false; self.layers];
        for layer in layers {
            members[usize::from(layer)] = true;
        }
        self.members.push(members);
        self.members.len() - 1
    }

    /// Tells of a layer under the number of another when it comes to which layers reach a zone,
    /// or not at all: what nobody asks for need not be found out. The shares stay the same.
    ///
    /// # Panics
    /// When a layer is not below the number of layers.
    pub fn tell_as(&mut self, layer: u16, told: Option<u16>) {
        assert!(told.is_none_or(|told| usize::from(told) < self.layers), "a layer there is");
        self.told_as[usize::from(layer)] = told;
    }

    /// Under which number a layer is told of.
    pub(super) fn told_as(&self, layer: usize) -> Option<u16> {
        self.told_as[layer]
    }

    /// How many cuts there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether no cut is asked for.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many layers there are.
    pub fn layers(&self) -> usize {
        self.layers
    }

    /// Whether a layer is part of a cut; no layer beyond the last one is.
    pub fn contains(&self, cut: usize, layer: u16) -> bool {
        self.members[cut].get(usize::from(layer)).copied().unwrap_or(false)
    }
}
