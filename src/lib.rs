//! Find the villages that mobile networks miss, and the sites that would reach them.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod assess;
pub mod benchmark;
pub mod cli;
pub mod diff;
pub mod error;
pub mod export;
pub mod geometry;
pub mod hand_over;
pub mod margin;
pub mod model;
pub mod plan;
pub mod plane;
pub mod rank;
pub mod read;
pub mod synthetic;
pub mod units;
pub mod verify;

pub use error::{Error, InputError};
