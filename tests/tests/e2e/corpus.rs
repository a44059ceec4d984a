//! The cell corpus, on both engines.

use ferrolab_tests::corpus::{check, unexplained};
use ferrolab_tests::kernel::{Engine, has_engine};

/// One test per session; the one named after the semicolon must come out alike on evcxr's engine too.
/// The others differ there as their files say, partly from run to run: `check` compares them on
/// demand, see below.
macro_rules! sessions {
    ($($name:ident),* ; $($alike:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), Engine::Direct);
        })*

        mod evcxr {
            use super::*;
            $(#[test]
            fn $alike() {
                if has_engine(Engine::Evcxr, concat!("corpus::evcxr::", stringify!($alike))) {
                    check(stringify!($alike), Engine::Evcxr);
                }
            })*

            /// Every session, with the differences that its file lists, when asked for by
            /// `FERROLAB_CORPUS=evcxr`.
            #[test]
            fn all_when_asked_for() {
                if std::env::var("FERROLAB_CORPUS").is_ok_and(|engine| engine == "evcxr") {
                    for file in [$(stringify!($name)),*] {
                        check(file, Engine::Evcxr);
                    }
                }
            }
        }

        #[test]
        fn every_difference_has_its_reason() {
            for file in [$(stringify!($name)),*] {
                let unexplained: Vec<_> = unexplained(file);
                assert!(unexplained.is_empty(), "{file}: {unexplained:?}");
            }
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

sessions!(commands, data, deaths, errors, frames, items, learning, models, output, reach, text, values, variables; text);
