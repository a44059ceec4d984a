//! The names in scope in every cell. An explicit list: nothing comes in by accident, no two names
//! collide, and a misspelt one gets the compiler's "did you mean".
//!
//! Deliberately absent: any `Result` or `Error` (std's must stay what they are), traits of linfa
//! (their `fit` and `predict` would compete with the models' own), polars' `Duration` and `Array`.

// Data frames: polars' types and functions.
pub use polars::df;
pub use polars::prelude::{
    AnyValue, BooleanChunked, ClosedInterval, ClosedWindow, Column, CsvReadOptions, DataFrame, DataType,
    DynamicGroupOptions, Expr, Field, FillNullStrategy, Float64Chunked, IdxCa, IdxSize, Int64Chunked,
    JoinArgs, JoinType, LazyCsvReader, LazyFrame, LazyGroupBy, Literal, NULL, PlSmallStr, PolarsError,
    PolarsResult, QuantileMethod, RankMethod, RankOptions, RollingOptionsFixedWindow, RoundMode, Scalar,
    ScanArgsParquet, Schema, Selector, Series, SortMultipleOptions, SortOptions, StringChunked,
    StrptimeOptions, TimeUnit, UnionArgs, UniqueKeepStrategy, UnpivotArgsDSL, all, all_horizontal,
    any_horizontal, as_struct, by_name, coalesce, col, cols, concat, concat_str, cov, datetime_range,
    dtype_col, element, int_range, len, lit, nth, pearson_corr, spearman_rank_corr, when,
};
// By their origin: polars' own prelude has other things of the same name.
pub use polars::lazy::dsl::{date_range, max_horizontal, mean_horizontal, min_horizontal, sum_horizontal};
// Traits whose methods are polars' methods.
pub use polars::prelude::{
    ArgAgg, AsofJoin, AsofJoinBy, ChunkAgg, ChunkApply, ChunkCast, ChunkCompareEq, ChunkCompareIneq,
    ChunkExplode, ChunkFillNullValue, ChunkFilter, ChunkFull, ChunkFullNull, ChunkQuantile, ChunkReverse,
    ChunkSet, ChunkShift, ChunkShiftFill, ChunkSort, ChunkTake, ChunkUnique, ChunkVar, ChunkZip,
    DataFrameJoinOps, DataFrameOps, DateMethods, DatetimeMethods, DurationMethods, IntoColumn, IntoLazy,
    IntoSeries, LazyFileListReader, ListNameSpaceImpl, LogSeries, MomentSeries, NamedFrom, NewChunkedArray,
    PolarsTemporalGroupby, PolarsUpsample, RoundSeries, SchemaExt, SerReader, SerWriter, SeriesMethods,
    SeriesRank, SeriesTrait, StringMethods, StringNameSpaceImpl, TemporalMethods, TimeMethods, ToDummies,
    UnpivotDF,
};

// Arrays: ndarray's types and macros. `stack` and `concatenate` are functions and macros at once.
pub use ndarray::{
    Array, Array1, Array2, Array3, ArrayBase, ArrayD, ArrayView, ArrayView1, ArrayView2, ArrayViewD,
    ArrayViewMut1, ArrayViewMut2, Axis, Ix1, Ix2, Ix3, IxDyn, NewAxis, ShapeBuilder, Zip, array, azip,
    concatenate, s, stack,
};

// Random numbers, for whoever writes an algorithm of their own.
pub use rand::rngs::StdRng;
pub use rand::seq::SliceRandom;
pub use rand::{Rng, SeedableRng};
pub use rand_distr::{Distribution, Normal, StandardNormal, Uniform};

// The standard library's collections and clock.
pub use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
pub use std::time::{Duration, Instant};

