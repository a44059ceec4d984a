//! NumPy's files of one array, `.npy`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use ndarray::{Array, ArrayBase, ArrayD, ArrayViewD, Data, Dimension, IxDyn, OwnedRepr};
use ndarray_npy::{
    NpzReader, NpzWriter, ReadNpyError, ReadNpyExt, ReadNpzError, WriteNpyError, WriteNpyExt, WriteNpzError,
};

use crate::error::{Error, Result};
use crate::files::{open, unreadable, unwritable};

const NPY: &str = "NumPy array (.npy)";

macro_rules! stored {
    ($($variant:ident($element:ty)),*) => {
        /// An array as it lies in a file, in its own element type.
        #[derive(Clone, Debug, PartialEq)]
        pub enum StoredArray {
            $($variant(ArrayD<$element>)),*
        }

        impl StoredArray {
            fn read(source: &mut (impl Read + Seek)) -> Result<Self, ReadNpyError> {
                $(
                    source.rewind()?;
                    match ArrayD::<$element>::read_npy(&mut *source) {
                        Ok(array) => return Ok(Self::$variant(array)),
                        Err(ReadNpyError::WrongDescriptor(_)) => {}
                        Err(error) => return Err(error),
                    }
                )*
                // None fits: once more, for the error.
                source.rewind()?;
                ArrayD::read_npy(source).map(Self::F64)
            }

            /// The array of a name in an archive.
            pub(super) fn read_from(
                archive: &mut NpzReader<BufReader<File>>,
                name: &str,
            ) -> Result<Self, ReadNpzError> {
                $(
                    match archive.by_name::<OwnedRepr<$element>, IxDyn>(name) {
                        Ok(array) => return Ok(Self::$variant(array)),
                        Err(ReadNpzError::Npy(ReadNpyError::WrongDescriptor(_))) => {}
                        Err(error) => return Err(error),
                    }
                )*
                archive.by_name::<OwnedRepr<f64>, IxDyn>(name).map(Self::F64)
            }

            /// The element type by Rust's name.
            fn element(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($element)),*
                }
            }

            /// The numbers, integers beyond 2⁵³ rounded.
            fn into_floats(self) -> ArrayD<f64> {
                match self {
                    $(Self::$variant(array) => array.mapv(super::numbers::Number::to_f64)),*
                }
            }
        }

        $(
            impl StoredElement for $element {
                fn from_stored(stored: StoredArray) -> Result<ArrayD<Self>, &'static str> {
                    match stored {
                        StoredArray::$variant(array) => Ok(array),
                        other => <$element>::convert(other),
                    }
                }
            }

            impl SavedElement for $element {
                fn write(array: &ArrayViewD<'_, Self>, target: &mut dyn Write) -> Result<(), WriteNpyError> {
                    array.write_npy(target)
                }

                fn add(array: &ArrayViewD<'_, Self>, name: &str, archive: &mut Archive) -> Result<(), WriteNpzError> {
                    archive.add_array(name, array)
                }
            }
        )*
    };
}
stored!(
    F64(f64),
    F32(f32),
    I64(i64),
    I32(i32),
    I16(i16),
    I8(i8),
    U64(u64),
    U32(u32),
    U16(u16),
    U8(u8),
    Bool(bool)
);

/// What becomes of an array of another element type: numbers of every kind can be read as `f64`.
trait Convert: Sized {
    fn convert(stored: StoredArray) -> Result<ArrayD<Self>, &'static str>;
}

impl Convert for f64 {
    fn convert(stored: StoredArray) -> Result<ArrayD<Self>, &'static str> {
        Ok(stored.into_floats())
    }
}

macro_rules! exact_only {
    ($($element:ty),*) => {$(
        impl Convert for $element {
            fn convert(stored: StoredArray) -> Result<ArrayD<Self>, &'static str> {
                Err(stored.element())
            }
        }
    )*};
}
exact_only!(f32, i64, i32, i16, i8, u64, u32, u16, u8, bool);

/// Elements that a file's array can be read as: `f64` takes all, the others exactly their own.
pub trait StoredElement: Sized {
    /// The array in this type, or the name of the type it has.
    ///
    /// # Errors
    /// The name of the file's element type if it is another.
    fn from_stored(stored: StoredArray) -> Result<ArrayD<Self>, &'static str>;
}

