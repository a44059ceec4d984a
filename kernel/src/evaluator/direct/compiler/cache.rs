//! Compiled cells, kept on disk: who restarts a notebook and runs it again, or opens a teammate's
//! that has not changed, does not wait for the compiler a second time.
//!
//! A cell's text as it is generated, with the compiler's options and the prelude, decides what comes
//! out; their hash names the file. It holds what the compiler said and the library, or no library
//! where the cell was refused. Files are written whole or not at all, whichever kernel comes first;
//! the longest unused go when there are too many.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::super::notebook::words;
use crate::prelude_store::{Prelude, location};

/// Names the folder to use; `off`: nothing is kept, and nothing that was kept is used.
pub const VARIABLE: &str = "FERROLAB_CELL_CACHE";
/// In the data directory, if not named.
const FOLDER: &str = "cache/cells";
const LARGEST: u64 = 500 << 20;
/// A cell that mentions one of these may read a file or a setting while it is compiled.
const READS_MORE: [&str; 6] = ["include", "include_str", "include_bytes", "env", "option_env", "mod"];

#[derive(Debug)]
pub struct CellCache {
    folder: PathBuf,
    /// What all cells of this prelude have in common.
    prelude: Sha256,
}

/// What a former compilation brought.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    pub said: Vec<u8>,
    /// None: the cell was refused.
    pub library: Option<Vec<u8>>,
}

impl CellCache {
    /// None when it is switched off or there is no place for it.
    pub fn of(prelude: &Prelude) -> Option<Self> {
        let folder = match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            Some(value) if value == "off" => return None,
            Some(folder) => folder.into(),
            None => location::data_dir().ok()?.join(FOLDER),
        };
        let cache = Self::new(&folder, prelude).ok()?;
        // Nobody waits for it; what fails now is done by the next kernel.
        std::thread::spawn(move || trim(&folder, LARGEST));
        Some(cache)
    }

    fn new(folder: &Path, prelude: &Prelude) -> io::Result<Self> {
        // Others on the machine must not plant what this kernel is going to load.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut hasher = Sha256::new();
        let library = fs::metadata(prelude.library())?;
        part(&mut hasher, prelude.root.as_os_str().as_bytes());
        part(&mut hasher, prelude.toolchain().version.as_bytes());
        for number in [library.len() as i64, library.mtime(), library.mtime_nsec()] {
            part(&mut hasher, &number.to_le_bytes());
        }
        Ok(Self { folder: folder.to_owned(), prelude: hasher })
    }

    /// Where the result of this compilation is kept; None if more than its text decides on it.
    pub fn place<'a>(
        &self,
        root: &str,
        body: &str,
        options: impl Iterator<Item = &'a OsStr>,
    ) -> Option<PathBuf> {
        if words(body).any(|word| READS_MORE.contains(&word)) {
            return None;
        }
        let mut hasher = self.prelude.clone();
        part(&mut hasher, root.as_bytes());
        part(&mut hasher, body.as_bytes());
        options.for_each(|option| part(&mut hasher, option.as_bytes()));
        let name: String = hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Some(self.folder.join(name))
    }
}

/// With its length, so that two lists of parts never look alike.
fn part(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

impl Kept {
    /// A file that is damaged is as good as none.
    pub fn read(place: &Path) -> Option<Self> {
        let bytes = fs::read(place).ok()?;
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let (said, library) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let (library, check) = library.split_last_chunk::<32>()?;
        if Sha256::digest(&bytes[..bytes.len() - check.len()]).as_slice() != check {
            return None;
        }
        // Says when it was last used.
        let _ = fs::File::open(place).and_then(|file| file.set_modified(SystemTime::now()));
        let library = (!library.is_empty()).then(|| library.to_vec());
        Some(Self { said: said.to_vec(), library })
    }

    /// A cell that cannot be kept (the disk is full, say) is compiled again next time.
    pub fn write(&self, place: &Path) -> io::Result<()> {
        let length = (self.said.len() as u64).to_le_bytes();
        let library = self.library.as_deref().unwrap_or_default();
        let bytes = [&length, self.said.as_slice(), library].concat();
        let folder = place.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&bytes)?;
        file.write_all(&Sha256::digest(&bytes))?;
        file.persist(place)?;
        Ok(())
    }
}

/// Removes the longest unused until four fifths of the limit are left, if there are more.
fn trim(folder: &Path, limit: u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let about = |entry: fs::DirEntry| {
        let metadata = entry.metadata().ok()?;
        Some((metadata.modified().ok()?, metadata.len(), entry.path()))
    };
    let mut files: Vec<_> = entries.flatten().filter_map(about).collect();
    let mut size: u64 = files.iter().map(|(_, length, _)| length).sum();
    if size <= limit {
        return;
    }
    files.sort();
    for (_, length, path) in files {
        if size <= limit / 5 * 4 {
            break;
        }
        if fs::remove_file(path).is_ok() {
            size -= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn kept(library: &[u8]) -> Kept {
        Kept { said: b"{\"message\":\"m\"}\n".to_vec(), library: Some(library.to_vec()) }
    }

    #[test]
    fn what_is_written_is_read_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("cell");
        assert_eq!(Kept::read(&place), None);
        for one in [kept(b"\x7fELF"), Kept { said: Vec::new(), library: None }] {
            one.write(&place).unwrap();
            assert_eq!(Kept::read(&place), Some(one));
        }
        kept(b"\x7fELF").write(&place).unwrap();
        let whole = fs::read(&place).unwrap();
        for broken in [&whole[..3], &whole[..whole.len() - 1], b"", &[255; 64]] {
            fs::write(&place, broken).unwrap();
            assert_eq!(Kept::read(&place), None);
        }
    }

    #[test]
    fn everything_that_decides_on_the_result_is_in_the_name() {
        let cache = CellCache { folder: "/c".into(), prelude: Sha256::new() };
        let place = |body: &str, options: &[&str]| cache.place("root", body, options.iter().map(OsStr::new));
        let one = place("a", &["-O"]).unwrap();
        assert_eq!(Some(&one), place("a", &["-O"]).as_ref());
        for other in [place("b", &["-O"]), place("a", &[]), place("a-O", &[]), place("a", &["-", "O"])] {
            assert_ne!(Some(&one), other.as_ref());
        }
        assert_eq!(place("include_str!(\"file\")", &[]), None);
        assert!(place("let included = 1;", &[]).is_some());
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, age: u64| {
            let path = folder.path().join(name);
            fs::write(&path, [0; 100]).unwrap();
            let time = SystemTime::now() - Duration::from_secs(age);
            fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
            path
        };
        let (new, old, older) = (file("new", 1), file("old", 50), file("older", 100));
        trim(folder.path(), 300);
        assert!(older.exists(), "all fit");
        trim(folder.path(), 299);
        assert!(new.exists() && old.exists() && !older.exists());
    }
}
