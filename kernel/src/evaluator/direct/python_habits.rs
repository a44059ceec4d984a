//! What people who come from Python type without thinking, and what it is called here. The compiler
//! sees only that a name is missing or a bracket unexpected; one line from us helps more.

use super::diagnostics;
use super::message::{Message, first_quoted, last_quoted};
use super::python_names;
use super::source::Source;

/// The most hints that one error brings.
const MOST: usize = 3;

/// What the compiler says, and the line of the cell of which it says it.
struct Mistake<'a> {
    code: &'a str,
    message: &'a str,
    line: &'a str,
}

/// One line of help for each habit that the compiler's errors show.
pub fn hints(messages: &[Message], source: &Source) -> Vec<String> {
    let mut hints = Vec::new();
    for message in messages.iter().filter(|message| message.is_error() && !message.is_summary()) {
        let span = diagnostics::primary_span(message, source);
        let line = span.map(|span| line_at(&span.cell.code, span.range.start).to_owned());
        let mistake = |line| Mistake { code: message.code(), message: &message.message, line };
        let hint = match &line {
            Some(line) => mistake(line.as_str()).hint(),
            // What stands on no line of the cell, such as a bracket that is missing, may come from any.
            None => source.cell().and_then(|cell| cell.code.lines().find_map(of_grammar)).map(str::to_owned),
        };
        hints.extend(hint.filter(|hint| !hints.contains(hint)));
    }
    hints.truncate(MOST);
    hints
}

fn line_at(code: &str, offset: usize) -> &str {
    let start = code[..offset].rfind('\n').map_or(0, |end| end + 1);
    code[start..].lines().next().unwrap_or_default().trim()
}

