//! NumPy's archives of several arrays by name, `.npz`.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use ndarray_npy::{NpzReader, NpzWriter, WriteNpzError};

use super::npy::{LoadArray, SaveArray, StoredArray, with_extension};
use crate::error::{Error, Result, Suggestion};
use crate::files::{open, unreadable, unwritable};

const FORMAT: &str = "NumPy archive (.npz)";

/// Arrays by name, read from a `.npz` file by [`load_npz`].
#[derive(Clone, Debug)]
pub struct Npz {
    path: PathBuf,
    arrays: Vec<(String, StoredArray)>,
}

impl Npz {
    /// The names of the arrays, in the order of the file.
    pub fn names(&self) -> Vec<&str> {
        self.arrays.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// One array as the type asked for; all number types can be read as `f64`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a name that there is not, with the nearest one; [`Error::Shape`] for
    /// another number of dimensions; [`Error::Read`] for another element type.
    pub fn get<A: LoadArray>(&self, name: &str) -> Result<A> {
        A::from_stored(self.stored(name)?, &self.path)
    }

    fn stored(&self, name: &str) -> Result<StoredArray> {
        if let Some((_, array)) = self.arrays.iter().find(|(other, _)| other == name) {
            return Ok(array.clone());
        }
        let names = self.names();
        let suggestion = Suggestion::nearest(name, names.iter().copied());
        let expected = format!("one of {}.{suggestion}", names.join(", "));
        Err(Error::parameter("Npz", "name", name, expected.trim_end_matches('.')))
    }
}

/// Reads a `.npz` file with all its arrays.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// # let path = std::env::temp_dir().join("ferrolab_doc.npz");
/// np::savez(&path, &[("x", &array![[1.0, 2.0]]), ("y", &array![0_i64, 1])])?;
/// let archive = np::load_npz(&path)?;
/// assert_eq!(archive.names(), ["x", "y"]);
/// let x: Array2<f64> = archive.get("x")?;
/// assert_eq!(x, array![[1.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`], [`Error::Read`] for another format or elements that are not numbers.
pub fn load_npz(path: impl AsRef<Path>) -> Result<Npz> {
    read(path.as_ref())
}

fn read(path: &Path) -> Result<Npz> {
    let advice =
        " A single array (.npy) is read with `np::load`; objects, text and complex numbers cannot be.";
    let mut archive = NpzReader::new(open(path, FORMAT)?)
        .map_err(|error| unreadable(path, FORMAT, error.into(), advice))?;
    let names = archive.names().map_err(|error| unreadable(path, FORMAT, error.into(), advice))?;
    let mut arrays = Vec::with_capacity(names.len());
    for name in names {
        let array = StoredArray::read_from(&mut archive, &name)
            .map_err(|error| unreadable(path, FORMAT, format!("array `{name}`: {error}").into(), advice))?;
        arrays.push((name, array));
    }
    Ok(Npz { path: path.to_owned(), arrays })
}

/// Writes arrays by name to a compressed `.npz` file, which `numpy.load` reads; a name without
/// extension gets it.
///
/// # Errors
/// [`Error::DuplicateName`], [`Error::Write`].
pub fn savez(path: impl AsRef<Path>, arrays: &[(&str, &dyn SaveArray)]) -> Result<()> {
    write(&with_extension(path.as_ref(), "npz"), arrays)
}

fn write(path: &Path, arrays: &[(&str, &dyn SaveArray)]) -> Result<()> {
    for (place, (name, _)) in arrays.iter().enumerate() {
        if arrays[..place].iter().any(|(other, _)| other == name) {
            return Err(Error::DuplicateName { what: "np::savez", name: (*name).to_owned() });
        }
    }
    let file = File::create(path).map_err(|error| unwritable(path, FORMAT, error.into()))?;
    add_all(file, arrays).map_err(|error| unwritable(path, FORMAT, error.into()))
}

fn add_all(file: File, arrays: &[(&str, &dyn SaveArray)]) -> Result<(), WriteNpzError> {
    let mut archive = NpzWriter::new_compressed(BufWriter::new(file));
    for (name, array) in arrays {
        array.add_to(name, &mut archive)?;
    }
    archive.finish()?;
    Ok(())
}
