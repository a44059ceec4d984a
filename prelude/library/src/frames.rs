//! Queries, selections and the dropping of what they leave behind.

use ferrolab_prelude::polars::prelude::*;

use ferrolab_prelude::frame::FrameExt;

/// `df.lazy().group_by([..]).agg([..]).sort(..).collect()?`
pub fn grouped(df: &DataFrame) -> PolarsResult<DataFrame> {
    df.clone()
        .lazy()
        .filter(col("a").gt(lit(0)).and(col("b").lt(lit(1.0))).or(col("c").eq(lit("x"))))
        .with_columns([(col("a") * lit(2.0)).alias("d"), (col("b") + col("a") - lit(1)).alias("e")])
        .with_column((col("a") / col("b")).alias("f"))
        .group_by([col("g")])
        .agg([col("a").mean(), col("b").sum().alias("total"), col("c").count(), len().alias("n")])
        .sort(["total"], SortMultipleOptions::default().with_order_descending(true))
        .limit(10)
        .collect()
}

macro_rules! arrays_of {
    ($($function:ident $count:literal),*) => {$(
        /// Each method takes an array, and every length is a type of its own.
        pub fn $function(lazy: &LazyFrame, exprs: &[Expr; $count], names: [&'static str; $count]) -> PolarsResult<DataFrame> {
            let options = SortMultipleOptions::default;
            let lazy = lazy.clone().select(exprs.clone()).with_columns(exprs.clone()).sort(names, options());
            let lazy = lazy.sort_by_exprs(exprs.clone(), options());
            let one = lazy.clone().group_by([col("g")]).agg(exprs.clone());
            let some = lazy.clone().group_by(exprs.clone()).agg([col("a").mean()]);
            let named = lazy.clone().group_by(names).agg(exprs.clone());
            let stable = lazy.clone().group_by_stable(exprs.clone()).agg(exprs.clone());
            let stably_named = lazy.group_by_stable(names).agg(exprs.clone());
            let joined = one.join(some, exprs.clone(), exprs.clone(), JoinArgs::new(JoinType::Inner));
            concat([joined, named, stable, stably_named], UnionArgs::default())?.collect()
        }
    )*};
}
arrays_of!(of_1 1, of_2 2, of_3 3, of_4 4, of_5 5, of_6 6, of_7 7, of_8 8);

/// Groups by name, one aggregate, several keys.
pub fn grouped_by_name(df: &DataFrame) -> PolarsResult<DataFrame> {
    let lazy = df.clone().lazy().group_by(["g"]).agg([col("a").max(), col("a").min(), col("a").std(1)]);
    let stable = df.clone().lazy().group_by_stable([col("g"), col("h")]).agg(vec![col("a").median()]);
    lazy.join(stable, [col("g")], [col("g")], JoinArgs::new(JoinType::Left)).collect()
}

/// `select`, `drop_nulls`, `unique`, `sort_by_exprs`, `when`.
pub fn selected(df: &DataFrame) -> PolarsResult<DataFrame> {
    df.clone()
        .lazy()
        .select([col("a"), when(col("b").gt(lit(0.0))).then(lit("yes")).otherwise(lit("no")).alias("sign")])
        .sort_by_exprs([col("a")], SortMultipleOptions::default())
        .drop_nulls(None)
        .unique(None, UniqueKeepStrategy::First)
        .fill_null(lit(0))
        .collect()
}

/// The eager counterparts.
pub fn eager(df: &DataFrame) -> PolarsResult<DataFrame> {
    let mask = df.column("a")?.as_materialized_series().gt(0.0)?;
    let part = df.filter(&mask)?.select(["a", "b"])?.sort(["a"], SortMultipleOptions::default())?;
    let mut other = part.head(Some(5)).drop_nulls::<String>(None)?.drop("b")?;
    other.with_column(Series::new("s".into(), ["x", "y"]).into())?;
    other.with_column(Column::new("t".into(), vec![1.0, 2.0]))?;
    other.rename("s", "u".into())?;
    part.inner_join(&other, ["a"], ["a"])
}

/// `df!` with the usual kinds of columns.
pub fn literals() -> PolarsResult<DataFrame> {
    ferrolab_prelude::polars::df!(
        "strs" => ["a", "b"],
        "owned" => vec!["a".to_owned()],
        "strings" => vec!["a"],
        "ints" => [1, 2],
        "int64" => [1_i64, 2],
        "ints_vec" => vec![1, 2],
        "floats" => [1.0, 2.0],
        "floats_vec" => vec![1.0, 2.0],
        "bools" => [true, false],
        "gaps" => [Some(1.0), None],
        "int_gaps" => [Some(1), None],
        "text_gaps" => [Some("a"), None]
    )
}

/// Reading and saving by literal, `String` and borrowed path.
pub fn files(name: &str, owned: &String) -> Result<(), ferrolab_prelude::Error> {
    let df = ferrolab_prelude::frame::read_csv(name)?;
    df.write_csv(owned)?;
    df.write_parquet(name)?;
    df.write_json(name)?;
    ferrolab_prelude::frame::read_parquet(name)?;
    ferrolab_prelude::frame::read_json(name)?;
    Ok(())
}

/// Printing.
pub fn printed(df: &DataFrame, series: &Series, expr: &Expr) -> String {
    format!("{df} {df:?} {series} {series:?} {expr} {expr:?} {:?} {:?}", df.shape(), df.schema())
}

/// Dropping and cloning.
pub fn dropped(df: &DataFrame, lazy: &LazyFrame, series: &Series, column: &Column, expr: &Expr) -> usize {
    let frames: Vec<DataFrame> = vec![df.clone()];
    let exprs: Vec<Expr> = vec![expr.clone()];
    let list: Vec<Series> = vec![series.clone()];
    let columns: Vec<Column> = vec![column.clone()];
    drop((lazy.clone(), Some(df.clone()), df.clone().lazy().group_by([expr.clone()])));
    frames.len() + exprs.len() + list.len() + columns.len()
}
