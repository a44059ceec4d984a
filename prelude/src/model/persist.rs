//! Fitted models in files: one line that says what it is, then MessagePack, which keeps every number
//! exactly. What is written is the boxed form of a role, so that a model can be read back without
//! knowing its type.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{FittedAnomalyDetector, FittedClassifier, FittedClusterer, FittedModel, FittedRegressor};
use crate::error::{Error, Result};
use crate::files::{not_found, unreadable, unwritable, write_whole};

const FORMAT: &str = "a Ferrolab model";
const MAGIC: &str = "ferrolab-model";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    ferrolab: String,
    role: String,
    model: String,
}

/// What can be in a file.
pub(crate) trait Stored: Serialize {
    const ROLE: &'static str;
    fn model_name(&self) -> String;
}

macro_rules! stored {
    ($($role:ident: $word:literal),*) => {$(
        impl Stored for Box<dyn $role> {
            const ROLE: &'static str = $word;
            fn model_name(&self) -> String {
                self.name().to_owned()
            }
        }
    )*};
}
stored!(
    FittedRegressor: "regressor",
    FittedClassifier: "classifier",
    FittedClusterer: "clusterer",
    FittedAnomalyDetector: "anomaly detector"
);

pub(crate) fn save<T: Stored>(model: &T, path: &Path) -> Result<()> {
    let header = Header {
        format: MAGIC.to_owned(),
        version: VERSION,
        ferrolab: env!("CARGO_PKG_VERSION").to_owned(),
        role: T::ROLE.to_owned(),
        model: model.model_name(),
    };
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| unwritable(path, FORMAT, error);
    let mut bytes = serde_json::to_vec(&header).map_err(|error| failed(error.into()))?;
    bytes.push(b'\n');
    rmp_serde::encode::write_named(&mut bytes, model).map_err(|error| failed(error.into()))?;
    write_whole(path, FORMAT, &bytes)
}

/// The model in a file, which must be of the role `T`.
pub(crate) fn load<T: Stored + DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = read(path)?;
    let (header, body) = opened(path, &bytes)?;
    if header.role != T::ROLE {
        return Err(other(path, &header, T::ROLE));
    }
    parsed(path, body)
}

/// The error of a file that holds another model than was asked for.
pub(crate) fn other_model(path: &Path, found: &str, wanted: &str) -> Error {
    let reason = format!("it holds a fitted `{found}`, but `{wanted}` was asked for");
    unreadable(path, FORMAT, reason.into(), " Load it by its own type, or with `load_model`.")
}

fn other(path: &Path, header: &Header, wanted: &str) -> Error {
    other_model(path, &format!("{} ({})", header.model, header.role), wanted)
}

/// Reads a regressor or a classifier, of whatever type, from a file that `save` wrote.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let path = std::env::temp_dir().join("ferrolab_doc_any.model");
/// LinearRegression::new().fit(&diabetes())?.save(&path)?;
/// let model = load_model(&path)?;
/// assert_eq!(model.name(), "LinearRegression");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with the nearest name, [`Error::Read`] for a file of another kind.
pub fn load_model(path: impl AsRef<Path>) -> Result<FittedModel> {
    load_any(path.as_ref())
}

fn load_any(path: &Path) -> Result<FittedModel> {
    let bytes = read(path)?;
    let (header, body) = opened(path, &bytes)?;
    match header.role.as_str() {
        <Box<dyn FittedRegressor> as Stored>::ROLE => Ok(FittedModel::Regressor(parsed(path, body)?)),
        <Box<dyn FittedClassifier> as Stored>::ROLE => Ok(FittedModel::Classifier(parsed(path, body)?)),
        _ => Err(other(path, &header, "a regressor or a classifier")),
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => not_found(path),
        _ => unreadable(path, FORMAT, error.into(), ""),
    })
}

fn opened<'a>(path: &Path, bytes: &'a [u8]) -> Result<(Header, &'a [u8])> {
    let failed = |reason: String| {
        unreadable(path, FORMAT, reason.into(), " Give a file that a model's `save` has written.")
    };
    let end = bytes.iter().take(4096).position(|byte| *byte == b'\n');
    let header = end.and_then(|end| serde_json::from_slice::<Header>(&bytes[..end]).ok());
    match (header, end) {
        (Some(header), Some(end)) if header.format == MAGIC => {
            if header.version > VERSION {
                return Err(failed(format!("it was written by the newer Ferrolab {}", header.ferrolab)));
            }
            Ok((header, &bytes[end + 1..]))
        }
        _ => Err(failed("it does not begin like one".to_owned())),
    }
}

fn parsed<T: DeserializeOwned>(path: &Path, body: &[u8]) -> Result<T> {
    let advice = " It may be damaged, or written by another version of Ferrolab.";
    rmp_serde::from_slice(body).map_err(|error| unreadable(path, FORMAT, error.into(), advice))
}
