//! What every Ferrolab cell sees.
pub mod runtime;
