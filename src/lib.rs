//! Find the villages that mobile networks miss, and the sites that would reach them.

#![forbid(unsafe_code)]

pub mod geometry;
