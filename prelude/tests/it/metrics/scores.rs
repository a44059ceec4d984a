//! Quantities, classes, probabilities, ranks: to 1e-11.

use ferrolab_prelude::metrics::AsTrueNumbers;

use super::*;

const TOLERANCE: f64 = 1e-11;

fn quantities(truth: impl AsTrueNumbers + Copy, predicted: &[f64], theirs: &Value) {
    let same = |name: &str, ours: Result<f64, ferrolab_prelude::Error>| {
        close(&[ours.unwrap()], &theirs[name], TOLERANCE);
    };
    same("r2", r2_score(truth, predicted));
    same("explained_variance", explained_variance_score(truth, predicted));
    same("mse", mean_squared_error(truth, predicted));
    same("rmse", root_mean_squared_error(truth, predicted));
    same("mae", mean_absolute_error(truth, predicted));
    same("medae", median_absolute_error(truth, predicted));
    same("mape", mean_absolute_percentage_error(truth, predicted));
    same("msle", mean_squared_log_error(truth, predicted));
    same("rmsle", root_mean_squared_log_error(truth, predicted));
    same("pinball", mean_pinball_loss(truth, predicted, 0.8));
    same("d2_pinball", d2_pinball_score(truth, predicted, 0.8));
    same("d2_absolute", d2_absolute_error_score(truth, predicted));
    same("poisson", mean_poisson_deviance(truth, predicted));
    same("gamma", mean_gamma_deviance(truth, predicted));
    let powers = [-1.0, 0.0, 1.5, 3.0].map(|power| mean_tweedie_deviance(truth, predicted, power).unwrap());
    close(&powers, &theirs["tweedie"], TOLERANCE);
    let powers = [0.0, 1.0, 1.5, 2.0].map(|power| d2_tweedie_score(truth, predicted, power).unwrap());
    close(&powers, &theirs["d2_tweedie"], TOLERANCE);
}

#[test]
fn errors_of_quantities_are_scikit_learns() {
    let theirs = reference("/regression");
    let list = |name: &str| numbers(&theirs[name]);
    let (truth, predicted, weights) = (list("truth"), list("predicted"), list("weights"));
    quantities(&truth, &predicted, &theirs["plain"]);
    quantities((&truth, &weights), &predicted, &theirs["weighted"]);
    close(&[max_error(&truth, &predicted).unwrap()], &theirs["max_error"], 0.0);
}

/// Precision, recall, F1, F2.5 and Jaccard.
fn five<T: ferrolab_prelude::metrics::AsTrueLabels + Copy, P: ferrolab_prelude::array::AsLabels + Copy>(
    truth: T,
    predicted: P,
    average: &Average,
) -> [f64; 5] {
    [
        precision_score(truth, predicted, average.clone()).unwrap(),
        recall_score(truth, predicted, average.clone()).unwrap(),
        f1_score(truth, predicted, average.clone()).unwrap(),
        fbeta_score(truth, predicted, 2.5, average.clone()).unwrap(),
        jaccard_score(truth, predicted, average.clone()).unwrap(),
    ]
}

