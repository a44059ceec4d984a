//! How a person starts this program. A remedy that says `ferrolab install` helps nobody whose shell
//! does not know `ferrolab`: in a clone it is `cargo run`, for a kernel that Jupyter started it is
//! the installed copy with its path.

use std::env;
use std::path::Path;

/// The command line with these arguments, to be typed as it stands.
#[must_use]
pub fn of(arguments: &str) -> String {
    let program = choose(
        env::var_os("CARGO").is_some(),
        which::which("ferrolab").ok().as_deref(),
        env::current_exe().ok().as_deref(),
    );
    format!("{program} {arguments}")
}

fn choose(under_cargo: bool, on_path: Option<&Path>, running: Option<&Path>) -> String {
    let real = |path: Option<&Path>| path.and_then(|path| path.canonicalize().ok());
    if under_cargo {
        return "cargo run --release --".to_owned();
    }
    match (real(on_path), real(running)) {
        (Some(on_path), Some(running)) if on_path == running => "ferrolab".to_owned(),
        (_, Some(running)) => quoted(&running),
        _ => "ferrolab".to_owned(),
    }
}

fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-+".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_command_is_one_that_works_where_the_person_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (a, b) = (root.join("ferrolab"), root.join("ferrolab 2"));
        fs::write(&a, "").unwrap();
        fs::write(&b, "").unwrap();
        assert_eq!(choose(true, Some(&a), Some(&a)), "cargo run --release --");
        assert_eq!(choose(false, Some(&a), Some(&a)), "ferrolab");
        assert_eq!(choose(false, None, Some(&a)), a.display().to_string());
        assert_eq!(choose(false, Some(&a), Some(&b)), format!("'{}'", b.display()));
        assert_eq!(choose(false, None, None), "ferrolab");
    }
}
