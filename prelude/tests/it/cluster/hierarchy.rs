//! Agglomerative clustering.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

use super::{cases, close, data, labels, matrix, number, same_groups};

fn method(case: &Value) -> Linkage {
    match case["method"].as_str().unwrap() {
        "ward" => Linkage::Ward,
        "complete" => Linkage::Complete,
        "average" => Linkage::Average,
        _ => Linkage::Single,
    }
}

#[test]
fn the_hierarchy_is_scipys() {
    for case in cases("/hierarchy") {
        let ours = linkage(&data(&case), method(&case)).unwrap();
        let theirs = matrix(&case["linkage"]);
        close(&ours.column(2), &theirs.column(2).to_vec(), 1e-12);
        // Merges at equal distances may come in another order.
        let ties = theirs.column(2).windows(2).into_iter().any(|pair| pair[1] - pair[0] < 1e-9);
        if !ties {
            close(&ours, theirs.as_slice().unwrap(), 1e-12);
        }
    }
}

#[test]
fn cuts_are_scikit_learns() {
    for case in cases("/hierarchy") {
        let x = data(&case);
        for (k, theirs) in case["labels"].as_object().unwrap() {
            let k: usize = k.parse().unwrap();
            let model = AgglomerativeClustering::new(k).linkage(method(&case)).fit(&x).unwrap();
            same_groups(model.labels(), &labels(theirs));
            assert_eq!(model.n_clusters(), k);
        }
        let model = AgglomerativeClustering::by_distance(number(&case["cut"]))
            .linkage(method(&case))
            .fit(&x)
            .unwrap();
        same_groups(model.labels(), &labels(&case["labels_by_distance"]));
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let x = array![[1.0], [2.0]];
    let message = |error: ferrolab_prelude::Error| error.to_string();
    assert!(message(AgglomerativeClustering::new(0).fit(&x).unwrap_err()).contains("`n_clusters` is 0"));
    assert!(message(AgglomerativeClustering::new(3).fit(&x).unwrap_err()).contains("at least 3 samples"));
    let negative = AgglomerativeClustering::by_distance(-1.0).fit(&x).unwrap_err();
    assert!(message(negative).contains("`distance_threshold` is -1"));
    let one = linkage(&array![[1.0]], Linkage::Ward).unwrap_err();
    assert!(message(one).contains("at least 2 samples"));
}
