use ferrolab_prelude::prelude::*;

fn frames() -> (DataFrame, DataFrame) {
    let df = df!("city" => ["Oslo", "Rome", "Oslo"], "price" => [3.0, 2.0, 5.0]).unwrap();
    (df, df!("city" => ["Oslo", "Rome"], "land" => ["Norway", "Italy"]).unwrap())
}

#[test]
fn variables_are_tables() {
    let (df, country) = frames();
    let means = sql!("select city, avg(price) as mean from df group by city order by city", df).unwrap();
    assert_eq!(means.column_array("mean").unwrap(), array![4.0, 2.0]);
    let joined = sql!(
        "select land, sum(price) as total from df join country using (city) group by land order by land",
        df,
        country
    );
    assert_eq!(joined.unwrap().column_array("total").unwrap(), array![2.0, 8.0]);
    let lazy = df.clone().lazy();
    let named = sql!("select count(*) as n from sales", sales = lazy,).unwrap();
    assert_eq!(named.column_array("n").unwrap(), array![3.0]);
    assert_eq!(sql!("select 1 as one").unwrap().height(), 1);
}

#[test]
fn errors_say_what_there_is() {
    let (df, country) = frames();
    let error = sql!("select * from contry", df, country).unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no table `contry`. Did you mean `country`? The tables given are: `df`, `country`."
    );
    let error = sql!("select pric from df", df).unwrap_err().to_string();
    assert!(error.starts_with("there is no column `pric`. Did you mean `price`?"), "{error}");
    let error = sql!("select city\nfrom df gruop by city", df).unwrap_err().to_string();
    assert!(error.starts_with("the query cannot be understood:"), "{error}");
    let error = sql!("select city from df where", df).unwrap_err().to_string();
    assert!(error.starts_with("the query cannot be understood:"), "{error}");
    assert!(sql!("", df).is_err());
}
