//! `kernel_info_request`: who we are. The first question of every front end, and the one whose
//! answer it waits for, so nothing here may need anything.

use crate::protocol::PROTOCOL_VERSION;
use crate::protocol::content::{HelpLink, KernelInfoReply, LanguageInfo, ReplyStatus};

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub fn reply(language_version: &str) -> KernelInfoReply {
    KernelInfoReply {
        status: ReplyStatus::Ok,
        protocol_version: PROTOCOL_VERSION,
        implementation: "ferrolab",
        implementation_version: VERSION,
        language_info: LanguageInfo {
            name: "rust",
            version: language_version.to_owned(),
            // CodeMirror's name for Rust; with `text/rust` it would not know how to colour a cell.
            mimetype: "text/x-rustsrc",
            file_extension: ".rs",
            pygments_lexer: "rust",
            codemirror_mode: "rust",
            nbconvert_exporter: "script",
        },
        banner: format!(
            "Ferrolab {VERSION}: machine learning in Rust {language_version}. `:help` lists commands."
        ),
        help_links: [
            ("Rust", "https://doc.rust-lang.org/std/"),
            ("The Rust Book", "https://doc.rust-lang.org/book/"),
            ("polars", "https://docs.rs/polars/latest/polars/"),
            ("ndarray", "https://docs.rs/ndarray/latest/ndarray/"),
            ("linfa", "https://docs.rs/linfa/latest/linfa/"),
        ]
        .map(|(text, url)| HelpLink { text: text.to_owned(), url: url.to_owned() })
        .into(),
        debugger: false,
        supported_features: Vec::new(),
    }
}
