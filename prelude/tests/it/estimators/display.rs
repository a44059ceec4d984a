//! Every estimator shows itself, before and after the fit, as text and as HTML that is escaped.

use super::*;

#[test]
fn before_the_fit() {
    for_each(|estimator| {
        let summary = match step(estimator) {
            Step::Model(model) => model.summary(),
            Step::Clusterer(model) => model.summary(),
            Step::AnomalyDetector(model) => model.summary(),
            Step::Transformer(_) => return Ok(()),
        };
        if summary.title != estimator.name() {
            return Err(format!("is titled {}", summary.title));
        }
        let bundle = summary.rich_display();
        let shown = bundle.get("text/plain").unwrap_or_default();
        if !shown.starts_with(estimator.name()) || !shown.contains("not fitted yet") {
            return Err(format!("shows {shown}"));
        }
        Ok(())
    });
}

#[test]
fn after_the_fit_with_names_escaped() {
    for_each(|estimator| {
        let x = points(60);
        let df = DataFrame::from_array(&x, &["<i>a", "b", "c & d", "d\"e"]).map_err(text)?;
        let y = target(estimator, &x);
        let fitted = if learns_from_target(estimator) {
            alone(estimator).fit((&df, &y)).map_err(text)?
        } else {
            alone(estimator).fit_features(&df).map_err(text)?
        };
        let summary = match fitted.named_step("m").map_err(text)? {
            FittedStep::Model(model) => model.summary(),
            FittedStep::Clusterer(model) => model.summary(),
            FittedStep::AnomalyDetector(model) => model.summary(),
            FittedStep::Transformer(_) => return Ok(()),
        };
        if !summary.subtitle.contains("fitted on 60 samples, 4 features") {
            return Err(format!("subtitle {}", summary.subtitle));
        }
        let bundle = summary.rich_display();
        let (shown, html) =
            (bundle.get("text/plain").unwrap_or_default(), bundle.get("text/html").unwrap_or_default());
        if !shown.starts_with(estimator.name()) {
            return Err(format!("shows {shown}"));
        }
        if html.is_empty() || html.contains("<i>a") || html.contains("c & d") {
            return Err("its HTML is not escaped".to_owned());
        }
        Ok(())
    });
}

#[test]
fn pipelines_show_their_steps() {
    for_each(|estimator| {
        let bundle = alone(estimator).rich_display();
        let shown = bundle.get("text/plain").unwrap_or_default();
        if shown.contains(&format!("m: {}", estimator.name())) { Ok(()) } else { Err(shown.to_owned()) }
    });
}
