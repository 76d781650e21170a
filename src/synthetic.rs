//! Made-up countries.
