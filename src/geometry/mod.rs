//! Plane geometry, without a word of telecoms: polygons in flat arrays, the share of one
//! inside the union of many.

mod shapes;

pub use shapes::{Ring, Shape, Shapes};
