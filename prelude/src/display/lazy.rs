//! Queries that have not run: their plan. Expressions: their formula.

use polars::prelude::{Expr, LazyFrame};

use super::html::{block, caption, escape};
use crate::runtime::{MimeBundle, RichDisplay};

const HINT: &str = "A LazyFrame holds a query that has not run: `.collect()?` runs it.";

impl RichDisplay for LazyFrame {
    fn rich_display(&self) -> MimeBundle {
        // Without optimisation, planning cannot fail late; with a mistake in the query either fails.
        let plan = match self.describe_optimized_plan().or_else(|_| self.describe_plan()) {
            Ok(plan) => plan,
            Err(error) => format!("this query cannot run: {error}"),
        };
        let html = format!("<pre>{}</pre>{}", escape(&plan), caption(HINT));
        MimeBundle::text(format!("{plan}\n\n{HINT}\n")).html(block(&html))
    }
}

impl RichDisplay for Expr {
    fn rich_display(&self) -> MimeBundle {
        let text = self.to_string();
        let html = block(&format!("<pre>{}</pre>", escape(&text)));
        MimeBundle::text(text).html(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::df;
    use polars::prelude::{IntoLazy, col, lit};

    #[test]
    fn the_plan_is_shown_and_escaped() {
        let query = df!("a<b" => [1, 2]).unwrap().lazy().filter(col("a<b").gt(lit(1)));
        let bundle = query.rich_display();
        assert!(bundle.get("text/plain").unwrap().contains("FILTER"), "{bundle:?}");
        assert!(bundle.get("text/html").unwrap().contains("a&lt;b"));
    }

    #[test]
    fn a_wrong_query_says_so() {
        let query = df!("a" => [1]).unwrap().lazy().select([col("b")]);
        assert!(query.rich_display().get("text/plain").unwrap().contains('b'));
    }

    #[test]
    fn an_expression_is_its_formula() {
        assert!(col("x").gt(lit(1)).rich_display().get("text/plain").unwrap().contains("col(\"x\")"));
    }
}
