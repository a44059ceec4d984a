//! Encoders: columns of text, categories, whole numbers or booleans to numbers; and labels.

mod categories;
mod frequency;
mod labels;
mod one_hot;
mod one_hot_groups;
mod ordinal;
mod target;
mod target_folds;

pub use categories::{Category, Nulls};
pub use frequency::{FittedFrequencyEncoder, FrequencyEncoder};
pub use labels::{
    FittedLabelBinarizer, FittedLabelEncoder, FittedMultiLabelBinarizer, LabelBinarizer, LabelEncoder,
    MultiLabelBinarizer,
};
pub use one_hot::{DropCategory, FittedOneHotEncoder, HandleUnknown, OneHotEncoder};
pub use ordinal::{FittedOrdinalEncoder, OrdinalEncoder};
pub use target::{FittedTargetEncoder, TargetEncoder, TargetType};
