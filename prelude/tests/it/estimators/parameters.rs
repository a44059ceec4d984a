//! Every parameter can be listed, read and set by its path, and refuses what it cannot hold.

use ferrolab_prelude::serde_json::{Value, json};

use super::*;

/// The parameters under their own names.
fn own(pipeline: &Pipeline) -> Result<Vec<(String, Value)>, String> {
    let params = pipeline.params().map_err(text)?;
    Ok(params
        .into_iter()
        .filter_map(|(path, value)| Some((path.strip_prefix("m__")?.to_owned(), value)))
        .collect())
}

#[test]
fn each_is_set_to_what_it_is() {
    for_each(|estimator| {
        let pipeline = alone(estimator);
        for (path, value) in own(&pipeline)? {
            // JSON has no infinities: they are told as text.
            if value == json!("inf") || value == json!("-inf") || value == json!("NaN") {
                continue;
            }
            let path = format!("m__{path}");
            let again = pipeline.set_param(&path, &value).map_err(text)?;
            if again.param(&path).map_err(text)? != value {
                return Err(format!("{path} does not keep {value}"));
            }
        }
        Ok(())
    });
}

#[test]
fn numbers_can_be_changed() {
    for_each(|estimator| {
        let pipeline = alone(estimator);
        for (path, value) in own(&pipeline)? {
            let Some(number) = value.as_u64() else { continue };
            let path = format!("m__{path}");
            let changed = pipeline.set_param(&path, number + 1).map_err(text)?;
            if changed.param(&path).map_err(text)?.as_u64() != Some(number + 1) {
                return Err(format!("{path} does not change"));
            }
        }
        Ok(())
    });
}

#[test]
fn what_it_cannot_hold_is_refused() {
    for_each(|estimator| {
        let pipeline = alone(estimator);
        for (path, _) in own(&pipeline)? {
            let path = format!("m__{path}");
            match pipeline.set_param(&path, json!({"no such thing": [1]})) {
                Err(Error::ParameterValue { .. }) => {}
                other => return Err(format!("{path}: {other:?}")),
            }
        }
        match pipeline.set_param("m__no_such_parameter", 1) {
            Err(Error::ParameterNotFound { .. }) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}

#[test]
fn summaries_list_them_all() {
    for_each(|estimator| {
        let listed = match step(estimator) {
            Step::Model(model) => model.summary(),
            Step::Clusterer(model) => model.summary(),
            Step::AnomalyDetector(model) => model.summary(),
            Step::Transformer(_) => return Ok(()),
        };
        let shown: Vec<&str> = listed.parameters.iter().map(|(name, _)| name.as_str()).collect();
        let missing: Vec<String> = own(&alone(estimator))?
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| !path.contains("__") && !shown.contains(&path.as_str()))
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(format!("not listed: {}", missing.join(", "))) }
    });
}
