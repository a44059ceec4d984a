//! Generic code that cells would otherwise compile again and again.
//!
//! With shared generics, a cell links to an instance that this library already has. So each
//! function here *uses* the generics that everyday cells use, in the types that they use them with.
//! Nobody calls these functions; they are public and not generic so that they are compiled.
//!
//! Grown by measurement: what makes a common cell slow to compile is added here, by the shape of the
//! cell.

#![allow(clippy::missing_errors_doc, clippy::missing_panics_doc)]
#![doc(hidden)]

pub mod arrays;
pub mod frames;
pub mod std_types;
