//! The classes of a stream: all are named at its start, a batch may have some of them.

use ndarray::Array1;

use crate::array::AsLabels;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::Classes;

/// The classes that will ever come.
pub(super) fn stream_classes(owner: &'static str, classes: &dyn AsLabels) -> Result<Classes> {
    use crate::array::LabelValues;
    let classes = match classes.labels()?.values {
        LabelValues::Text(names) => {
            let mut names: Vec<String> = names.into_iter().map(|name| name.into_owned()).collect();
            names.sort();
            names.dedup();
            let values = (0..names.len()).map(|index| index as f64).collect();
            Classes { values, names: Some(names) }
        }
        LabelValues::Numbers(values) => {
            let mut values = values.to_vec();
            values.sort_by(f64::total_cmp);
            values.dedup();
            Classes { values: Array1::from(values), names: None }
        }
    };
    if classes.len() < 2 {
        return Err(Error::parameter(owner, "classes", format!("{} of them", classes.len()), "at least two"));
    }
    Ok(classes)
}

/// The place of each sample's class among `classes`.
pub(super) fn batch_codes(owner: &'static str, classes: &Classes, data: &Training<'_>) -> Result<Vec<usize>> {
    if classes.names.is_some() != data.class_names.is_some() {
        let kind = |text: bool| if text { "text" } else { "numbers" };
        return Err(Error::LabelKinds {
            left: "the batch".to_owned(),
            left_kind: kind(data.class_names.is_some()),
            right: "the classes".to_owned(),
            right_kind: kind(classes.names.is_some()),
        });
    }
    let values = classes.in_these(data.target.view(), data.class_names.as_deref());
    let place = |(row, value): (usize, &Option<f64>)| {
        let known = value.and_then(|value| classes.values.iter().position(|class| *class == value));
        known.ok_or_else(|| {
            let label = match &data.class_names {
                Some(names) => names.get(data.target[row] as usize).cloned().unwrap_or_default(),
                None => data.target[row].to_string(),
            };
            let expected = format!("one of {} (see row {row})", classes.labels().join(", "));
            Error::parameter(owner, "y", label, expected)
        })
    };
    values.iter().enumerate().map(place).collect()
}
