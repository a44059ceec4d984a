//! The one shared library that every cell links to: the prelude and, in one copy, generic code that
//! cells would otherwise compile again and again.
//!
//! With shared generics, a cell links to an instance that this library already has. So each
//! function here *uses* the generics that everyday cells use, in the types that they use them with.
//! Nobody calls these functions; they are public and not generic so that they are compiled.
//!
//! It is a crate of its own because every cell reads the table of what is shared: were all of the
//! prelude compiled with shared generics, that table alone would cost each cell 40 ms.
//!
//! Grown by measurement: what makes a common cell slow to compile is added here, by the shape of the
//! cell. What the standard library's types need is in the runtime (`ferrolab_runtime::warm`).

#![allow(clippy::missing_errors_doc, clippy::missing_panics_doc)]
#![doc(hidden)]

pub mod arrays;
pub mod frames;