// Ours.
pub use crate::array::AsFeatures;
pub use crate::dataset::{AsTraining, Dataset};
pub use crate::datasets::{self, diabetes, iris, wine};
pub use crate::frame::{CsvOptions, FrameExt, read_csv, read_csv_with, read_ipc, read_json, read_parquet};
// Frames in and out.
pub use crate::cluster::{
    AgglomerativeClustering, BisectingKMeans, BisectingStrategy, ClusterSelection, Dbscan,
    FittedAgglomerativeClustering, FittedBisectingKMeans, FittedDbscan, FittedHdbscan, FittedKMeans,
    FittedMiniBatchKMeans, FittedOptics, Hdbscan, KMeans, KMeansInit, Linkage, MiniBatchKMeans, Optics,
    OpticsMethod, elbow, linkage, silhouette_by_k,
};
pub use crate::frame;
pub use crate::frame::{
    AsExpr, ColumnExt, ColumnNames, ColumnValues, CsvWriteOptions, ErrorCells, ExcelOptions, ExprExt,
    FromSeries, Groups, IfExists, LazyFrameExt, QueryFrame, QuoteStyle, SortFrame, ToVec, date, datetime,
    excel_sheets, read_excel, read_excel_with, read_ndjson, read_sql, read_sql_with, read_text, scan_csv,
    scan_csv_with, scan_ipc, scan_ndjson, scan_parquet, write_sql,
};
pub use crate::linear_model::{
    FittedLinearRegression, FittedLogisticRegression, LinearRegression, LinearStatistics, LogisticRegression,
    Penalty,
};
pub use crate::mixture::{CovarianceType, Covariances, FittedGaussianMixture, GaussianMixture, MixtureInit};
pub use crate::model::{
    AnomalyDetector, AsModel, AsStep, AsTransformer, Classifier, Clusterer, FittedAnomalyDetector,
    FittedClassifier, FittedClusterer, FittedModel, FittedRegressor, FittedTransformer, Model, Regressor,
    Summarize, Transformer, load_model,
};
pub use crate::model_selection::{
    GroupKFold, KFold, LeaveOneGroupOut, LeaveOneOut, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit,
    Split, StratifiedKFold, TimeSeriesSplit, train_test_split, train_test_split_stratified,
    train_validation_test_split,
};
pub use crate::plot::{self, ColorMap, Figure, Legend, LiveFigure, Theme, TickFormat};
pub use crate::preprocessing::{
    BinEncoding, BinStrategy, Binarizer, Category, ColumnTransformer, Columns, CyclicalEncoder, DatePart,
    DateParts, DropCategory, Extrapolation, FrequencyEncoder, FunctionTransformer, HandleUnknown,
    Interactions, KBinsDiscretizer, Knots, LabelBinarizer, LabelEncoder, MaxAbsScaler, MinMaxScaler,
    MultiLabelBinarizer, Norm, Normalizer, Nulls, OneHotEncoder, OrdinalEncoder, OutputDistribution,
    PolynomialFeatures, PowerMethod, PowerTransformer, QuantileTransformer, Remainder, RobustScaler,
    SplineTransformer, StandardScaler, TargetEncoder, TargetType, Whitening, WhiteningMethod,
};
pub use crate::runtime::{
    MimeBundle, Progress, RichDisplay, check_interrupt, clear_output, display, display_as, input,
    update_display,
};
pub use crate::time_series::{
    self, AutoEts, Backtest, BacktestReport, Decomposition, Effect, ExponentialSmoothing, FittedAutoEts,
    FittedExponentialSmoothing, FittedForecaster, FittedLagForecaster, FittedNaiveForecaster,
    FittedSeasonalNaive, Forecast, Forecaster, LagForecaster, Mstl, NaiveForecaster, NaiveStrategy,
    SeasonalNaive, Stl, acf, backtest, difference, mean_absolute_scaled_error, pacf,
    root_mean_squared_scaled_error, symmetric_mean_absolute_percentage_error, undifference,
};

// Ours: looking at frames and arrays. `display` is a module of settings beside the function.
pub use crate::array::{HeatMap, LookArray};
pub use crate::display;
pub use crate::frame::{CorrelationMethod, DescribeOptions, Include, LookFrame, LookLazy};

// Arrays under NumPy's names: `np::linspace`, `np::linalg::solve`, and the methods ndarray lacks.
pub use crate::array::{self as np, ArrayExt};

// Ours: other shapes of frames, joins, windows, SQL, closures over rows.
pub use crate::frame::{
    Aggregate, Bins, Crosstab, Cut, Normalize, OneHot, PivotTable, ReshapeFrame, Side, SqlTable, sql,
};
pub use crate::frame::{ApplyFrame, Row};
pub use crate::frame::{Cumulative, Decay, Ewm, Over, Resample, Rolling, WindowFrame};
pub use crate::frame::{
    Direction, How, JoinFrame, Merge, MergeAsof, MissingKeys, Validate, concat_columns, concat_rows,
};
pub use crate::sql;