impl Mistake<'_> {
    fn hint(&self) -> Option<String> {
        let grammar =
            of_grammar(self.line).filter(|_| matches!(self.code, "" | "E0425" | "E0423" | "E0412" | "E0433"));
        grammar.map(str::to_owned).or_else(|| self.of_name()).or_else(|| self.of_type())
    }

    /// The name that the message is about.
    fn name(&self) -> &str {
        last_quoted(self.message).unwrap_or_default()
    }

    fn of_name(&self) -> Option<String> {
        let name = self.name();
        match self.code {
            "E0425" if is_assigned(name, self.line) => Some(format!(
                "a new variable begins with `let`: `let {name} = …;`, or `let mut {name}` if it is to change"
            )),
            "E0425" if is_argument(name, self.line) => Some(format!(
                "arguments have no names: a function's are given in order (`:doc` tells it), a model's are methods, `.{name}(…)`"
            )),
            "E0425" => of_unknown(name),
            "E0423" if self.message.contains("found struct") => Some(format!(
                "`{name}` is a type: `{name}::new()` makes one, and its settings are methods, `.setting(…)`"
            )),
            "E0423" if self.message.starts_with("expected value, found macro") => {
                Some(format!("there is no variable `{name}` yet; `{name}!` is a macro of that name"))
            }
            "E0423" if name == "print" => of_unknown(name),
            "E0599" if self.message.contains("::Vec<") => python_names::of_vector(first_quoted(self.message)?),
            "E0599" | "E0609" | "E0610" | "E0615" => python_names::instead(first_quoted(self.message)?),
            "E0061" if self.line.contains("train_test_split(") => {
                Some("features and target are split together: `let data = Dataset::new(&x, &y)?; let (train, test) = train_test_split(&data, 0.2, 42)?;`".into())
            }
            "E0061" if self.line.contains(".head()") || self.line.contains(".tail()") => {
                Some("the number of rows is told: `df.head(Some(5))`; a frame by itself shows its first and last rows".into())
            }
            "E0061" if self.line.contains("len(") => {
                Some("the length is a method: `v.len()`, of a frame `df.height()`".into())
            }
            _ => None,
        }
    }

    fn of_type(&self) -> Option<String> {
        let hint = match self.code {
            "E0070" | "E0594"
                if self.line.starts_with(|c: char| c.is_alphabetic()) && self.line.contains("\"] = ") =>
            {
                "a frame is not changed in place: `let df = df.assign(\"total\", col(\"price\") * col(\"pieces\"))?;`"
            }
            "E0369" | "E0277" | "E0507" if self.line.contains("\"]") && !has_comparison(self.line) => {
                "columns are computed by an expression: `df.eval(\"price * pieces\")?`"
            }
            "E0369" | "E0308" | "E0277" if self.line.contains("[\"") && has_comparison(self.line) => {
                "rows that fit: `df.query(\"price > 10\")?`, or with an expression, `df.query(col(\"price\").gt(lit(10)))?`"
            }
            "E0608" | "E0277" if self.message.contains("Groups<") => {
                "the statistic takes the column: `df.groupby(\"city\").mean(\"price\")?`"
            }
            "E0614" if self.line.contains("**") => "powers are methods: `x.powi(2)`, `x.powf(0.5)`",
            "E0308" if self.line.contains(".append(") => "one more value: `v.push(value)`",
            "E0277" if self.message.starts_with("the `?` operator can only be applied to") => {
                "this cannot fail: leave out the `?`"
            }
            "E0277" if self.message.contains("::AsTraining` is not") => {
                "features and target go together: `.fit((&x, &y))?`, of a frame `.fit((&df, \"price\"))?`"
            }
            "E0277" if self.message.contains("::AsFeatures` is not") => {
                "features are a table of one row per sample: `&array![[1.0, 2.0]]`, a frame or a `Dataset`"
            }
            "E0277" if self.message.contains("NdIndex<") => ONE_ELEMENT,
            "E0061" | "E0277" | "E0308" => return python_names::otherwise(self.line),
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

const ONE_ELEMENT: &str = "one element of a matrix is `x[[0, 1]]`, a row `x.row(0)`, a column `x.column(1)`";

/// What is wrong with a line whatever its names mean.
fn of_grammar(line: &str) -> Option<&'static str> {
    let line = line.trim();
    let begins = |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
    let has_block = line.ends_with(':') || line.contains("): ");
    let hint = match line {
        _ if begins("import") || begins("from") => {
            "nothing is imported: frames, `np::`, models and `plot::` are there in every cell; other crates come with `:dep`"
        }
        _ if begins("def") => "a function is `fn name(x: f64) -> f64 { … }`",
        _ if begins("class") => {
            "a type is `struct Name { field: f64 }`, its methods stand in `impl Name { … }`"
        }
        _ if begins("elif") || line.contains("} elif ") => "`elif` is `else if`",
        _ if begins("for") && has_block => "a loop's body stands in braces: `for i in 0..5 { … }`",
        _ if has_block && (begins("if") || begins("while") || line == "else:") => {
            "a block stands in braces: `if x > 0 { … } else { … }`"
        }
        _ if line.starts_with('#') && !line.starts_with("#[") => "a comment begins with `//`",
        _ if is_tuple_of_variables(line) => "several variables at once stand in brackets: `let (a, b) = …;`",
        _ if line.contains("lambda ") => "a function without a name is `|x| x + 1`",
        _ if line.contains("f\"") && line.contains('{') => {
            "text with values in it: `format!(\"{name} {x:.2}\")`"
        }
        _ if line.contains("{\"") && line.contains("\":") => {
            "a map is `HashMap::from([(\"a\", 1)])`, a frame `df!(\"a\" => [1, 2])?`"
        }
        _ if has_slice(line) => {
            "a part of a vector is `&v[1..3]`, of an array `a.slice(s![1..3, ..])`, of a frame `df.slice(1, 2)`"
        }
        _ if has_two_indices(line) => ONE_ELEMENT,
        _ if line.contains(" if ") && line.contains(" else ") && !line.contains('{') => {
            "a choice is `if condition { a } else { b }`"
        }
        _ => return None,
    };
    Some(hint)
}

/// Python's built-in functions and the names of its libraries.
fn of_unknown(name: &str) -> Option<String> {
    let instead = match name {
        "pd" | "pl" => "`pd.` and `pl.` fall away: `read_csv(…)?`, `col(…)`, `df!(…)`",
        "plt" | "sns" => "charts are under `plot::`, or `df.plot()` with the names of columns",
        "sklearn" => "models and metrics stand without a module: `RandomForestClassifier::new()`",
        "range" => "a range is `0..5`",
        "print" => "`println!(\"{x}\")` prints; the last expression of a cell shows itself",
        "int" => "a whole number of another is `x as i32`, of a text `x.parse::<i32>()?`",
        "float" => "a number with a point of another is `x as f64`, of a text `x.parse::<f64>()?`",
        "str" => "a text is `x.to_string()`, or `format!(\"{x}\")`",
        "abs" | "round" => "it is a method: `x.abs()`, `x.round()`",
        "sum" | "max" | "min" => {
            "of an array `x.sum()`, `x.max()?`; of a column `df[\"price\"].sum()?`; of two numbers `a.max(b)`"
        }
        "sorted" => "`np::sort(&v)` for numbers, `df.sorted(\"price\")?` for a frame, `v.sort()` in place",
        "enumerate" | "zip" => "they are methods: `v.iter().enumerate()`, `a.iter().zip(&b)`",
        "list" | "dict" | "set" => {
            "`.collect::<Vec<_>>()` makes a list of what is iterated, `HashMap` is a dict, `HashSet` a set"
        }
        "True" | "False" => "the truth values are `true` and `false`",
        _ => return None,
    };
    Some(instead.to_owned())
}

/// `name = …` at the beginning of a line.
fn is_assigned(name: &str, line: &str) -> bool {
    let rest = line.strip_prefix(name).map(str::trim_start);
    !name.is_empty() && rest.is_some_and(|rest| rest.starts_with('=') && !rest.starts_with("=="))
}

/// `f(name=…` or `, name=…`
fn is_argument(name: &str, line: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].trim_end();
        let after = line[at + name.len()..].trim_start();
        before.ends_with(['(', ',']) && after.starts_with('=') && !after.starts_with("==")
    })
}

