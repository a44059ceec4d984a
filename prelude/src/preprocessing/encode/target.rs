//! Each category to the mean of the target among its rows.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, fitted_frame_transformer, listed, owned};
use super::super::numeric::setting;
use super::categories::{Categories, MISSING, Nulls, check_nulls};
use super::ordinal::counts_table;
use super::target_folds::{plain, stratified};
use crate::array::AsLabels;
use crate::error::{Error, Result};
use crate::model::{Diagram, FittedFrameTransformer, FrameTransformer, SummaryTable};

mod values;

use values::Target;
pub use values::TargetType;

const NAME: &str = "TargetEncoder";

/// Replaces each category by the mean of the target among its rows, drawn towards the mean of all
/// the more, the fewer rows it has. For a target of more than two classes, one column per class.
///
/// [`fit_transform`](Self::fit_transform) must be used for the training data: it encodes each row
/// by means of other rows only (cross-fitting), so that a row does not tell its own target.
/// [`ColumnTransformer`](crate::preprocessing::ColumnTransformer) does so too.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Oslo", "Oslo", "Oslo", "Rome", "Rome", "Rome"])?;
/// let y = [10.0, 12.0, 14.0, 30.0, 31.0, 35.5];
/// let (encoder, train) = TargetEncoder::new().cv(3).seed(1).fit_transform(&df, &y)?;
/// assert_eq!(train.shape(), (6, 1));
/// let new = encoder.transform(&df!("city" => ["Rome", "Bergen"])?)?.column_array("city")?;
/// assert!(new[0] > 30.0, "{new}");
/// assert!((new[1] - 22.083).abs() < 0.001, "the mean of all");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in
/// classification and prediction problems", SIGKDD Explorations 3, 2001.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetEncoder {
    columns: Option<Vec<String>>,
    target_type: TargetType,
    smooth: Option<f64>,
    cv: usize,
    shuffle: bool,
    seed: u64,
    nulls: Nulls,
}

impl Default for TargetEncoder {
    fn default() -> Self {
        Self {
            columns: None,
            target_type: TargetType::Auto,
            smooth: None,
            cv: 5,
            shuffle: true,
            seed: 0,
            nulls: Nulls::Category,
        }
    }
}

impl TargetEncoder {
    /// For all columns of the frame, smoothed by an empirical Bayes estimate, five folds.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only these columns; others pass unchanged.
    #[must_use]
    pub fn columns<T: AsRef<str>>(mut self, columns: &[T]) -> Self {
        self.columns = Some(owned(columns));
        self
    }

    /// What the target is. Default [`TargetType::Auto`].
    #[must_use]
    pub fn target_type(mut self, target_type: TargetType) -> Self {
        self.target_type = target_type;
        self
    }

    /// How many rows with the mean of all are added to each category. Default: estimated from the
    /// variances within the categories and of all.
    #[must_use]
    pub fn smooth(mut self, rows: f64) -> Self {
        self.smooth = Some(rows);
        self
    }

    /// The number of folds of [`fit_transform`](Self::fit_transform). Default 5.
    #[must_use]
    pub fn cv(mut self, n_folds: usize) -> Self {
        self.cv = n_folds;
        self
    }

    /// Whether rows come to the folds by chance. Default `true`.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// The seed of that chance. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What becomes of missing values. Default [`Nulls::Category`].
    #[must_use]
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    /// Learns from a frame and a target of one value per row: numbers, or labels of classes.
    ///
    /// # Errors
    /// [`Error::SampleMismatch`], [`Error::ColumnNotFound`], [`Error::ColumnType`] for dates,
    /// [`Error::NotFinite`] for such a target, [`Error::SingleClass`], [`Error::Parameter`].
    pub fn fit(&self, df: &DataFrame, target: impl AsLabels) -> Result<FittedTargetEncoder> {
        let target = Target::of(target.labels()?.values, self.target_type)?;
        Ok(self.learn(df, &target)?.0)
    }