/// Elements that NumPy's format knows.
pub trait SavedElement: Clone {
    /// Writes an array in NumPy's format.
    ///
    /// # Errors
    /// Those of the file system.
    fn write(array: &ArrayViewD<'_, Self>, target: &mut dyn Write) -> Result<(), WriteNpyError>;

    /// Adds an array to an archive.
    ///
    /// # Errors
    /// Those of the file system.
    fn add(array: &ArrayViewD<'_, Self>, name: &str, archive: &mut Archive) -> Result<(), WriteNpzError>;
}

/// An archive while it is written.
pub type Archive = NpzWriter<BufWriter<File>>;

/// Places and counts go as NumPy's own `int64`.
impl SavedElement for usize {
    fn write(array: &ArrayViewD<'_, Self>, target: &mut dyn Write) -> Result<(), WriteNpyError> {
        integers(array).write_npy(target)
    }

    fn add(array: &ArrayViewD<'_, Self>, name: &str, archive: &mut Archive) -> Result<(), WriteNpzError> {
        archive.add_array(name, &integers(array))
    }
}

fn integers(array: &ArrayViewD<'_, usize>) -> ArrayD<i64> {
    array.mapv(|value| i64::try_from(value).unwrap_or(i64::MAX))
}

/// An array type that a file can be read as: `Array1<f64>`, `Array2<f64>`, `Array1<i64>` …
#[diagnostic::on_unimplemented(
    message = "a NumPy file cannot be read as `{Self}`",
    label = "say what is expected, for example `let x: Array2<f64> = np::load(path)?`"
)]
pub trait LoadArray: Sized {
    /// The array from what the file holds.
    ///
    /// # Errors
    /// [`Error::Shape`] for another number of dimensions, [`Error::Read`] for another element type.
    fn from_stored(stored: StoredArray, path: &Path) -> Result<Self>;
}

impl<T: StoredElement, D: Dimension> LoadArray for Array<T, D> {
    fn from_stored(stored: StoredArray, path: &Path) -> Result<Self> {
        let array = T::from_stored(stored)
            .map_err(|element| other_element(path, element, std::any::type_name::<T>()))?;
        let given = array.shape().to_vec();
        array.into_dimensionality().map_err(|_| other_dimension(path, given, D::NDIM))
    }
}

fn other_element(path: &Path, element: &str, wanted: &str) -> Error {
    let advice = format!(" Read it as an array of {element}, or of f64, which takes all numbers.");
    unreadable(path, NPY, format!("its elements are {element}, not {wanted}").into(), &advice)
}

fn other_dimension(path: &Path, given: Vec<usize>, expected: Option<usize>) -> Error {
    let expected = expected.unwrap_or_default();
    let advice = match given.len() {
        1..=3 => format!("; this one is an Array{}", given.len()),
        _ => "; any number of them is an ArrayD".to_owned(),
    };
    Error::Shape {
        what: format!("the array in `{}`", path.display()),
        given,
        expected: format!("{expected} axes{advice}"),
    }
}

/// Reads a `.npy` file as the array type asked for; all number types can be read as `f64`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// # let path = std::env::temp_dir().join("ferrolab_doc.npy");
/// np::save(&path, &array![[1, 2], [3, 4]])?;
/// let x: Array2<f64> = np::load(&path)?;
/// assert_eq!(x, array![[1.0, 2.0], [3.0, 4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`], [`Error::Read`] for another format or element type, [`Error::Shape`] for
/// another number of dimensions.
pub fn load<A: LoadArray>(path: impl AsRef<Path>) -> Result<A> {
    A::from_stored(read(path.as_ref())?, path.as_ref())
}

fn read(path: &Path) -> Result<StoredArray> {
    let mut file = open(path, NPY)?;
    let advice = if path.extension().is_some_and(|extension| extension == "npz") {
        " An archive of several arrays is read with `np::load_npz`."
    } else {
        " Numbers and booleans can be read, objects, text and complex numbers cannot."
    };
    StoredArray::read(&mut file).map_err(|error| unreadable(path, NPY, error.into(), advice))
}

/// What can be saved: an array of numbers or booleans.
pub trait SaveArray {
    /// Writes it in NumPy's format.
    ///
    /// # Errors
    /// Those of the file system.
    fn write_to(&self, target: &mut dyn Write) -> Result<(), WriteNpyError>;

    /// Adds it to an archive.
    ///
    /// # Errors
    /// Those of the file system.
    fn add_to(&self, name: &str, archive: &mut Archive) -> Result<(), WriteNpzError>;
}

impl<T: SavedElement, S: Data<Elem = T>, D: Dimension> SaveArray for ArrayBase<S, D> {
    fn write_to(&self, target: &mut dyn Write) -> Result<(), WriteNpyError> {
        T::write(&self.view().into_dyn(), target)
    }

    fn add_to(&self, name: &str, archive: &mut Archive) -> Result<(), WriteNpzError> {
        T::add(&self.view().into_dyn(), name, archive)
    }
}

/// Writes an array to a `.npy` file, which `numpy.load` reads; a name without extension gets it.
///
/// # Errors
/// [`Error::Write`].
pub fn save(path: impl AsRef<Path>, array: &impl SaveArray) -> Result<()> {
    write(path.as_ref(), array)
}

fn write(path: &Path, array: &dyn SaveArray) -> Result<()> {
    let path = with_extension(path, "npy");
    let file = File::create(&path).map_err(|error| unwritable(&path, NPY, error.into()))?;
    let mut target = BufWriter::new(file);
    array.write_to(&mut target).map_err(|error| unwritable(&path, NPY, error.into()))?;
    target.flush().map_err(|error| unwritable(&path, NPY, error.into()))
}

/// As NumPy names its files.
pub(super) fn with_extension(path: &Path, extension: &str) -> PathBuf {
    if path.extension().is_some() { path.to_owned() } else { path.with_extension(extension) }
}
