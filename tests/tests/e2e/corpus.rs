//! The cell corpus, on both engines.

use ferrolab_tests::corpus::check;
use ferrolab_tests::kernel::{Engine, has_engine};

/// One test per session. Those named after the semicolon also run on evcxr's engine. The others
/// differ there, partly from run to run (which stream comes first, the order of `:vars`, paths in
/// messages); ARCHITECTURE.md lists how.
macro_rules! sessions {
    ($($name:ident),* ; $($stable:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), Engine::Direct);
        })*

        mod evcxr {
            use super::*;
            $(#[test]
            fn $stable() {
                if has_engine(Engine::Evcxr, concat!("corpus::evcxr::", stringify!($stable))) {
                    check(stringify!($stable), Engine::Evcxr);
                }
            })*
        }

        #[test]
        fn every_file_of_the_corpus_is_run() {
            let mut files: Vec<_> = std::fs::read_dir(ferrolab_tests::setup::file("corpus"))
                .unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            files.sort();
            let mut named = [$(stringify!($name)),*];
            named.sort_unstable();
            assert_eq!(files, named);
        }
    };
}

sessions!(commands, deaths, errors, frames, items, models, output, text, values, variables; text);
