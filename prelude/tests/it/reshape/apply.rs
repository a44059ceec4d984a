use ferrolab_prelude::prelude::*;

fn people() -> DataFrame {
    df!(
        "name" => ["Ada", "Bo", "Cy"],
        "sex" => [Some("f"), Some("m"), None],
        "age" => [Some(36), None, Some(20)],
        "weight" => [58.0, 81.5, 72.0]
    )
    .unwrap()
}

#[test]
fn rows_give_a_column() {
    let df = people();
    let with = df.apply_rows("half", |row| Ok(row.f64("weight")? / 2.0)).unwrap();
    assert_eq!(with.column_array("half").unwrap(), array![29.0, 40.75, 36.0]);
    let with =
        df.apply_rows("label", |row| Ok(format!("{}/{}", row.str("name")?, row.text("age")?))).unwrap();
    assert_eq!(with.column("label").unwrap().str().unwrap().get(1), Some("Bo/null"));
    let with = df.apply_rows("next", |row| Ok(row.opt_i64("age")?.map(|age| age + 1))).unwrap();
    assert_eq!(with.column("next").unwrap().i64().unwrap().to_vec(), [Some(37), None, Some(21)]);
    let mut total = 0.0;
    let with = df
        .apply_rows("running", |row| {
            total += row.f64("weight")?;
            Ok(total > 100.0)
        })
        .unwrap();
    assert_eq!(with.column_array("running").unwrap(), array![0.0, 1.0, 1.0]);
    assert_eq!(df.head(Some(0)).apply_rows("n", |row| row.i64("age")).unwrap().shape(), (0, 5));
}

#[test]
fn row_errors_name_row_column_and_type() {
    let df = people();
    let error = df.apply_rows("x", |row| row.i64("age")).unwrap_err().to_string();
    assert_eq!(
        error,
        "row 1 of column `age` is missing, but a whole number was asked for. Use `row.opt_i64(\"age\")?` where values may be missing."
    );
    let error = df.apply_rows("x", |row| row.f64("name")).unwrap_err().to_string();
    assert_eq!(
        error,
        "row 0 of column `name` is of type str, but a number was asked for. Read it with `row.str(\"name\")?`."
    );
    let error = df.apply_rows("x", |row| row.f64("wieght")).unwrap_err().to_string();
    assert!(error.contains("Did you mean `weight`?"), "{error}");
    assert!(df.apply_rows("x", |row| row.bool("weight")).unwrap_err().to_string().contains("row.f64"));
}

#[test]
fn rows_in_a_loop() {
    let df = people();
    let rows = df.iter_rows();
    assert_eq!(rows.len(), 3);
    let names: Vec<String> = rows.map(|row| row.str("name").unwrap().to_owned()).collect();
    assert_eq!(names, ["Ada", "Bo", "Cy"]);
    // A changing order of reads finds the right column all the same.
    for row in df.iter_rows() {
        let (first, second) = if row.index() % 2 == 0 { ("name", "sex") } else { ("sex", "name") };
        assert!(row.opt_str(first).unwrap().is_some() || row.index() == 2);
        assert!(row.opt_str(second).unwrap().is_some() || row.index() == 2);
    }
    let kept: Vec<Row> = df.iter_rows().collect();
    assert_eq!((kept[0].f64("weight").unwrap(), kept[2].f64("weight").unwrap()), (58.0, 72.0));
}

#[test]
fn columns_are_mapped_by_type() {
    let df = people();
    let with = df.map_column("weight", |v: f64| v.round() as i64).unwrap();
    assert_eq!(with.column("weight").unwrap().dtype(), &DataType::Int64);
    let with = df.map_column("name", |v: &str| v.len()).unwrap();
    assert_eq!(with.column_array("name").unwrap(), array![3.0, 2.0, 2.0]);
    let with = df.map_column("age", |v: i64| v * 2).unwrap();
    assert_eq!(with.column("age").unwrap().i64().unwrap().to_vec(), [Some(72), None, Some(40)]);
    let with = df.map_column_as("age", "known", |v: Option<i64>| v.is_some()).unwrap();
    assert_eq!(with.column_array("known").unwrap(), array![1.0, 0.0, 1.0]);
    let with = df.map_columns(&["name", "sex"], |v: &str| v.to_uppercase()).unwrap();
    assert_eq!(with.column("sex").unwrap().str().unwrap().get(0), Some("F"));
    let error = df.map_column("name", |v: f64| v).unwrap_err().to_string();
    assert_eq!(
        error,
        "column `name` must hold numbers, but it holds str. Write the closure as `|v: &str| …`, or cast the column first."
    );
    assert!(df.map_column("nam", |v: &str| v.len()).unwrap_err().to_string().contains("`name`"));
    let rooted = df.map_column("weight", |v: f64| (v > 60.0).then(|| v.sqrt())).unwrap();
    assert_eq!(rooted.column("weight").unwrap().null_count(), 1);
}

#[test]
fn groups_give_values_or_frames() {
    let df = people();
    let ages = df.group_apply(&["sex"], |group| Ok(group.column("weight")?.f64()?.max())).unwrap();
    assert_eq!(ages.get_column_names(), ["sex", "value"]);
    assert_eq!(ages.column_array("value").unwrap(), array![58.0, 81.5]);
    let first = df.group_apply(&["sex"], |group| Ok(group.head(Some(1)).select(["name"])?)).unwrap();
    assert_eq!((first.shape(), first.get_column_names()[0].as_str()), ((2, 2), "sex"));
    let none = df.head(Some(0)).group_apply(&["sex"], |group| Ok(group.height())).unwrap();
    assert_eq!(none.height(), 0);
    assert!(df.group_apply(&[], |group| Ok(group.height())).is_err());
    assert!(df.group_apply(&["sx"], |group| Ok(group.height())).unwrap_err().to_string().contains("`sex`"));
}