// Trees and ensembles.
pub use crate::anomaly::{FittedIsolationForest, IsolationForest};
pub use crate::ensemble::{
    AdaBoostClassifier, AdaBoostLoss, AdaBoostRegressor, BaggingClassifier, BaggingRegressor, BoostingLoss,
    ExtraTreesClassifier, ExtraTreesRegressor, FittedAdaBoostClassifier, FittedAdaBoostRegressor,
    FittedBaggingClassifier, FittedBaggingRegressor, FittedExtraTreesClassifier, FittedExtraTreesRegressor,
    FittedGradientBoostingClassifier, FittedGradientBoostingRegressor, FittedHistGradientBoostingClassifier,
    FittedHistGradientBoostingRegressor, FittedRandomForestClassifier, FittedRandomForestRegressor,
    FittedStackingClassifier, FittedStackingRegressor, FittedVotingClassifier, FittedVotingRegressor,
    GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor, StackingClassifier,
    StackingRegressor, Voting, VotingClassifier, VotingRegressor,
};
pub use crate::model::ClassWeight;
pub use crate::tree::{
    DecisionTreeClassifier, DecisionTreeRegressor, FittedDecisionTreeClassifier, FittedDecisionTreeRegressor,
    MaxFeatures, MaxSamples, PruningPath, RegressionCriterion, Splitter, Tree, TreeCriterion, TreePicture,
};

// Why a model says what it says.
pub use crate::inspection::{
    Counterfactual, Counterfactuals, KernelShap, LinearShap, PartialDependence, PartialDependenceResult,
    PermutationImportance, PermutationImportances, PermutationShap, coefficient_table,
    feature_importance_table, permutation_importance,
};
// How good predictions are.
pub use crate::metrics::{
    AsScoring, Average, BinsBy, CalibrationCurve, ClassScores, ClassificationReport, ConfusionMatrix,
    DetCurve, GainCurve, KappaWeights, MeanOfEntropies, PrecisionRecallCurve, RocCurve, Scoring, Silhouette,
    accuracy_score, adjusted_mutual_info_score, adjusted_mutual_info_score_by, adjusted_rand_score, auc,
    average_precision_score, average_precision_score_ovr, balanced_accuracy_score, brier_score_loss,
    calibration_curve, calinski_harabasz_score, classification_report, cohen_kappa_score,
    cohen_kappa_score_weighted, completeness_score, confusion_matrix, contingency_matrix, coverage_error,
    cumulative_gain_curve, d2_absolute_error_score, d2_brier_score, d2_log_loss_score, d2_pinball_score,
    d2_tweedie_score, davies_bouldin_score, dcg_score, det_curve, explained_variance_score, f1_score,
    fbeta_score, fowlkes_mallows_score, hamming_loss, homogeneity_completeness_v_measure, homogeneity_score,
    jaccard_score, label_ranking_average_precision_score, label_ranking_loss, log_loss, matthews_corrcoef,
    max_error, mean_absolute_error, mean_absolute_percentage_error, mean_gamma_deviance, mean_pinball_loss,
    mean_poisson_deviance, mean_squared_error, mean_squared_log_error, mean_tweedie_deviance,
    median_absolute_error, mutual_info_score, ndcg_score, normalized_mutual_info_score,
    normalized_mutual_info_score_by, pair_confusion_matrix, precision_at_k, precision_recall_curve,
    precision_recall_fscore_support, precision_score, r2_score, rand_score, recall_at_k, recall_score,
    roc_auc_score, roc_auc_score_ovo, roc_auc_score_ovr, roc_curve, root_mean_squared_error,
    root_mean_squared_log_error, silhouette_samples, silhouette_score, top_k_accuracy_score, v_measure_score,
    zero_one_loss,
};

// Cleaning frames.
pub use crate::frame::{
    CleanFrame, CleaningReport, ConversionReport, Converted, DateFormat, DateOrder, Fill, FillValue, Keep,
    NumberFormat, OnBad, Outliers, Tidy,
};
pub use crate::preprocessing::{
    FrameImputer, ImputationOrder, ImputeStrategy, IterativeImputer, KnnImputer, NeighbourWeights,
    SimpleImputer,
};