#[test]
fn scores_of_classes_are_scikit_learns() {
    let all = reference("/classification");
    let list = |name: &str| numbers(&all[name]);
    let (truth, predicted, weights) = (list("truth"), list("predicted"), list("weights"));
    let ones = vec![1.0; truth.len()];
    for (name, weights) in [("plain", &ones), ("weighted", &weights)] {
        let (theirs, truth_of) = (&all[name], (&truth, weights));
        let same = |name: &str, ours: f64| close(&[ours], &theirs[name], TOLERANCE);
        same("accuracy", accuracy_score(truth_of, &predicted).unwrap());
        same("balanced", balanced_accuracy_score(truth_of, &predicted).unwrap());
        same("zero_one", zero_one_loss(truth_of, &predicted).unwrap());
        same("hamming", hamming_loss(truth_of, &predicted).unwrap());
        same("matthews", matthews_corrcoef(truth_of, &predicted).unwrap());
        let kappas = [KappaWeights::None, KappaWeights::Linear, KappaWeights::Quadratic]
            .map(|kind| cohen_kappa_score_weighted(truth_of, &predicted, kind).unwrap());
        close(&kappas, &theirs["kappa"], TOLERANCE);
        for (name, average) in
            [("macro", Average::Macro), ("micro", Average::Micro), ("weighted", Average::Weighted)]
        {
            close(&five(truth_of, &predicted, &average), &theirs["averages"][name], TOLERANCE);
        }
        let upper = |values: &[f64]| values.iter().map(|value| *value >= 2.0).collect::<Vec<bool>>();
        let (two_true, two_pred) = (upper(&truth), upper(&predicted));
        let ours = five((&two_true, weights), &two_pred, &Average::Binary);
        close(&ours, &theirs["averages"]["binary"], TOLERANCE);
        let each = precision_recall_fscore_support(truth_of, &predicted, 1.0).unwrap();
        let columns = [&each.precision, &each.recall, &each.fscore, &each.support];
        close(columns.into_iter().flatten(), &theirs["each"], TOLERANCE);
        close(confusion_matrix(truth_of, &predicted).unwrap().counts(), &theirs["confusion"], TOLERANCE);
    }
    assert_eq!(accuracy_score(&truth, &predicted).unwrap(), all["plain"]["accuracy"].as_f64().unwrap());
}

#[test]
fn reports_know_names() {
    let all = reference("/classification");
    let names = ["apple", "pear", "plum", "quince"];
    let text = |values: Vec<f64>| values.into_iter().map(|code| names[code as usize]).collect::<Vec<_>>();
    let (truth, predicted) = (text(numbers(&all["truth"])), text(numbers(&all["predicted"])));
    let report = classification_report(&truth, &predicted).unwrap();
    let averages = [&report.macro_average, &report.weighted_average];
    let rows: Vec<f64> = report
        .classes
        .iter()
        .chain(averages)
        .flat_map(|row| [row.precision, row.recall, row.f1, row.support])
        .collect();
    close(&rows, &all["report"], TOLERANCE);
    assert_eq!(report.to_frame().unwrap().height(), 7);
    let matrix = confusion_matrix(&truth, &predicted).unwrap();
    assert_eq!(matrix.labels(), names);
    for (shares, axis) in
        [(matrix.normalized_by_true(), Axis(1)), (matrix.normalized_by_predicted(), Axis(0))]
    {
        assert!(shares.sum_axis(axis).iter().all(|sum| *sum == 0.0 || (sum - 1.0).abs() < 1e-12));
    }
    let error = matrix.count("aple", "pear").unwrap_err().to_string();
    assert!(error.contains("`apple`"), "{error}");
    let text = matrix.rich_display().get("text/plain").unwrap().to_owned();
    assert!(text.starts_with("Confusion matrix: ") && text.contains("quince"), "{text}");
}

