use expect_test::expect;

use super::*;

fn entry(name: &str, kind: Kind, signature: &str) -> DocEntry {
    DocEntry { name: name.to_owned(), kind, signature: signature.to_owned(), ..DocEntry::default() }
}

fn method(name: &str) -> DocEntry {
    entry(name, Kind::Method, &format!("fn {name}(&self)"))
}

fn types(entries: &[(&str, &[&str], &[&str])]) -> BTreeMap<String, TypeDocs> {
    let own = |names: &[&str]| names.iter().map(|name| method(name)).collect();
    let bases = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let types = entries.iter();
    types
        .map(|(name, members, from)| {
            ((*name).to_owned(), TypeDocs { members: own(members), bases: bases(from) })
        })
        .collect()
}

fn docs() -> PreludeDocs {
    let alias = |name: &str, target: &str| (name.to_owned(), target.to_owned());
    PreludeDocs {
        names: vec![
            entry("DataFrame", Kind::Struct, "struct DataFrame"),
            entry("df!", Kind::Macro, "macro df!"),
        ],
        types: types(&[
            ("ArrayBase", &["dot"], &[]),
            ("ChunkedArray", &["cast"], &[]),
            ("DataFrame", &["group_by", "shape"], &["FrameExt"]),
            ("FrameExt", &["describe", "shape"], &[]),
            ("StringChunked", &["to_lowercase"], &[]),
        ]),
        aliases: [
            alias("Array", "ArrayBase<OwnedRepr<A>, D>"),
            alias("Array2", "Array<A, Ix2>"),
            alias("StringChunked", "ChunkedArray<StringType>"),
        ]
        .into(),
        modules: [("plot".to_owned(), vec![entry("line", Kind::Function, "fn line()")])].into(),
    }
}

fn methods(type_name: &str) -> Vec<String> {
    docs().methods_of(type_name).map(|entry| entry.name.clone()).collect()
}

#[test]
fn methods_are_found_by_the_last_segment_of_the_type() {
    let frame = ["group_by", "shape", "describe"];
    assert_eq!(methods("DataFrame"), frame);
    assert_eq!(methods("ferrolab_prelude::polars::prelude::DataFrame"), frame);
    assert_eq!(methods("&'static mut ferrolab_prelude::polars::prelude::DataFrame"), frame);
    assert_eq!(methods("std::boxed::Box<polars::prelude::DataFrame>"), frame);
    assert_eq!(methods("&dyn crate::frame::FrameExt"), ["describe", "shape"]);
    assert_eq!(methods("std::vec::Vec<polars::prelude::DataFrame>"), [""; 0]);
    assert_eq!(methods(""), [""; 0]);
}

#[test]
fn short_and_long_names_of_a_type_answer_alike() {
    assert_eq!(methods("ndarray::Array2"), ["dot"]);
    assert_eq!(methods("ndarray::ArrayBase<ndarray::OwnedRepr<f64>, ndarray::Dim<[usize; 2]>>"), ["dot"]);
    assert_eq!(
        methods("polars::prelude::ChunkedArray<polars::prelude::StringType>"),
        ["cast", "to_lowercase"]
    );
    assert_eq!(methods("StringChunked"), ["to_lowercase", "cast"]);
    assert_eq!(methods("polars::prelude::ChunkedArray<polars::prelude::BooleanType>"), ["cast"]);
}

#[test]
fn aliases_that_go_in_circles_end() {
    let mut docs = docs();
    docs.aliases = [("A".to_owned(), "B<A>".to_owned()), ("B".to_owned(), "A".to_owned())].into();
    assert_eq!(docs.methods_of("A").count(), 0);
}

#[test]
fn a_name_is_found_at_the_top_then_in_modules_then_among_methods() {
    let docs = docs();
    assert_eq!(docs.find("DataFrame").unwrap().kind(), "struct");
    assert_eq!(docs.find("df").unwrap(), docs.find("df!").unwrap());
    assert_eq!(docs.find("line").unwrap().kind(), "function");
    assert_eq!(docs.find("dot").unwrap().kind(), "method");
    assert_eq!(docs.find("nothing"), None);
    assert_eq!(docs.members_of("plot").count(), 1);
    assert_eq!(docs.members_of("ferrolab_prelude::plot").count(), 1);
    assert_eq!(docs.members_of("plots").count(), 0);
}

#[test]
fn paths_are_left_out() {
    let name = "ndarray::ArrayBase<ndarray::ViewRepr<&'a f64>, ndarray::Dim<[usize; 2]>>";
    assert_eq!(without_paths(name), "ArrayBase<ViewRepr<&'a f64>, Dim<[usize; 2]>>");
    assert_eq!(without_paths("(a::B, c::d::E)"), "(B, E)");
    assert_eq!(without_paths("f64"), "f64");
}

#[test]
fn a_long_signature_is_broken() {
    let mut entry = entry(
        "apply",
        Kind::Method,
        "fn apply<F: Fn(f64, f64) -> f64, I>(self, by: HashMap<String, Vec<f64>>, function: F, columns: I) -> Result<Self> where I: IntoIterator<Item = String>",
    );
    entry.docs = "Applies.".to_owned();
    expect![[r#"
        fn apply<F: Fn(f64, f64) -> f64, I>(
            self,
            by: HashMap<String, Vec<f64>>,
            function: F,
            columns: I,
        ) -> Result<Self>
        where I: IntoIterator<Item = String>

        Applies."#]]
    .assert_eq(&entry.text());
    assert_eq!(method("short").text(), "fn short(&self)");
}

#[test]
fn the_file_is_read_when_something_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let lazy = LazyDocs { root: Some(folder.path().to_owned()), docs: OnceLock::new() };
    fs::write(folder.path().join(FILE_NAME), serde_json::to_vec(&docs()).unwrap()).unwrap();
    assert_eq!(*lazy, docs());
    assert_eq!(*LazyDocs::default(), PreludeDocs::default());
    assert_eq!(*LazyDocs::from(docs()), docs());
}

#[test]
fn a_missing_or_broken_file_documents_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let lazy = || LazyDocs { root: Some(folder.path().to_owned()), docs: OnceLock::new() };
    assert_eq!(*lazy(), PreludeDocs::default());
    fs::write(folder.path().join(FILE_NAME), "{\"names\": [").unwrap();
    assert_eq!(*lazy(), PreludeDocs::default());
}
