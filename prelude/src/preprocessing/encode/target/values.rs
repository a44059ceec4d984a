//! The target as columns of numbers whose means are of use.

use serde::{Deserialize, Serialize};

use crate::array::LabelValues;
use crate::error::{Error, Result};

const NAME: &str = "TargetEncoder";
/// More distinct whole numbers than this are a quantity.
const MOST_CLASSES: usize = 100;

/// What a target is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetType {
    /// Text: classes. Two distinct numbers: classes. Whole numbers, at most 100 distinct ones:
    /// classes. Other numbers: a quantity.
    #[default]
    Auto,
    /// Two or more classes.
    Classes,
    /// A quantity.
    Continuous,
}

/// One column for a quantity or for two classes, else one per class.
pub(super) struct Target {
    pub columns: Vec<Vec<f64>>,
    /// The names of the classes if there are more than two.
    pub classes: Vec<String>,
    pub class_of_rows: Option<Vec<usize>>,
}

impl Target {
    pub fn of(values: LabelValues<'_>, target_type: TargetType) -> Result<Self> {
        match values {
            LabelValues::Text(texts) => {
                if target_type == TargetType::Continuous {
                    let what = "the target".to_owned();
                    return Err(Error::NotNumeric { what, dtype: "str".to_owned() });
                }
                let mut classes: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
                classes.sort_unstable();
                classes.dedup();
                let rows = texts.iter().map(|text| classes.binary_search(&text.as_ref()).unwrap_or_default());
                Self::of_classes(classes.iter().map(ToString::to_string).collect(), rows.collect())
            }
            LabelValues::Numbers(numbers) => Self::of_numbers(&numbers, target_type),
        }
    }

    fn of_numbers(numbers: &[f64], target_type: TargetType) -> Result<Self> {
        if let Some(row) = numbers.iter().position(|value| !value.is_finite()) {
            return Err(Error::NotFinite { what: "the target".to_owned(), value: numbers[row], row });
        }
        let mut classes = numbers.to_vec();
        classes.sort_by(f64::total_cmp);
        classes.dedup();
        let whole = classes.iter().all(|value| value.fract() == 0.0);
        let are_classes = match target_type {
            TargetType::Classes => true,
            TargetType::Continuous => false,
            TargetType::Auto => {
                classes.len() == 2 || (whole && classes.len() <= MOST_CLASSES && classes.len() > 1)
            }
        };
        if !are_classes {
            return Ok(Self { columns: vec![numbers.to_vec()], classes: Vec::new(), class_of_rows: None });
        }
        let rows = numbers.iter().map(|y| classes.partition_point(|class| class < y));
        Self::of_classes(classes.iter().map(ToString::to_string).collect(), rows.collect())
    }

    fn of_classes(classes: Vec<String>, rows: Vec<usize>) -> Result<Self> {
        let indicator = |class: usize| rows.iter().map(|row| f64::from(u8::from(*row == class))).collect();
        let (columns, classes) = match classes.len() {
            0 => return Err(Error::empty("the target", "one value")),
            1 => {
                let class = classes.into_iter().next().unwrap_or_default();
                return Err(Error::SingleClass { model: NAME, class });
            }
            2 => (vec![indicator(1)], Vec::new()),
            count => ((0..count).map(indicator).collect(), classes),
        };
        Ok(Self { columns, classes, class_of_rows: Some(rows) })
    }

    pub fn len(&self) -> usize {
        self.columns[0].len()
    }

    pub fn n_classes(&self) -> usize {
        self.classes.len().max(2)
    }
}
