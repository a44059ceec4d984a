//! Transformers one after the other: a tuple of them is one transformer.

use ndarray::Array1;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::model::{AsTransformer, Diagram, FittedFrameTransformer, FrameTransformer};

const NAME: &str = "Chain";

#[derive(Clone, Serialize, Deserialize)]
struct Chain(Vec<Box<dyn FrameTransformer>>);

#[derive(Clone, Serialize, Deserialize)]
struct FittedChain(Vec<Box<dyn FittedFrameTransformer>>);

#[typetag::serde]
impl FittedFrameTransformer for FittedChain {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let mut df = df.clone();
        for step in &self.0 {
            df = step.transform_frame(&df)?;
        }
        Ok(df)
    }
}

#[typetag::serde]
impl FrameTransformer for Chain {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        Ok(self.fit_transform_frame(df, target)?.0)
    }

    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let mut df = df.clone();
        let mut fitted = Vec::with_capacity(self.0.len());
        for step in &self.0 {
            let (step, changed) = step.fit_transform_frame(&df, target)?;
            fitted.push(step);
            df = changed;
        }
        Ok((Box::new(FittedChain(fitted)), df))
    }

    fn diagram(&self) -> Diagram {
        Diagram::in_sequence(NAME, self.0.iter().map(|step| step.diagram()).collect())
    }
}

macro_rules! chains {
    ($(($($step:ident $place:tt),*);)*) => {$(
        impl<$($step: AsTransformer),*> AsTransformer for ($($step,)*) {
            fn transformer(&self) -> Box<dyn FrameTransformer> {
                Box::new(Chain(vec![$(self.$place.transformer()),*]))
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
