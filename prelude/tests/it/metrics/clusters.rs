//! Groups: to 1e-10.

use super::*;

#[test]
fn agreement_is_scikit_learns() {
    let all = reference("/clusters");
    let (truth, found) = (numbers(&all["truth"]), numbers(&all["found"]));
    let same = |name: &str, ours: f64| close(&[ours], &all[name], 1e-10);
    same("rand_score", rand_score(&truth, &found).unwrap());
    same("adjusted_rand_score", adjusted_rand_score(&truth, &found).unwrap());
    same("mutual_info_score", mutual_info_score(&truth, &found).unwrap());
    same("homogeneity_score", homogeneity_score(&truth, &found).unwrap());
    same("completeness_score", completeness_score(&truth, &found).unwrap());
    same("v_measure_score", v_measure_score(&truth, &found).unwrap());
    same("fowlkes_mallows_score", fowlkes_mallows_score(&truth, &found).unwrap());
    close(&pair_confusion_matrix(&truth, &found).unwrap(), &all["pairs"], 0.0);
    close(&contingency_matrix(&truth, &found).unwrap(), &all["contingency"], 0.0);
    let means =
        [MeanOfEntropies::Arithmetic, MeanOfEntropies::Geometric, MeanOfEntropies::Min, MeanOfEntropies::Max];
    close(
        &means.map(|mean| normalized_mutual_info_score_by(&truth, &found, mean).unwrap()),
        &all["normalized"],
        1e-10,
    );
    close(
        &means.map(|mean| adjusted_mutual_info_score_by(&truth, &found, mean).unwrap()),
        &all["adjusted"],
        1e-9,
    );
}

#[test]
fn silhouettes_and_dispersion_are_scikit_learns() {
    let all = reference("/clusters");
    let (x, groups) = (iris(), numbers(&all["groups"]));
    let every_tenth: Vec<f64> =
        silhouette_samples(&x, &groups).unwrap().iter().step_by(10).copied().collect();
    close(&every_tenth, &all["silhouettes"], 1e-9);
    let scores = [Metric::Euclidean, Metric::Manhattan, Metric::Chebyshev, Metric::Cosine]
        .map(|metric| Silhouette::new().metric(metric).score(&x, &groups).unwrap());
    close(&scores, &all["silhouette"], 1e-7);
    close(&[davies_bouldin_score(&x, &groups).unwrap()], &all["davies_bouldin"], 1e-10);
    close(&[calinski_harabasz_score(&x, &groups).unwrap()], &all["calinski_harabasz"], 1e-10);
    let some = Silhouette::new().sample_size(60).seed(3);
    assert_eq!(some.score(&x, &groups).unwrap(), some.score(&x, &groups).unwrap());
    assert_eq!(some.samples(&x, &groups).unwrap().len(), 60);
}
