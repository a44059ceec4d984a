//! Tidying of texts and names, and probable misspellings.

use ferrolab_prelude::prelude::*;

use super::{texts, values};

#[track_caller]
fn check(text: &str, steps: &[Tidy], expected: Option<&str>) {
    let df = df!("s" => [text]).unwrap().tidy_strings(&["s"], steps).unwrap();
    assert_eq!(texts(&df, "s")[0].as_deref(), expected);
}

#[test]
fn steps_one_by_one() {
    check("  a  b \n", &[Tidy::Trim], Some("a  b"));
    check("a \t\n\u{a0} b", &[Tidy::CollapseSpaces], Some("a b"));
    check("ÉCOLE Straße", &[Tidy::Lowercase], Some("école straße"));
    check("straße", &[Tidy::Uppercase], Some("STRASSE"));
    check("o'neil's aNNE-marie 3rd über", &[Tidy::TitleCase], Some("O'neil's Anne-Marie 3rd Über"));
    check("Šárka Øster Łódź Groß œuvre ĳ", &[Tidy::RemoveAccents], Some("Sarka Oster Lodz Gross oeuvre ĳ"));
    check("й ё 東京 한국 हिन्दी ά", &[Tidy::RemoveAccents], Some("й ё 東京 한국 हिन्दी α"));
    check("a-b, c! (d) €5", &[Tidy::RemovePunctuation], Some("ab c d 5"));
    check("ﬁne ＡＢ e\u{301}", &[Tidy::Normalise], Some("fine AB é"));
    check("   ", &[Tidy::Trim, Tidy::EmptyToNull], None);
    check("   ", &[Tidy::EmptyToNull, Tidy::Trim], Some(""));
    check("", &[], Some(""));
}

#[test]
fn nulls_and_types_stay() {
    let df = df!("s" => [Some(" A"), None], "n" => [1, 2]).unwrap().to_categories(&["s"]).unwrap();
    let tidy = df.tidy_strings(&[], &[Tidy::Trim, Tidy::Lowercase]).unwrap();
    assert_eq!(texts(&tidy, "s"), [Some("a".to_owned()), None]);
    assert!(tidy.column("s").unwrap().dtype().is_categorical());
    let replaced = df!("s" => [Some("NYC"), None, Some("NYC area")])
        .unwrap()
        .replace_values("s", &[("NYC", "New York")])
        .unwrap();
    assert_eq!(texts(&replaced, "s"), [Some("New York".to_owned()), None, Some("NYC area".to_owned())]);
}

#[test]
fn names_become_snake_case() {
    let cases = [
        ("customerName", "customer_name"),
        ("HTTPServer", "http_server"),
        ("Größe (cm)", "grosse_cm"),
        ("  Total   Price €", "total_price"),
        ("2nd Place", "_2nd_place"),
        ("x1Y2", "x1_y2"),
        ("don't", "dont"),
        ("%", "percent"),
        ("R&D", "r_and_d"),
        ("___", "column"),
        ("already_snake", "already_snake"),
        ("Living Area (m²)", "living_area_m2"),
        ("Цена", "цена"),
    ];
    for (given, expected) in cases {
        let df = DataFrame::new(1, vec![Column::new(given.into(), [1])]).unwrap();
        assert_eq!(df.clean_names().unwrap().get_column_names(), [expected]);
        assert_eq!(
            df.clean_names().unwrap().clean_names().unwrap().get_column_names(),
            [expected],
            "twice is once"
        );
    }
}

#[test]
fn equal_names_are_numbered_around_those_taken() {
    let df = df!("a" => [1], "A" => [2], "a_2" => [3], "a " => [4]).unwrap();
    assert_eq!(df.clean_names().unwrap().get_column_names(), ["a", "a_3", "a_2", "a_4"]);
    assert_eq!(values(&df.clean_names().unwrap(), "a_3"), [2.0]);
}

#[test]
fn misspellings_are_paired() {
    let df = df!("city" => ["Berlin", "Berlin", "Berlni", "berlin ", "München", "Munchen", "Rome", "Oslo"])
        .unwrap();
    let pairs = df.similar_values("city", 0.8).unwrap();
    let (value, to) = (texts(&pairs, "value"), texts(&pairs, "similar_to"));
    let found: Vec<(&str, &str)> =
        value.iter().flatten().map(String::as_str).zip(to.iter().flatten().map(String::as_str)).collect();
    assert!(found.contains(&("berlin ", "Berlin")) && found.contains(&("Berlni", "Berlin")), "{found:?}");
    assert!(found.contains(&("München", "Munchen")) || found.contains(&("Munchen", "München")), "{found:?}");
    assert!(!found.iter().any(|(a, b)| *a == "Rome" || *b == "Oslo"));
    let similarity = values(&pairs, "similarity");
    assert_eq!(similarity[0], 1.0);
    assert!(similarity.windows(2).all(|pair| pair[0] >= pair[1]));
    assert_eq!(df.head(Some(0)).similar_values("city", 0.8).unwrap().height(), 0);
    let merged = texts(&df.merge_similar("city", 0.8).unwrap(), "city");
    let cities: HashSet<&str> = merged.iter().flatten().map(String::as_str).collect();
    assert_eq!(cities.len(), 4, "{cities:?}");
    assert!(["Berlin", "Rome", "Oslo"].iter().all(|city| cities.contains(city)), "{cities:?}");
}
