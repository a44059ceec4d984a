//! Transformers: name, parameters, and what they learnt.

use crate::model::Summarize;
use crate::preprocessing::*;
use crate::runtime::{MimeBundle, RichDisplay};

macro_rules! rich_transformers {
    ($($transformer:ident),* $(,)?) => {$(
        impl RichDisplay for $transformer {
            fn rich_display(&self) -> MimeBundle {
                self.summary().rich_display()
            }
        }
    )*};
}
rich_transformers!(
    StandardScaler,
    FittedStandardScaler,
    MinMaxScaler,
    FittedMinMaxScaler,
    MaxAbsScaler,
    FittedMaxAbsScaler,
    RobustScaler,
    FittedRobustScaler,
    QuantileTransformer,
    FittedQuantileTransformer,
    PowerTransformer,
    FittedPowerTransformer,
    Normalizer,
    FittedNormalizer,
    Whitening,
    FittedWhitening,
    OrdinalEncoder,
    FittedOrdinalEncoder,
    OneHotEncoder,
    FittedOneHotEncoder,
    TargetEncoder,
    FittedTargetEncoder,
    FrequencyEncoder,
    FittedFrequencyEncoder,
    LabelEncoder,
    FittedLabelEncoder,
    LabelBinarizer,
    FittedLabelBinarizer,
    Binarizer,
    FittedBinarizer,
    KBinsDiscretizer,
    FittedKBinsDiscretizer,
    PolynomialFeatures,
    FittedPolynomialFeatures,
    Interactions,
    FittedInteractions,
    FunctionTransformer,
    FittedFunctionTransformer,
    CyclicalEncoder,
    FittedCyclicalEncoder,
    DateParts,
    FittedDateParts,
    SplineTransformer,
    FittedSplineTransformer,
    MultiLabelBinarizer,
    FittedMultiLabelBinarizer,
    SimpleImputer,
    FittedSimpleImputer,
    KnnImputer,
    FittedKnnImputer,
    IterativeImputer,
    FittedIterativeImputer,
    FrameImputer,
    FittedFrameImputer,
);
