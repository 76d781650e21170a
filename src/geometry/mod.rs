//! Plane geometry, without a word of telecoms: polygons in flat arrays, the share of one
//! inside the union of many.

mod area;
mod chains;
mod close;
mod cuts;
mod depth_quantile;
mod dissolve;
mod distance;
mod exact;
mod index;
mod measure;
mod moved_union;
mod overlay;
mod parts;
mod plan;
mod points;
mod polygonise;
mod prepare;
mod runs;
mod shapes;
mod shares;
mod sheet;
mod slot;
mod states;
mod sweep;
mod union_edge;
mod window;
mod zones;

pub use area::{area, bounds};
pub use cuts::Cuts;
pub use depth_quantile::{Bracket, depth_quantile};
pub use distance::{distance_to_nearest, zone_distance_to_nearest};
pub use index::AreaIndex;
pub use moved_union::{NearUnion, arc_deviation, moved_union};
pub use overlay::{holes_of_union, share_by_overlay, uncovered_part, valid_on_grid};
pub use parts::{Part, parts, parts_of_one};
pub use points::{LayerSets, PointIndex};
pub use polygonise::polygonise;
pub use prepare::{Defect, Repair, prepare};
pub use shapes::{Ring, Shape, Shapes};
pub use shares::{Shares, ZoneShares, share_of_one, shares};
pub use union_edge::{EdgePiece, UnionEdge};
pub use zones::ZoneIndex;

use area::ring_bounds;