#[test]
fn scores_of_probabilities_are_scikit_learns() {
    let all = reference("/ranking");
    let list = |name: &str| numbers(&all[name]);
    let (truth, scores, weights, three) = (list("truth"), list("scores"), list("weights"), list("three"));
    let (proba, ones) = (matrix(&all["proba"]), vec![1.0; truth.len()]);
    let averages = [Average::Macro, Average::Weighted, Average::Micro];
    for (name, weights) in [("plain", &ones), ("weighted", &weights)] {
        let (theirs, two, three) = (&all[name], (&truth, weights), (&three, weights));
        let roc = roc_curve(two, &scores).unwrap();
        assert!(roc.thresholds[0].is_infinite());
        let points = roc.fpr.iter().chain(&roc.tpr).chain(roc.thresholds.iter().skip(1));
        close(points, &theirs["roc"], TOLERANCE);
        let pr = precision_recall_curve(two, &scores).unwrap();
        close(pr.precision.iter().chain(&pr.recall).chain(&pr.thresholds), &theirs["pr"], TOLERANCE);
        let det = det_curve(two, &scores).unwrap();
        close(det.fpr.iter().chain(&det.fnr), &theirs["det"], TOLERANCE);
        let same = |name: &str, ours: &[f64]| close(ours, &theirs[name], TOLERANCE);
        same("auc", &[roc_auc_score(two, &scores).unwrap()]);
        same("ap", &[average_precision_score(two, &scores).unwrap()]);
        same("log_loss", &[log_loss(two, &scores).unwrap(), log_loss(three, &proba).unwrap()]);
        same("brier", &[brier_score_loss(two, &scores).unwrap(), brier_score_loss(three, &proba).unwrap()]);
        same("d2_log_loss", &[d2_log_loss_score(three, &proba).unwrap()]);
        same("d2_brier", &[d2_brier_score(three, &proba).unwrap()]);
        same("top_k", &[1, 2].map(|k| top_k_accuracy_score(three, &proba, k).unwrap()));
        same("ovr", &averages.clone().map(|a| roc_auc_score_ovr(three, &proba, a).unwrap()));
        same("ap_ovr", &averages.clone().map(|a| average_precision_score_ovr(three, &proba, a).unwrap()));
    }
    let ovo = [Average::Macro, Average::Weighted]
        .map(|average| roc_auc_score_ovo(&three, &proba, average).unwrap());
    close(&ovo, &all["ovo"], TOLERANCE);
    for (place, strategy) in [BinsBy::Uniform, BinsBy::Quantile].into_iter().enumerate() {
        let ours = calibration_curve(&truth, &scores, 6, strategy).unwrap();
        close(ours.prob_true.iter().chain(&ours.prob_pred), &all["calibration"][place], TOLERANCE);
    }
    let gains = cumulative_gain_curve(&truth, &scores).unwrap();
    assert_eq!((gains.gain_at(0.0).unwrap(), gains.gain_at(1.0).unwrap()), (0.0, 1.0));
}

#[test]
fn orders_of_documents_and_labels_are_scikit_learns() {
    let all = reference("/ranking");
    let [relevance, order, labels] = ["relevance", "order", "labels"].map(|name| matrix(&all[name]));
    let same = |name: &str, ours: &[f64]| close(ours, &all[name], TOLERANCE);
    same("dcg", &[None, Some(3)].map(|k| dcg_score(&relevance, &order, k).unwrap()));
    same("ndcg", &[None, Some(3)].map(|k| ndcg_score(&relevance, &order, k).unwrap()));
    same("lrap", &[label_ranking_average_precision_score(&labels, &order).unwrap()]);
    same("coverage", &[coverage_error(&labels, &order).unwrap()]);
    same("ranking_loss", &[label_ranking_loss(&labels, &order).unwrap()]);
}

#[test]
fn shares_of_the_first_places() {
    let (truth, scores) = ([1, 0, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.7, 0.2, 0.1]);
    let precision = |k| precision_at_k(&truth, &scores, k).unwrap();
    assert_eq!([precision(1), precision(2), precision(4), precision(6)], [1.0, 0.5, 0.5, 0.5]);
    // Two samples share the third place, one of them positive.
    assert_eq!(precision(3), 0.5);
    assert_eq!(recall_at_k(&truth, &scores, 3).unwrap(), 0.5);
    assert_eq!(recall_at_k(&truth, &scores, 6).unwrap(), 1.0);
    let weights = [1.0, 3.0, 1.0, 1.0, 1.0, 1.0];
    assert_eq!(precision_at_k((&truth, &weights), &scores, 2).unwrap(), 0.25);
    for k in [0, 7] {
        assert!(matches!(precision_at_k(&truth, &scores, k), Err(ferrolab_prelude::Error::Parameter { .. })));
    }
    assert!(matches!(recall_at_k(&[1, 1], &[0.1, 0.2], 1), Err(ferrolab_prelude::Error::SingleClass { .. })));
    assert!(matches!(
        precision_at_k(&[0, 1], &[0.1], 1),
        Err(ferrolab_prelude::Error::LengthMismatch { .. })
    ));
    assert!(matches!(
        precision_at_k(&[0, 1], &[0.1, f64::NAN], 1),
        Err(ferrolab_prelude::Error::NotFinite { .. })
    ));
}
