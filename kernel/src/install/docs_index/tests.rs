use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;

/// Writes the files of two crates, ours and `frames`, and indexes them.
fn index_of(ours: &[(&str, &str)], frames: &[(&str, &str)]) -> PreludeDocs {
    let folder = tempfile::tempdir().unwrap();
    let package = |facade: &str, files: &[(&str, &str)], depth| {
        for (name, text) in files {
            let path = folder.path().join(facade).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = folder.path().join(facade).join("lib.rs");
        Package { facade: facade.to_owned(), root, features: ["lazy".to_owned()].into(), depth }
    };
    index(&[package(OURS, ours, Depth::Whole), package("frames", frames, Depth::FirstParagraph)])
}

fn described(docs: &PreludeDocs) -> String {
    let mut text = String::new();
    for entry in docs.top_level() {
        writeln!(text, "{} {}: {}{}", entry.kind(), entry.name, entry.signature, comment(entry)).unwrap();
    }
    for (module, entries) in &docs.modules {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        writeln!(text, "in {module}: {}", names.join(", ")).unwrap();
    }
    for (name, found) in &docs.types {
        writeln!(text, "{name} ({})", found.bases.join(", ")).unwrap();
        for entry in &found.members {
            writeln!(text, "  {} {}{}", entry.kind(), entry.signature, comment(entry)).unwrap();
        }
    }
    text
}

fn comment(entry: &DocEntry) -> String {
    if entry.docs.is_empty() { String::new() } else { format!(" — {}", entry.docs) }
}

fn check(ours: &[(&str, &str)], frames: &[(&str, &str)], expected: &Expect) {
    expected.assert_eq(&described(&index_of(ours, frames)));
}

#[test]
fn our_items_are_told_whole() {
    let lib = "
        pub mod prelude { pub use crate::plot::{self, Figure as Chart}; pub use crate::{LIMIT, sum, sum_of}; }
        /// Adds.
        ///
        /// ```
        /// # hidden();
        /// sum(1, 2);
        /// ```
        #[inline]
        pub const fn sum(
            a: i64, // the first
            b: i64,
        ) -> i64
        where
            i64: Copy,
        { a + b }
        /// As a macro.
        #[macro_export]
        macro_rules! sum_of { ($($x:expr),*) => { 0 $(+ $x)* } }
        pub const LIMIT: [f64; 2] = [1.0, 2.0];
        pub mod plot;";
    let plot = "//! Charts.
        /// A chart.
        pub struct Figure { pub title: String, layers: Vec<Layer> }
        struct Layer;
        impl Figure {
            /// Sets the title.
            pub fn title(mut self, title: impl Into<String>) -> Self { self }
            pub fn new() -> Self { Figure }
            fn private(&self) {}
            #[doc(hidden)] pub fn hidden(&self) {}
            pub unsafe fn raw(&self) {}
        }
        pub fn line(points: &[(f64, f64)]) -> Figure { todo!() }
        pub(crate) fn draw() {}";
    check(
        &[("lib.rs", lib), ("plot.rs", plot)],
        &[("lib.rs", "")],
        &expect![[r#"
            struct Chart: struct Figure { title: String, .. } — A chart.
            constant LIMIT: const LIMIT: [f64; 2]
            module plot: mod plot — Charts.
            function sum: const fn sum(a: i64, b: i64) -> i64 where i64: Copy — Adds.

            ```
            sum(1, 2);
            ```
            macro sum_of!: macro sum_of! — As a macro.
            in plot: Figure, line
            Figure ()
              property title: String
              method fn title(self, title: impl Into<String>) -> Self — Sets the title.
              function fn new() -> Self
        "#]],
    );
}

#[test]
fn methods_come_from_impls_traits_and_what_a_type_dereferences_to() {
    let lib = "
        pub mod prelude { pub use crate::FrameExt; pub use frames::{Frame, Series, Rng, Column, Names}; }
        pub trait FrameExt: Sized {
            /// Counts.
            ///
            /// More.
            fn describe(&self) -> Frame;
        }
        impl FrameExt for frames::Frame { fn describe(&self) -> Frame { todo!() } }";
    let frames = "
        mod inner;
        pub use inner::*;
        pub trait SeriesTrait { fn len(&self) -> usize; }
        pub struct Series(Box<dyn SeriesTrait>);
        impl std::ops::Deref for Series { type Target = dyn SeriesTrait; fn deref(&self) -> &Self::Target { todo!() } }
        pub trait Source { fn next(&mut self) -> u64; }
        pub trait Rng: Source { /// One of them.
            fn pick(&mut self) -> f64; }
        impl<T: ?Sized> Rng for T where T: Source {}
        pub struct Seeded;
        impl Source for Seeded { fn next(&mut self) -> u64 { 0 } }
        impl<T: Clone> Unrelated for T {}
        pub struct Column<T>(T);
        impl<T> Column<T> { pub fn cast(&self) -> Column<i64> { todo!() } }
        pub struct Text;
        pub type Names = Column<Text>;
        impl Names { pub fn to_lowercase(&self) -> Self { todo!() } }";
    let inner = "
        /// A frame. It has
        /// columns.
        ///
        /// Details.
        pub struct Frame;
        impl<'a> Frame {
            #[cfg(feature = \"lazy\")] pub fn lazy(self) -> Lazy { todo!() }
            #[cfg(not(feature = \"lazy\"))] pub fn eager(self) {}
            #[cfg(any(feature = \"x\", feature = \"y\"))] pub fn either(self) {}
            pub fn seeded(&self) -> Option<crate::Seeded> { todo!() }
        }
        pub struct Lazy;
        impl Lazy { pub fn collect(self) -> Frame { todo!() } }
        pub struct Unreached;
        impl Unreached { pub fn nothing(&self) {} }";
    check(
        &[("lib.rs", lib)],
        &[("lib.rs", frames), ("inner/mod.rs", inner)],
        &expect![[r#"
        struct Column: struct Column<T>
        struct Frame: struct Frame — A frame. It has columns.
        trait FrameExt: trait FrameExt: Sized
        type Names: type Names = Column<Text>
        trait Rng: trait Rng: Source
        struct Series: struct Series
        Column ()
          method fn cast(&self) -> Column<i64>
        Frame (FrameExt)
          method fn lazy(self) -> Lazy
          method fn seeded(&self) -> Option<crate::Seeded>
        FrameExt ()
          method fn describe(&self) -> Frame — Counts.

        More.
        Lazy ()
          method fn collect(self) -> Frame
        Names ()
          method fn to_lowercase(&self) -> Self
        Rng ()
          method fn pick(&mut self) -> f64 — One of them.
        Seeded (Rng)
        Series (SeriesTrait)
        SeriesTrait ()
          method fn len(&self) -> usize
        Source (Rng)
          method fn next(&mut self) -> u64
    "#]],
    );
}

#[test]
fn names_without_sources_are_listed_and_fields_and_variants_are_members() {
    let lib = "
        pub mod prelude { pub use std::collections::HashMap; pub use std::f64::consts::PI; pub use crate::data::{Set, Kind, load}; }
        #[path = \"sets.rs\"] pub mod data;
        #[cfg(test)] mod tests { pub struct Set; }
        #[cfg(windows)] mod missing;";
    let sets = "
        pub struct Set { /// One row per sample.
            pub rows: usize, secret: u8 }
        pub enum Kind { /// In order.
            Ordered, Mixed { seed: u64 } }
        pub use self::reading::load;
        mod reading { pub fn load<P: AsRef<str>>(path: P) -> Set { todo!() } }";
    check(
        &[("lib.rs", lib), ("sets.rs", sets)],
        &[("lib.rs", "")],
        &expect![[r#"
        struct HashMap: std::collections::HashMap
        enum Kind: enum Kind
        constant PI: std::f64::consts::PI
        struct Set: struct Set { rows: usize, .. }
        function load: fn load<P: AsRef<str>>(path: P) -> Set
        in data: Kind, Set, load
        Kind ()
          enum member Ordered — In order.
          enum member Mixed
        Set ()
          property rows: usize — One row per sample.
    "#]],
    );
}

#[test]
fn the_first_package_of_a_name_wins() {
    let lib = "pub mod prelude { pub use crate::Set; pub use frames::col; }
        pub struct Set; impl Set { pub fn ours(&self) {} }";
    let frames = "pub struct Set; impl Set { pub fn theirs(&self) {} }
        pub mod arena { pub mod nodes { pub fn col(arena: u8) {} } }
        pub mod dsl { pub fn col(name: &str) {} }
        pub mod col {}";
    check(
        &[("lib.rs", lib)],
        &[("lib.rs", frames)],
        &expect![[r#"
        struct Set: struct Set
        function col: fn col(name: &str)
        Set ()
          method fn ours(&self)
    "#]],
    );
}

#[test]
fn a_large_index_gives_up_comments_first_and_never_the_names() {
    let lib = "pub mod prelude { pub use crate::{A, B}; }
        pub struct A; impl A { /// Something long about this method.
            pub fn one(&self) {} }
        pub struct B; impl B { pub fn two(&self) {} pub fn three(&self) {} }";
    let whole = index_of(&[("lib.rs", lib)], &[("lib.rs", "")]);
    let size = serde_json::to_vec(&whole).unwrap().len();
    let mut small = whole.clone();
    shrink(&mut small, size);
    assert_eq!(small, whole);
    shrink(&mut small, size - 1);
    assert_eq!(small.find("one").unwrap().docs, "");
    assert_eq!(small.methods_of("B").count(), 2);
    shrink(&mut small, 10);
    assert_eq!(small.types.len(), 0);
    assert_eq!(small.top_level().count(), 2);
}

#[test]
fn sources_that_are_not_there_give_an_empty_index() {
    assert_eq!(index_of(&[], &[]), PreludeDocs::default());
}
