//! Arrays: ndarray's own types, how everything that holds numbers or labels becomes one, and the
//! functions that a NumPy user looks for.
//!
//! A cell passes what it has: `&Array1<f64>`, a slice, a `Vec`, a column of a frame. Traits turn it
//! into one concrete form ([`AsFeatures`], [`AsNumbers`], [`AsLabels`] for models and charts,
//! [`AsArray`] for any dimension), so that the work is compiled once, in this library.
//!
//! In a cell this module is `np`: `np::linspace(0.0, 1.0, 5)`, `np::argsort(&x)`,
//! `np::linalg::solve(&a, &b)?`. What ndarray has stays ndarray's: `x.sum()`, `x.dot(&y)`, `s![..]`; what reads better as a method is one of [`ArrayExt`].

pub mod linalg;
pub mod random;

mod as_array;
mod axis;
mod broadcast;
mod create;
mod distance;
mod elementwise;
mod extension;
mod features;
mod gaps;
mod heat_map;
mod histogram;
mod image;
mod join;
mod labels;
mod npy;
mod npz;
mod numbers;
mod order;
mod polynomial;
mod products;
mod quantile;
mod sequences;
mod shape;
mod sparse;
mod statistics;
pub(crate) mod sum;

pub use as_array::AsArray;
pub use axis::{
    argmax_axis, argmin_axis, cumprod_axis, cumsum_axis, diff_axis, max_axis, mean_axis, median_axis,
    min_axis, nanmean_axis, nanstd_axis, nansum_axis, percentile_axis, sort_axis, std_axis, sum_axis,
    var_axis,
};
pub use broadcast::{
    add, arctan2, divide, hypot, maximum, minimum, multiply, power, remainder, subtract, where_,
};
pub use create::{
    arange, diag, eye, from_rows, full, full_like, identity, linspace, logspace, meshgrid, ones, ones_like,
    repeat, tile, tril, triu, zeros, zeros_like,
};
pub use distance::{cosine_distances, euclidean_distances, manhattan_distances};
pub use elementwise::{
    abs, all, allclose, allclose_within, any, argwhere, ceil, clip, cos, degrees, exp, expm1, flatnonzero,
    floor, isfinite, isinf, isnan, log, log1p, log2, log10, logsumexp, nan_to_num, radians, round, sign, sin,
    softmax, sqrt, square, tan, tanh, transpose,
};
pub use extension::ArrayExt;
pub use features::{AsFeatures, Features};
pub use gaps::{nanmax, nanmean, nanmin, nanstd, nansum, nanvar};
pub(crate) use heat_map::ColorScale;
pub use heat_map::{HeatMap, LookArray};
pub use histogram::{Bins, bincount, bincount_weighted, histogram, histogram_density};
pub use image::{AsImage, Image, Pixel, Samples, imread, imsave, imshow};
pub use join::{Arrays, column_stack, concatenate, hstack, stack, vstack};
pub use labels::{AsLabels, LabelValues, Labels};
pub use linalg::{matmul, matmul as dot, trace};
pub use npy::{Archive, LoadArray, SaveArray, SavedElement, StoredArray, StoredElement, load, save};
pub use npz::{Npz, load_npz, savez};
pub use numbers::{AsNumbers, Numbers};
pub(crate) use numbers::{Number, is_number};
pub use order::{
    Elements, Sortable, Unique, argsort, sort, unique, unique_all, unique_counts, unique_inverse,
};
pub use polynomial::{polyfit, polyval};
pub use products::{cross, inner, kron, outer};
pub use quantile::{median, nanmedian, nanquantile, percentile, quantile};
pub use sequences::{
    Overlap, convolve, cumprod, cumsum, diff, diff_order, digitize, gradient, interp, searchsorted, trapz,
};
pub use shape::{AsAxis, Shape};
pub use sparse::SparseMatrix;
pub use statistics::{
    argmax, argmin, average, corrcoef, correlation_of, cov, max, mean, min, mode, prod, ptp, std, std_ddof,
    sum, var, var_ddof, zscore,
};
