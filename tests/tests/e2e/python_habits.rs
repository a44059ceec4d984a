//! Whoever types Python is told what it is called here.

use ferrolab_tests::kernel::{Home, Kernel};

const HABITS: [(&str, &str); 24] = [
    ("import pandas as pd", "nothing is imported"),
    ("from sklearn.svm import SVC", "nothing is imported"),
    ("d = read_csv(\"a.csv\")?", "a new variable begins with `let`: `let d = …;`"),
    ("let m = RandomForestClassifier(n_estimators=100);", "`.n_estimators(…)`"),
    ("let m = Ridge(1.0);", "`Ridge::new()` makes one"),
    ("for i in range(5): print(i)", "a loop's body stands in braces"),
    ("for i in range(5) { println!(\"{i}\"); }", "a range is `0..5`"),
    ("def square(x):\n    return x * x", "a function is `fn name(x: f64) -> f64 { … }`"),
    ("if 1 < 2:\n    println!(\"less\")", "a block stands in braces"),
    ("# a comment", "a comment begins with `//`"),
    ("let train, test = train_test_split(&iris(), 0.2, 1)?;", "`let (a, b) = …;`"),
    ("print(table)", "`println!(\"{x}\")` prints"),
    ("len(table)", "of a frame `df.height()`"),
    ("table[table[\"x\"] > 1]", "rows that fit: `df.query(\"price > 10\")?`"),
    ("table.groupby(\"x\")[\"y\"].mean()", "`df.groupby(\"city\").mean(\"price\")?`"),
    ("let power = 3.0 ** 2;", "`x.powi(2)`"),
    ("let text = f\"{table}\";", "`format!("),
    ("let map = {\"a\": 1};", "`HashMap::from("),
    ("let part = vec![1, 2, 3][0:2];", "`&v[1..3]`"),
    ("let double = lambda x: 2 * x;", "`|x| x + 1`"),
    ("let least = 1 if true else 2;", "`if condition { a } else { b }`"),
    ("pd.read_csv(\"a.csv\")", "`pd.` and `pl.` fall away"),
    ("display(&table)?", "this cannot fail: leave out the `?`"),
    ("df.head(Some(3))", "there is no variable `df` yet"),
];

#[test]
fn each_habit_is_told_its_name_here() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let table = df![\"x\" => [1, 2, 3], \"y\" => [4, 5, 6]]?;");
    let mut silent = Vec::new();
    for (code, expected) in HABITS {
        let traceback = kernel.run(code).error().traceback;
        if !traceback.contains(expected) {
            silent.push(format!("{code}\n  expected: {expected}\n{traceback}"));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n\n"));
    assert_eq!(kernel.show("table.height()"), "3", "and nothing is lost");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_column_that_is_not_there_is_told_with_those_that_are() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let table = df![\"price\" => [1, 2], \"city\" => [\"a\", \"b\"]]?;");
    let expected = "there is no column `pric`. Did you mean `price`? The columns are: `price`, `city`.";
    for code in [
        "table[\"pric\"]",
        "table.column(\"pric\")?",
        "table.select([\"pric\"])?",
        "table.drop(\"pric\")?",
        "table.query(\"pric > 1\")?",
    ] {
        let error = kernel.run(code).error();
        assert_eq!(error.evalue, expected, "{code}");
        assert!(error.traceback.contains(expected) && error.traceback.contains(":1:"), "{}", error.traceback);
    }
    // Without a frame by name there is nothing to ask.
    let error = kernel.run("iris().to_frame()?[\"pric\"].len()").error();
    assert!(error.evalue.contains("ColumnNotFound"), "{}", error.evalue);
    kernel.shut_down();
    home.assert_clean();
}
