//! What the heavy crates cost to compile, in seconds of one compiler process, measured on two cores
//! with the release profile. Only the proportions matter, and only roughly: they make the estimate
//! of a build fair. To be measured anew when the dependencies change much (`cargo build --timings`).

/// Crates that are not in the table.
const USUAL: f64 = 0.7;

/// By package name, the heaviest first.
const HEAVY: &[(&str, f64)] = &[
    ("polars-ops", 500.0),
    ("ferrolab-prelude", 300.0),
    ("polars-core", 200.0),
    ("polars-expr", 140.0),
    ("polars-stream", 120.0),
    ("ra_ap_hir_ty", 110.0),
    ("polars-plan", 100.0),
    ("polars-parquet", 85.0),
    ("ra_ap_hir_def", 83.0),
    ("polars-time", 75.0),
    ("sqlparser", 70.0),
    ("ra_ap_ide_assists", 69.0),
    ("polars-compute", 66.0),
    ("ferrolab-library", 60.0),
    ("polars-sql", 60.0),
    ("ferrolab", 55.0),
    ("polars-mem-engine", 50.0),
    ("ra_ap_hir", 43.0),
    ("ra_ap_ide", 41.0),
    ("polars-arrow", 37.0),
    ("polars-io", 36.0),
    ("ra_ap_ide_db", 26.0),
    ("ra_ap_ide_completion", 22.0),
    ("ra_ap_intern", 21.0),
    ("ra_ap_project_model", 20.0),
    ("forust-ml", 18.0),
    ("object_store", 17.0),
    ("ra_ap_hir_expand", 16.5),
    ("rustls", 16.0),
    ("ra_ap_ide_diagnostics", 16.0),
    ("ra_ap_syntax", 15.5),
    ("evcxr", 14.0),
    ("reqwest", 14.0),
    ("polars-ooc", 13.0),
    ("regex-automata", 12.5),
    ("jupyter-protocol", 12.0),
    ("zeromq", 12.0),
    ("tokio", 9.5),
    ("polars-json", 9.0),
    ("clap_builder", 8.8),
    ("polars-row", 8.5),
    ("ra_ap_ide_ssr", 8.0),
    ("smartcore", 7.8),
    ("syntect", 7.6),
    ("jsonpath_lib_polars_vendor", 7.0),
    ("chrono-tz", 6.6),
    ("polars-lazy", 6.5),
    ("ra_ap_base_db", 6.5),
    ("object", 6.4),
    ("h2", 6.3),
    ("regex-syntax", 6.0),
    ("salsa", 6.0),
    ("linfa-svm", 5.5),
    ("aho-corasick", 4.5),
    ("zlib-rs", 4.4),
    ("simd-json", 4.2),
    ("syn", 3.9),
    ("polars-arrow-format", 3.8),
    ("ring", 3.7),
    ("ndarray", 3.6),
    ("brotli", 3.5),
    ("polars-utils", 3.3),
];

pub fn of(package: &str) -> f64 {
    HEAVY.iter().find(|(name, _)| *name == package).map_or(USUAL, |(_, cost)| *cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavy_crates_weigh_more_than_usual_ones() {
        assert!(of("polars-core") > 50.0 * of("some-small-crate"));
    }

    #[test]
    fn the_table_is_sorted_and_names_nobody_twice() {
        assert!(HEAVY.is_sorted_by(|(_, a), (_, b)| a >= b));
        let names: std::collections::BTreeSet<_> = HEAVY.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), HEAVY.len());
    }
}
