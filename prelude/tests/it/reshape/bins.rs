use super::reference;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

fn case(name: &str) -> Cut {
    match name {
        "width" => Cut::new(Bins::Width(3)),
        "width_left" => Cut::new(Bins::Width(3)).closed(Side::Left),
        "width_lowest" => Cut::new(Bins::Width(4)).include_lowest(),
        "edges" => Cut::new(Bins::edges(&[0.0, 3.0, 5.5, 8.0])),
        "edges_left" => Cut::new(Bins::edges(&[0.0, 3.0, 5.5, 8.0])).closed(Side::Left),
        "edges_lowest" => Cut::new(Bins::edges(&[1.0, 3.0, f64::INFINITY])).include_lowest(),
        "quartiles" => Cut::new(Bins::Quantiles(4)),
        "thirds" => Cut::new(Bins::Quantiles(3)),
        "sevenths" => Cut::new(Bins::Quantiles(7)),
        "at" => Cut::new(Bins::quantiles_at(&[0.0, 0.1, 0.5, 1.0])),
        "tiny" => Cut::new(Bins::Width(4)),
        "tiny_quantiles" => Cut::new(Bins::Quantiles(2)),
        "same" | "big" => Cut::new(Bins::Width(2)),
        "precision" => Cut::new(Bins::Width(3)).precision(1),
        other => panic!("{other}"),
    }
}

#[test]
fn intervals_and_their_text_are_pandas() {
    for (name, expected) in reference("/intervals").as_object().unwrap() {
        let x: Vec<Option<f64>> = expected["x"].as_array().unwrap().iter().map(Value::as_f64).collect();
        let df = df!("x" => x).unwrap();
        let ours = case(name).of(&df, "x").unwrap();
        let text = ours.column("x_bin").unwrap().cast(&DataType::String).unwrap();
        let text: Vec<Option<String>> = text.str().unwrap().iter().map(|v| v.map(str::to_owned)).collect();
        let bins: Vec<Option<String>> =
            expected["bins"].as_array().unwrap().iter().map(|v| v.as_str().map(str::to_owned)).collect();
        assert_eq!(text, bins, "{name}");
        let DataType::Enum(categories, _) = ours.column("x_bin").unwrap().dtype().clone() else { panic!() };
        let all: Vec<&str> =
            expected["all"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        assert_eq!(categories.categories().values_iter().collect::<Vec<_>>(), all, "{name}");
    }
}

#[test]
fn intervals_sort_by_place() {
    let df = df!("x" => [1.0, 50.0, 1000.0]).unwrap();
    let cut = Cut::new(Bins::edges(&[0.0, 9.0, 100.0, 2000.0])).labels(&["low", "high", "extreme"]);
    let sorted = cut.of(&df, "x").unwrap().sort(["x_bin"], SortMultipleOptions::default()).unwrap();
    assert_eq!(sorted.column_array("x").unwrap(), array![1.0, 50.0, 1000.0]);
    assert_eq!(sorted.crosstab("x_bin", "x").unwrap().column("x_bin").unwrap().len(), 3);
}

#[test]
fn many_intervals_and_odd_values() {
    let x: Vec<f64> = (0..1000).map(f64::from).collect();
    let df = df!("x" => x, "nan" => vec![f64::NAN; 1000]).unwrap();
    assert_eq!(df.cut("x", Bins::Width(700)).unwrap().column("x_bin").unwrap().null_count(), 0);
    let nan = df.cut("nan", Bins::edges(&[0.0, 1.0])).unwrap();
    assert_eq!(nan.column("nan_bin").unwrap().null_count(), 1000);
    let error = df.cut("nan", Bins::Width(2)).unwrap_err().to_string();
    assert_eq!(error, "column `nan` is empty: expected at least one value to find the edges from.");
    let infinite = df!("x" => [1.0, f64::INFINITY]).unwrap();
    assert!(infinite.cut("x", Bins::Width(2)).unwrap_err().to_string().contains("inf in row 1"));
    let repeated = df!("x" => [1.0, 1.0, 1.0, 2.0]).unwrap();
    let error = repeated.cut("x", Bins::Quantiles(4)).unwrap_err().to_string();
    assert!(error.contains("1 followed by 1") && error.contains("drop_duplicates"), "{error}");
    let joined = Cut::new(Bins::Quantiles(4)).drop_duplicates().of(&repeated, "x").unwrap();
    assert_eq!(joined.column("x_bin").unwrap().null_count(), 0);
}