// Features made and chosen: decompositions, selections, text.
pub use crate::array::SparseMatrix;
pub use crate::decomposition::{
    Components, Contrast, DiffusionMap, FastIca, FittedDiffusionMap, FittedFastIca, FittedNmf, FittedPca,
    FittedRandomProjection, FittedTruncatedSvd, FittedTsne, GaussianRandomProjection, Nmf, Pca,
    SparseRandomProjection, TruncatedSvd, Tsne, johnson_lindenstrauss_min_dim,
};
pub use crate::feature_selection::{
    CorrelationFilter, FittedSelector, Rfe, ScoreFunction, SelectFromModel, SelectKBest, SelectPercentile,
    SequentialFeatureSelector, Threshold, VarianceThreshold, chi2, f_classif, f_regression,
    mutual_info_classif, mutual_info_regression,
};
pub use crate::text::{
    Analyzer, CountVectorizer, FittedCountVectorizer, FittedHashingVectorizer, FittedTfidfVectorizer,
    HashingVectorizer, StopWords, TfidfVectorizer,
};

// Neighbours.
pub use crate::neighbors::{
    FittedKNeighborsClassifier, FittedKNeighborsRegressor, FittedNearestNeighbors,
    FittedRadiusNeighborsClassifier, FittedRadiusNeighborsRegressor, KNeighborsClassifier,
    KNeighborsRegressor, Metric, NearestNeighbors, NeighborIndex, NeighborSearch, NeighborWeights,
    RadiusNeighborsClassifier, RadiusNeighborsRegressor,
};

// Naive Bayes.
pub use crate::naive_bayes::{
    BernoulliNb, ComplementNb, FittedBernoulliNb, FittedComplementNb, FittedGaussianNb, FittedMultinomialNb,
    GaussianNb, MultinomialNb,
};

// Discriminant analysis.
pub use crate::discriminant_analysis::{
    FittedLinearDiscriminantAnalysis, FittedQuadraticDiscriminantAnalysis, LinearDiscriminantAnalysis,
    QuadraticDiscriminantAnalysis,
};

// Support vector machines.
pub use crate::svm::{
    FittedLinearSvc, FittedLinearSvr, FittedSvc, FittedSvr, Gamma, LinearSvc, LinearSvr, Svc, SvcLoss,
    SvmKernel, Svr, SvrLoss,
};

// Calibration, baselines, unusual samples.
pub use crate::anomaly::{
    Contamination, FittedLocalOutlierFactor, FittedOneClassSvm, FittedRobustZScore, LocalOutlierFactor,
    OneClassSvm, RobustZScore,
};
pub use crate::calibration::{CalibratedClassifier, CalibrationMethod, FittedCalibratedClassifier};
pub use crate::dummy::{
    ClassifierStrategy, DummyClassifier, DummyRegressor, FittedDummyClassifier, FittedDummyRegressor,
    RegressorStrategy,
};

// Ours: cross-validation and searches for parameters.
pub use crate::model_selection::{
    AutoFit, Budget, CrossValidate, CrossValidation, Cv, Draw, EarlyStopping, FittedAutoFit, FittedSearch,
    GridSearch, HalvingSearch, RandomSearch, Resource, StratifiedGroupKFold, auto_fit, cross_val_predict,
    cross_val_predict_proba, cross_val_score, cross_validate, learning_curve, learning_curve_at,
    validation_curve,
};
// Linear models.
pub use crate::linear_model::{
    ClassificationLoss, FittedFtrlClassifier, FittedLars, FittedLassoLars, FittedLogisticRegressionCv,
    FittedQuantileRegressor, FittedRansacRegressor, FittedSgdClassifier, FittedSgdRegressor, FtrlClassifier,
    Lars, LassoLars, LearningRate, LogisticRegressionCv, QuantileRegressor, RansacRegressor, RegressionLoss,
    SgdClassifier, SgdRegressor,
};
pub use crate::linear_model::{
    CoefficientPath, ElasticNet, ElasticNetCv, FittedElasticNet, FittedElasticNetCv, FittedGammaRegressor,
    FittedHuberRegressor, FittedIsotonicRegression, FittedLasso, FittedLassoCv, FittedPlsRegression,
    FittedPoissonRegressor, FittedRidge, FittedRidgeCv, FittedTweedieRegressor, GammaRegressor,
    HuberRegressor, IsotonicRegression, Lasso, LassoCv, Link, Monotone, OutOfBounds, PlsRegression,
    PoissonRegressor, Ridge, RidgeCv, TweedieRegressor, lasso_path,
};

// Ours: pipelines.
pub use crate::pipeline::{
    FeatureUnion, FittedFeatureUnion, FittedPipeline, FittedStep, Pipeline, TargetFunction,
    TransformedTargetRegressor,
};

// Gradient descent to look at.
pub use crate::optim::{self, DescentPath, DescentStatus};
