//! Who covers what, in flat arrays: only pairs in range exist.

use super::problem::Problem;

/// Rows of small lists, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Turns `(row, item)` pairs into rows; items keep their order.
    pub fn from_pairs(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut ends = vec![0u32; rows];
        for &(row, _) in pairs {
            ends[row as usize] += 1;
        }
        let mut sum = 0;
        let mut next: Vec<u32> = Vec::with_capacity(rows);
        for end in &mut ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let mut items = vec![0u32; pairs.len()];
        for &(row, item) in pairs {
            let at = &mut next[row as usize];
            items[*at as usize] = item;
            *at += 1;
        }
        Self { ends, items }
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.items[start..self.ends[row] as usize]
    }

    /// How many items all rows hold.
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

/// The network of a problem: places, their requirements and atoms, and the sites that cover them.
#[derive(Debug, Clone)]
pub struct Net {
    /// The place of each atom; the atoms of a place stand together.
    pub atom_place: Vec<u32>,
    /// The weight of each atom.
    pub atom_weight: Vec<f64>,
    /// The requirement of each atom, numbered through all places.
    pub atom_requirement: Vec<u32>,
    /// The need of each requirement.
    pub needs: Vec<f64>,
    /// The first requirement of each place, and one more at the end.
    place_requirements: Vec<u32>,
    /// The first atom of each requirement, and one more at the end.
    requirement_atoms: Vec<u32>,
    atom_sites: Lists,
    site_atoms: Lists,
    place_sites: Lists,
}

impl Net {
    /// The network of a problem.
    pub fn new(problem: &Problem) -> Self {
        let mut net = Self {
            atom_place: Vec::new(),
            atom_weight: Vec::new(),
            atom_requirement: Vec::new(),
            needs: Vec::new(),
            place_requirements: vec![0],
            requirement_atoms: vec![0],
            atom_sites: Lists::default(),
            site_atoms: Lists::default(),
            place_sites: Lists::default(),
        };
        let mut by_atom: Vec<(u32, u32)> = Vec::new();
        for (place, record) in problem.places.iter().enumerate() {
            for requirement in &record.requirements {
                let number = net.needs.len() as u32;
                net.needs.push(requirement.need);
                for atom in &requirement.atoms {
                    let nth = net.atom_place.len() as u32;
                    by_atom.extend(atom.sites.iter().map(|&site| (nth, site)));
                    net.atom_place.push(place as u32);
                    net.atom_requirement.push(number);
                    net.atom_weight.push(atom.weight);
                }
                net.requirement_atoms.push(net.atom_place.len() as u32);
            }
            net.place_requirements.push(net.needs.len() as u32);
        }
        let by_site: Vec<(u32, u32)> = by_atom.iter().map(|&(atom, site)| (site, atom)).collect();
        net.atom_sites = Lists::from_pairs(net.atom_place.len(), &by_atom);
        net.site_atoms = Lists::from_pairs(problem.sites.len(), &by_site);
        let mut reaching: Vec<(u32, u32)> =
            by_atom.iter().map(|&(atom, site)| (net.atom_place[atom as usize], site)).collect();
        reaching.sort_unstable();
        reaching.dedup();
        net.place_sites = Lists::from_pairs(problem.places.len(), &reaching);
        net
    }

    /// The requirements of a place.
    pub fn requirements_of(&self, place: usize) -> std::ops::Range<usize> {
        self.place_requirements[place] as usize..self.place_requirements[place + 1] as usize
    }

    /// The atoms of a requirement.
    pub fn atoms_in(&self, requirement: usize) -> std::ops::Range<usize> {
        self.requirement_atoms[requirement] as usize..self.requirement_atoms[requirement + 1] as usize
    }

    /// The atoms of a place.
    pub fn atoms_of(&self, place: usize) -> std::ops::Range<usize> {
        let own = self.requirements_of(place);
        self.requirement_atoms[own.start] as usize..self.requirement_atoms[own.end] as usize
    }

    /// The sites that cover an atom.
    pub fn sites_of(&self, atom: usize) -> &[u32] {
        self.atom_sites.row(atom)
    }

    /// The atoms a site covers, place after place.
    pub fn covered_by(&self, site: usize) -> &[u32] {
        self.site_atoms.row(site)
    }

    /// The atoms a site covers, cut where the place changes.
    pub fn places_of(&self, site: usize) -> impl Iterator<Item = (usize, &[u32])> {
        let same = |a: &u32, b: &u32| self.atom_place[*a as usize] == self.atom_place[*b as usize];
        self.covered_by(site).chunk_by(same).map(|atoms| (self.atom_place[atoms[0] as usize] as usize, atoms))
    }

    /// The sites that reach a place, ascending.
    pub fn reaching(&self, place: usize) -> &[u32] {
        self.place_sites.row(place)
    }

    /// How many pairs of site and atom there are.
    pub fn pairs(&self) -> usize {
        self.atom_sites.len()
    }
}