/// `let a, b = …` or `a, b = …`
fn is_tuple_of_variables(line: &str) -> bool {
    let Some((left, _)) = line.split_once('=') else { return false };
    let left = left.trim().strip_prefix("let ").unwrap_or(left.trim());
    let is_name = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    left.contains(',') && left.split(',').all(is_name)
}

fn has_comparison(line: &str) -> bool {
    [" > ", " < ", " >= ", " <= ", " == ", " != "].iter().any(|sign| line.contains(sign))
}

/// `[1:3]`, `[:5]`, `[-2:]`
fn has_slice(line: &str) -> bool {
    line.split('[').skip(1).filter_map(|rest| rest.split(']').next()).any(|inside| {
        inside.contains(':')
            && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '-' | ' ' | ','))
    })
}

/// `x[0, 1]`
fn has_two_indices(line: &str) -> bool {
    line.match_indices('[').any(|(at, _)| {
        let is_index = line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let inside = line[at + 1..].split(']').next().unwrap_or_default();
        let is_list = inside.contains(',') && inside.chars().all(|c| c.is_ascii_digit() || ", -".contains(c));
        is_index && is_list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(code: &str, message: &str, line: &str) -> String {
        Mistake { code, message, line }.hint().unwrap_or_default()
    }

    #[test]
    fn a_line_of_python_is_known_by_its_grammar() {
        for (line, expected) in [
            ("import pandas as pd", "nothing is imported"),
            ("from sklearn.svm import SVC", "nothing is imported"),
            ("def f(x):", "`fn name"),
            ("for i in range(5): print(i)", "`for i in 0..5 { … }`"),
            ("if x > 0:", "in braces"),
            ("# a comment", "`//`"),
            ("let train, test = split();", "`let (a, b)"),
            ("train, test = split()", "`let (a, b)"),
            ("let f = lambda x: x + 1;", "`|x| x + 1`"),
            ("let s = f\"{x}\";", "`format!"),
            ("let d = {\"a\": 1};", "HashMap"),
            ("v[1:3]", "`&v[1..3]`"),
            ("let y = 1 if x else 2;", "`if condition"),
            ("x[0, 1]", "`x[[0, 1]]`"),
        ] {
            assert!(hint("", "expected one of …", line).contains(expected), "{line}");
        }
    }

    #[test]
    fn lines_of_rust_are_left_alone() {
        for line in [
            "let (a, b) = (1, 2);",
            "for i in 0..5 {",
            "#[derive(Debug)]",
            "let x = if a { 1 } else { 2 };",
            "let s = format!(\"{x}\");",
            "a.slice(s![1..3, ..])",
            "let y: Vec<f64> = f(a, b);",
            "match x { 1 => 2, _ => 3 }",
            "let f = |x: f64| x == 1.0;",
            "let v = vec![0, 1];",
            "x[[0, 1]] + f([1, 2])",
        ] {
            assert_eq!(of_grammar(line), None, "{line}");
        }
        assert_eq!(hint("E0308", "mismatched types", "let x: i32 = 1.0;"), "");
        assert_eq!(hint("E0425", "cannot find value `y` in this scope", "let x = y;"), "");
    }

    #[test]
    fn a_missing_name_tells_the_habit() {
        let missing = |name: &str, line: &str| {
            hint("E0425", &format!("cannot find value `{name}` in this scope"), line)
        };
        assert!(missing("x", "x = 5").contains("`let x = …;`"));
        assert_eq!(missing("x", "x == 5"), "");
        assert!(
            missing("n_estimators", "RandomForestClassifier(n_estimators=100)")
                .contains("`.n_estimators(…)`")
        );
        assert!(missing("pd", "let d = pd.read_csv(\"a\")").contains("`read_csv"));
        assert!(missing("range", "for i in range(3) {}").contains("`0..5`"));
        let found = "expected function, tuple struct or tuple variant, found struct `Ridge`";
        assert!(hint("E0423", found, "let m = Ridge(1.0);").contains("`Ridge::new()`"));
        assert!(
            hint("E0423", "expected value, found macro `df`", "df.head()").contains("no variable `df` yet")
        );
        assert!(hint("E0423", "expected function, found macro `print`", "print(x)").contains("`println!"));
    }

    #[test]
    fn a_wrong_type_tells_the_habit() {
        let line = "df[df[\"x\"] > 5.0]";
        assert!(
            hint("E0369", "binary operation `>` cannot be applied to type `Column`", line)
                .contains("`df.query(")
        );
        let message = "cannot index into a value of type `Groups<'_>`";
        assert!(hint("E0608", message, "df.groupby(\"a\")[\"x\"]").contains("groupby(\"city\").mean"));
        assert!(hint("E0614", "type `{integer}` cannot be dereferenced", "x ** 2").contains("powi"));
        let message = "the `?` operator can only be applied to values that implement `Try`";
        assert!(hint("E0277", message, "display(&x)?").contains("leave out"));
    }
}
