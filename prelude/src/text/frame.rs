//! Vectorisers as transformers of frames: every column of text becomes one column per term.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};

use super::count::{CountVectorizer, FittedCountVectorizer};
use super::documents::{AsDocuments, Documents};
use super::hashing::{FittedHashingVectorizer, HashingVectorizer};
use super::tfidf::{FittedTfidfVectorizer, TfidfVectorizer};
use crate::array::SparseMatrix;
use crate::error::{Error, Result};
use crate::frame::column;
use crate::model::roles::frame_transformers;
use crate::model::{Diagram, FittedFrameTransformer, FrameTransformer, Summarize};

/// A vectoriser that has learnt from one column.
#[typetag::serde]
trait FittedVectorizer: Send + Sync {
    fn boxed(&self) -> Box<dyn FittedVectorizer>;

    fn vectors(&self, documents: &Documents<'_>) -> Result<SparseMatrix>;
}

impl Clone for Box<dyn FittedVectorizer> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

/// The columns of text by name, each with its vectoriser.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct OverTextColumns {
    columns: Vec<(String, Box<dyn FittedVectorizer>)>,
}

macro_rules! text_transformers {
    ($($vectorizer:ident -> $fitted:ident: $learn:expr, $transform:ident;)*) => {$(
        #[typetag::serde]
        impl FittedVectorizer for $fitted {
            fn boxed(&self) -> Box<dyn FittedVectorizer> {
                Box::new(self.clone())
            }

            fn vectors(&self, documents: &Documents<'_>) -> Result<SparseMatrix> {
                self.$transform(documents)
            }
        }

        /// Takes columns of text; a term's column is called `column_term`.
        #[typetag::serde]
        impl FrameTransformer for $vectorizer {
            fn boxed(&self) -> Box<dyn FrameTransformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                stringify!($vectorizer)
            }

            fn fit_frame(
                &self,
                df: &DataFrame,
                _target: Option<&Array1<f64>>,
            ) -> Result<Box<dyn FittedFrameTransformer>> {
                let learn: fn(&Self, &Documents<'_>) -> Result<$fitted> = $learn;
                fit_columns(df, &|documents| Ok(Box::new(learn(self, documents)?)))
            }

            fn diagram(&self) -> Diagram {
                Diagram::block(stringify!($vectorizer), &self.summary().parameters)
            }
        }
    )*};
}
frame_transformers!(CountVectorizer, TfidfVectorizer, HashingVectorizer);
text_transformers! {
    CountVectorizer -> FittedCountVectorizer: |this, documents| Ok(this.learn(documents)?.0), count;
    TfidfVectorizer -> FittedTfidfVectorizer: |this, documents| Ok(this.learn(documents)?.0), weights_of;
    HashingVectorizer -> FittedHashingVectorizer: |this, _| this.checked(), hash;
}

type Learn<'a> = &'a dyn Fn(&Documents<'_>) -> Result<Box<dyn FittedVectorizer>>;

fn fit_columns(df: &DataFrame, learn: Learn<'_>) -> Result<Box<dyn FittedFrameTransformer>> {
    if df.width() == 0 {
        return Err(Error::empty("the frame", "one column of text"));
    }
    let fit = |column: &Column| Ok((column.name().to_string(), learn(&column.documents()?)?));
    Ok(Box::new(OverTextColumns { columns: df.columns().iter().map(fit).collect::<Result<_>>()? }))
}

#[typetag::serde]
impl FittedFrameTransformer for OverTextColumns {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let mut columns = Vec::new();
        for (name, model) in &self.columns {
            let vectors = model.vectors(&column(df, name)?.documents()?)?.to_frame()?;
            for mut vector in vectors.into_columns() {
                vector.rename(format!("{name}_{}", vector.name()).into());
                columns.push(vector);
            }
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
        crate::frame::convert::check_unique("the transformed frame", &names)?;
        Ok(DataFrame::new(df.height(), columns)?)
    }
}
