//! Whoever types Python is told what it is called here.

use ferrolab_tests::kernel::{Home, Kernel};

const HABITS: [(&str, &str); 33] = [
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
    ("vec![1.0, 2.0].mean()", "`np::mean(&v)?`"),
    ("let x = array![[1.0, 2.0]]; x[0, 1]", "`x[[0, 1]]`"),
    ("array![[1.0, 2.0]][0]", "`x[[0, 1]]`"),
    ("Ridge::new().fit(&iris().features, &iris().target)?", "`.fit((&x, &y))?`"),
    ("train_test_split(&iris().features, &iris().target, 0.2, 1)?", "`let data = Dataset::new(&x, &y)?;"),
    ("Ridge::new().fit(&diabetes())?.predict(&[1.0, 2.0])?", "one row per sample"),
    ("table.head()", "`df.head(Some(5))`"),
    ("table[\"z\"] = table[\"x\"]", "`let df = df.assign("),
    ("table[\"x\"] * table[\"y\"]", "`df.eval(\"price * pieces\")?`"),
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

/// Lines with names from Python; what they are told to write instead must run.
const NAMES: [&str; 43] = [
    "df.dropna()",
    "df.fillna(0)",
    "df[\"price\"].ffill()",
    "df.isna().sum()",
    "df.sort_values(\"price\")",
    "df.set_index(\"city\")",
    "df.loc[0]",
    "df.iloc[0]",
    "df.reset_index()",
    "df[\"city\"].isin([\"Rome\"])",
    "df.to_csv(\"a.csv\")",
    "df.to_parquet(\"a.parquet\")",
    "df.to_json(\"a.json\")",
    "df.to_sql(\"a\")",
    "df.to_numpy()",
    "df.values",
    "df.to_dict()",
    "df.iterrows()",
    "df[\"price\"].apply(1)",
    "df.rolling(7)",
    "df[\"price\"].cumsum()",
    "df[\"price\"].idxmax()",
    "df.select_dtypes()",
    "df.hist()",
    "df.boxplot()",
    "df.get_dummies()",
    "df.keys()",
    "df[\"city\"].str.upper()",
    "df[\"day\"].dt.year",
    "df[\"price\"].round(1)",
    "x.reshape((2, 3))",
    "x.ravel()",
    "x.T",
    "x.tolist()",
    "x.ndim + 0",
    "x.size",
    "model.coef_",
    "model.intercept_",
    "groups.cluster_centers_",
    "groups.labels_",
    "classes.classes_",
    "forest.feature_importances_",
    "pca.explained_variance_ratio_",
];

const FITTED: &str = "
    let df = df! { \"price\" => [12.5, 9.5, 8.0, 20.0], \"city\" => [\"Rome\", \"Oslo\", \"Rome\", \"Bern\"],
        \"day\" => [\"2024-01-30\", \"2024-02-02\", \"2024-02-03\", \"2024-03-09\"] }?.parse_dates(&[\"day\"])?;
    let x = array![3.0, 1.0, 2.0, 6.0, 5.0, 4.0];
    let model = LinearRegression::new().fit(&diabetes())?;
    let groups = KMeans::new(3).seed(1).fit(&iris())?;
    let classes = LogisticRegression::new().fit(&iris())?;
    let forest = RandomForestClassifier::new().n_estimators(5).seed(1).fit(&iris())?;
    let pca = Pca::new(2).fit(&iris())?;";

#[test]
fn what_is_told_instead_of_a_name_from_python_runs() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok(FITTED);
    let mut wrong = Vec::new();
    for line in NAMES {
        let ended = kernel.run(line);
        if ended.reply["status"] == "ok" {
            wrong.push(format!("{line} works"));
            continue;
        }
        let error = ended.error();
        let told = error.traceback.split_once("is written `").and_then(|(_, rest)| rest.split_once("` here"));
        let Some((code, _)) = told else {
            wrong.push(format!("{line}\n{}", error.traceback));
            continue;
        };
        let receiver = line.split(['.', '[', ':']).next().unwrap_or_default();
        let code = code.replace("model.", &format!("{receiver}."));
        let ended = kernel.run(&code);
        if ended.reply["status"] != "ok" {
            wrong.push(format!("{line}: {code}\n{}", ended.error().traceback));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
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

/// In Python a variable is there as soon as its line has run.
#[test]
fn a_variable_of_a_cell_that_failed_is_told_as_such() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.run("let early = 5; let late = \"x\".parse::<i32>()?;").error();
    let traceback = kernel.run("early + 1").error().traceback;
    assert!(
        traceback.contains("`early` is gone: In[1], which makes it, did not come to its end"),
        "{traceback}"
    );
    kernel.ok("let early = 6;");
    assert_eq!(kernel.show("early + 1"), "7");
    kernel.shut_down();
    home.assert_clean();
}
