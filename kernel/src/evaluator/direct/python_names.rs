//! Methods and attributes of pandas, NumPy and scikit-learn that have another name here.

/// The Python names, and the code to write instead, for a frame `df`, an array `x`, a `model`.
const INSTEAD: [(&str, &str); 40] = [
    ("dropna", "df.drop_missing()?"),
    ("fillna ffill bfill", "df.fill_missing(&[\"price\"], Fill::Median)?"),
    ("isna isnull notna notnull", "df.missing()?"),
    ("sort_values", "df.sorted(\"price\")?"),
    ("sort_index set_index loc", "df.query(\"price > 10\")?"),
    ("iloc", "df.slice(0, 5)"),
    ("reset_index", "df.with_row_index(\"index\".into(), None)?"),
    ("isin", "df.query(\"city in ('Rome', 'Oslo')\")?"),
    ("to_csv", "df.write_csv(\"out.csv\")?"),
    ("to_parquet", "df.write_parquet(\"out.parquet\")?"),
    ("to_json", "df.write_json(\"out.json\")?"),
    ("to_sql", "write_sql(&df, \"sqlite:///out.db\", \"sales\", IfExists::Replace)?"),
    ("to_numpy values", "df.to_array(&[\"price\"])?"),
    ("to_list to_dict", "df[\"price\"].to_vec::<f64>()?"),
    ("iterrows itertuples apply applymap", "df.apply_rows(\"twice\", |row| Ok(2.0 * row.f64(\"price\")?))?"),
    ("transform", "df.over(&[\"city\"]).lag(&[\"price\"], &[1])?"),
    ("rolling", "df.rolling_window(\"price\", 7).mean()?"),
    ("cumsum cumprod cummax cummin", "df.cumulative(&[\"price\"], Cumulative::Sum)?"),
    ("idxmax idxmin", "df.nlargest(1, \"price\")?"),
    ("select_dtypes", "df.select([\"price\"])?"),
    ("hist", "df.plot().hist(\"price\")?"),
    ("boxplot", "df.plot().box_plot(\"price\")?"),
    ("get_dummies", "df.one_hot(&[\"city\"])?"),
    ("keys", "df.get_column_names()"),
    ("str", "df.eval(\"upper(city)\")?"),
    ("dt", "df.eval(col(\"day\").dt().year())?"),
    ("round", "df.eval(\"round(price, 1)\")?"),
    ("reshape", "x.to_shape((2, 3))?"),
    ("ravel", "x.flatten()"),
    ("T", "x.t()"),
    ("tolist", "x.to_vec()"),
    ("ndim", "x.ndim()"),
    ("size", "x.len()"),
    ("coef_", "model.coefficients()"),
    ("intercept_", "model.intercept()"),
    ("cluster_centers_", "model.centroids()"),
    ("labels_", "model.labels()"),
    ("classes_", "model.class_labels()"),
    ("feature_importances_", "model.feature_importances()"),
    ("explained_variance_ratio_", "model.explained_variance_ratio()"),
];

/// One line of help for a method or attribute that a vector has not.
pub fn of_vector(name: &str) -> Option<String> {
    let statistic = match name {
        "mean" | "median" | "sum" => format!("np::{name}(&v)?"),
        "std" | "var" => format!("Array1::from(v).{name}(0.0)"),
        "min" | "max" => format!("Array1::from(v).{name}()?"),
        "shape" | "size" => "v.len()".to_owned(),
        "append" => "v.push(value)".to_owned(),
        _ => return None,
    };
    Some(format!("a vector's `{name}` is `{statistic}`"))
}

/// One line of help for a method or attribute that is not there under this name.
pub fn instead(name: &str) -> Option<String> {
    let known = INSTEAD.iter().find(|(names, _)| names.split(' ').any(|known| known == name));
    known.map(|(_, code)| format!("what Python calls `{name}` is written `{code}` here"))
}

/// Names that are there too, but take something else, or mean it.
const OTHERS: [&str; 2] = ["reshape", "rolling"];

/// The same for a line in which a name stands for something else here.
pub fn otherwise(line: &str) -> Option<String> {
    OTHERS.iter().find(|name| line.contains(&format!(".{name}("))).and_then(|name| instead(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pandas_are_known() {
        assert_eq!(instead("isnull").unwrap(), "what Python calls `isnull` is written `df.missing()?` here");
        assert_eq!(instead("drop_missing"), None);
        assert!(of_vector("mean").unwrap().contains("`np::mean(&v)?`"));
        assert!(otherwise("x.reshape((2, 3))").unwrap().contains("to_shape"));
        assert_eq!(otherwise("x.to_shape((2, 3))?"), None);
    }
}