    /// Learns from a frame and a target, and encodes each row by what other rows tell.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::TooFew`] for fewer rows than folds.
    pub fn fit_transform(
        &self,
        df: &DataFrame,
        target: impl AsLabels,
    ) -> Result<(FittedTargetEncoder, DataFrame)> {
        self.cross_fit(df, &Target::of(target.labels()?.values, self.target_type)?)
    }

    fn learn(&self, df: &DataFrame, target: &Target) -> Result<(FittedTargetEncoder, Vec<Vec<u32>>)> {
        if let Some(rows) = self.smooth.filter(|rows| !(*rows >= 0.0 && rows.is_finite())) {
            return Err(Error::parameter(NAME, "smooth", rows, "a number of rows, at least 0"));
        }
        let scope = Scope::of(df, self.columns.as_deref())?;
        if df.height() != target.len() {
            return Err(Error::SampleMismatch {
                features: vec![df.height(), df.width()],
                target_length: target.len(),
            });
        }
        let learnt = scope.learn(df, |_, column| {
            let categories = Categories::of(column, self.nulls)?;
            let codes = categories.codes(column)?;
            let encoding = |values: &Vec<f64>| self.encoding(&codes, values, categories.len(), |_| true);
            let encodings: Vec<Encoding> = target.columns.iter().map(encoding).collect();
            Ok((categories, encodings, codes))
        })?;
        let mut codes = Vec::new();
        let (mut categories, mut encodings) = (Vec::new(), Vec::new());
        for (known, encoding, of_rows) in learnt {
            categories.push(known);
            encodings.push(encoding);
            codes.push(of_rows);
        }
        let fitted = FittedTargetEncoder {
            parameters: self.clone(),
            categories,
            encodings,
            classes: target.classes.clone(),
            scope,
        };
        Ok((fitted, codes))
    }

    fn cross_fit(&self, df: &DataFrame, target: &Target) -> Result<(FittedTargetEncoder, DataFrame)> {
        if self.cv < 2 {
            return Err(Error::parameter(NAME, "cv", self.cv, "at least 2 folds"));
        }
        let (fitted, codes) = self.learn(df, target)?;
        let n = df.height();
        if n < self.cv {
            let what = format!("{NAME} with {} folds", self.cv);
            return Err(Error::TooFew { what, needed: self.cv, unit: "rows", given: n });
        }
        let seed = self.shuffle.then_some(self.seed);
        let folds = match &target.class_of_rows {
            Some(classes) => stratified(classes, target.n_classes(), self.cv, seed),
            None => plain(n, self.cv, seed),
        };
        let encoded = fitted.scope.change(NAME, df, |index, column| {
            let codes = &codes[index];
            let mut outputs = vec![vec![None; n]; target.columns.len()];
            for (output, values) in outputs.iter_mut().zip(&target.columns) {
                for fold in 0..self.cv {
                    let n_categories = fitted.categories[index].len();
                    let encoding = self.encoding(codes, values, n_categories, |row| folds[row] != fold);
                    for row in (0..n).filter(|row| folds[*row] == fold) {
                        output[row] = encoding.of(codes[row], self.nulls);
                    }
                }
            }
            Ok(fitted.named(column, outputs))
        })?;
        Ok((fitted, encoded))
    }

