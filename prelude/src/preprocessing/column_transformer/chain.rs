//! Transformers one after the other: a tuple of them is one transformer.

use ndarray::Array1;
use polars::prelude::DataFrame;

use crate::error::Result;
use crate::model::{Diagram, FittedFrameTransformer, FrameTransformer};

const NAME: &str = "Chain";

struct FittedChain(Vec<Box<dyn FittedFrameTransformer>>);

impl FittedFrameTransformer for FittedChain {
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let mut df = df.clone();
        for step in &self.0 {
            df = step.transform_frame(&df)?;
        }
        Ok(df)
    }
}

fn fit(
    steps: &[&dyn FrameTransformer],
    df: &DataFrame,
    target: Option<&Array1<f64>>,
) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
    let mut df = df.clone();
    let mut fitted = Vec::with_capacity(steps.len());
    for step in steps {
        let (step, changed) = step.fit_transform_frame(&df, target)?;
        fitted.push(step);
        df = changed;
    }
    Ok((Box::new(FittedChain(fitted)), df))
}

macro_rules! chains {
    ($(($($step:ident $place:tt),*);)*) => {$(
        impl<$($step: FrameTransformer),*> FrameTransformer for ($($step,)*) {
            fn name(&self) -> &'static str {
                NAME
            }

            fn fit_frame(
                &self,
                df: &DataFrame,
                target: Option<&Array1<f64>>,
            ) -> Result<Box<dyn FittedFrameTransformer>> {
                Ok(fit(&[$(&self.$place),*], df, target)?.0)
            }

            fn fit_transform_frame(
                &self,
                df: &DataFrame,
                target: Option<&Array1<f64>>,
            ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
                fit(&[$(&self.$place),*], df, target)
            }

            fn diagram(&self) -> Diagram {
                Diagram::in_sequence(NAME, vec![$(self.$place.diagram()),*])
            }
        }
    )*};
}
chains! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
}
