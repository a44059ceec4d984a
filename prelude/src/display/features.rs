//! Decompositions, selections of features, vectorisers of text: by their summaries.

use super::model::rich_models;
use crate::decomposition::{
    DiffusionMap, FastIca, FittedDiffusionMap, FittedFastIca, FittedNmf, FittedPca, FittedRandomProjection,
    FittedTruncatedSvd, FittedTsne, GaussianRandomProjection, Nmf, Pca, SparseRandomProjection, TruncatedSvd,
    Tsne,
};
use crate::feature_selection::{
    CorrelationFilter, FittedSelector, Rfe, SelectFromModel, SelectKBest, SelectPercentile,
    SequentialFeatureSelector, VarianceThreshold,
};
use crate::text::{
    CountVectorizer, FittedCountVectorizer, FittedHashingVectorizer, FittedTfidfVectorizer,
    HashingVectorizer, TfidfVectorizer,
};

rich_models!(
    Pca,
    FittedPca,
    TruncatedSvd,
    FittedTruncatedSvd,
    FastIca,
    FittedFastIca,
    Nmf,
    FittedNmf,
    GaussianRandomProjection,
    SparseRandomProjection,
    FittedRandomProjection,
    Tsne,
    FittedTsne,
    DiffusionMap,
    FittedDiffusionMap,
    VarianceThreshold,
    CorrelationFilter,
    SelectKBest,
    SelectPercentile,
    SelectFromModel,
    Rfe,
    SequentialFeatureSelector,
    FittedSelector,
    CountVectorizer,
    FittedCountVectorizer,
    TfidfVectorizer,
    FittedTfidfVectorizer,
    HashingVectorizer,
    FittedHashingVectorizer
);