    /// What each category becomes, from the rows that `counts` says.
    fn encoding(
        &self,
        codes: &[u32],
        target: &[f64],
        n_categories: usize,
        counts: impl Fn(usize) -> bool,
    ) -> Encoding {
        let rows =
            || codes.iter().zip(target).enumerate().filter(|(row, _)| counts(*row)).map(|(_, pair)| pair);
        let n = rows().count() as f64;
        let mean = rows().map(|(_, y)| y).sum::<f64>() / n;
        let mut sums = vec![(0.0_f64, 0.0_f64); n_categories];
        for (code, y) in rows().filter(|(code, _)| **code != MISSING) {
            sums[*code as usize].0 += y;
            sums[*code as usize].1 += 1.0;
        }
        if let Some(smooth) = self.smooth {
            let value = |(sum, count): &(f64, f64)| match count + smooth {
                0.0 => mean,
                weight => (sum + smooth * mean) / weight,
            };
            return Encoding { values: sums.iter().map(value).collect(), mean };
        }
        let variance = rows().map(|(_, y)| (y - mean).powi(2)).sum::<f64>() / n;
        let mut squares = vec![0.0; n_categories];
        for (code, y) in rows().filter(|(code, _)| **code != MISSING) {
            let (sum, count) = sums[*code as usize];
            squares[*code as usize] += (y - sum / count).powi(2);
        }
        let value = |((sum, count), squares): (&(f64, f64), &f64)| {
            let trust = variance * count / (variance * count + squares / count);
            if trust.is_nan() { mean } else { trust * (sum / count) + (1.0 - trust) * mean }
        };
        Encoding { values: sums.iter().zip(&squares).map(value).collect(), mean }
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("target_type", format!("{:?}", self.target_type)),
            setting("smooth", self.smooth.map_or_else(|| "auto".to_owned(), |rows| rows.to_string())),
            setting("cv", self.cv),
            setting("seed", self.seed),
            setting("nulls", format!("{:?}", self.nulls)),
        ]
    }
}

/// What each category of a column becomes, and what an unknown one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Encoding {
    values: Vec<f64>,
    mean: f64,
}

impl Encoding {
    fn of(&self, code: u32, nulls: Nulls) -> Option<f64> {
        if code == MISSING && nulls == Nulls::Keep {
            return None;
        }
        Some(self.values.get(code as usize).copied().unwrap_or(self.mean))
    }
}

/// A fitted [`TargetEncoder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedTargetEncoder {
    parameters: TargetEncoder,
    categories: Vec<Categories>,
    /// By column, then by class.
    encodings: Vec<Vec<Encoding>>,
    /// The classes of a target with more than two.
    classes: Vec<String>,
    scope: Scope,
}

impl FittedTargetEncoder {
    /// The names of the encoded columns: `city`, or `city_setosa` … for several classes.
    pub fn feature_names_out(&self) -> Vec<String> {
        self.scope.columns.iter().flat_map(|name| self.names(name)).collect()
    }

    fn names(&self, column: &str) -> Vec<String> {
        if self.classes.is_empty() {
            return vec![column.to_owned()];
        }
        self.classes.iter().map(|class| format!("{column}_{class}")).collect()
    }

    fn named(&self, column: &Column, outputs: Vec<Vec<Option<f64>>>) -> Vec<Column> {
        let names = self.names(column.name());
        let pairs = names.into_iter().zip(outputs);
        pairs.map(|(name, values)| Series::new(name.into(), values).into_column()).collect()
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        let nulls = self.parameters.nulls;
        self.scope.change(NAME, df, |index, column| {
            check_nulls(column, nulls)?;
            let codes = self.categories[index].codes(column)?;
            let encode = |encoding: &Encoding| codes.iter().map(|code| encoding.of(*code, nulls)).collect();
            Ok(self.named(column, self.encodings[index].iter().map(encode).collect()))
        })
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![counts_table(&self.scope, &self.categories)]
    }
}

#[typetag::serde]
impl FrameTransformer for TargetEncoder {
    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        Ok(Box::new(self.fit(df, needed(target)?)?))
    }

    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let (fitted, encoded) = self.fit_transform(df, needed(target)?)?;
        Ok((Box::new(fitted), encoded))
    }

    fn diagram(&self) -> Diagram {
        Diagram::block(NAME, &self.settings())
    }
}

fn needed(target: Option<&Array1<f64>>) -> Result<&Array1<f64>> {
    target.ok_or_else(|| {
        Error::parameter(
            NAME,
            "target",
            "missing",
            "given, as in `.fit_with(&df, &y)`: it learns from the target",
        )
    })
}

fitted_frame_transformer!(TargetEncoder => FittedTargetEncoder, NAME);
