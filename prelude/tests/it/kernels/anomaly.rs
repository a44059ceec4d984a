use super::{close, every, irises, numbers, reference, waves};
use ferrolab_prelude::prelude::*;

#[test]
fn local_outlier_factors_are_scikit_learns() {
    let odd = array![[10.0, 10.0, 10.0, 10.0], [5.0, 3.0, 9.0, 0.2]];
    // A little apart: which of equally near neighbours count is up to scikit-learn's tree.
    let all = iris().features + 0.003 * waves(150, 4);
    let x = concatenate![Axis(0), all.slice(s![..100, ..]), odd];
    let q = all.slice(s![100.., ..]).to_owned() + 0.01;
    let cases = [
        ("default", LocalOutlierFactor::new()),
        ("few", LocalOutlierFactor::new().n_neighbors(7).contamination(0.1)),
        ("manhattan", LocalOutlierFactor::new().metric(Metric::Manhattan)),
    ];
    for (name, model) in cases {
        let theirs = reference(&format!("/anomaly/{name}"));
        let model = model.fit(&x).unwrap();
        close(model.negative_outlier_factor(), &theirs["factor"], 1e-9);
        close(&[model.offset()], &theirs["offset"], 1e-9);
        close(&model.labels().mapv(|label| label as f64), &theirs["labels"], 0.0);
        close(&model.score_samples(&q).unwrap(), &theirs["scores"], 1e-9);
    }
}

#[test]
fn one_class_machines_are_scikit_learns() {
    let (x, _) = irises(0);
    let cases = [
        ("default", OneClassSvm::new().tolerance(1e-9)),
        ("few", OneClassSvm::new().tolerance(1e-9).nu(0.07).gamma(0.3)),
    ];
    for (name, model) in cases {
        let theirs = reference(&format!("/svm/one_class/{name}"));
        let model = model.fit(&x).unwrap();
        close(&model.score_samples(every(&x, 10)).unwrap(), &theirs["scores"], 1e-5);
        close(&[model.offset()], &theirs["offset"], 1e-5);
        let decisions = model.decision_function(&x).unwrap();
        let pairs = model.predict(&x).unwrap().into_iter().zip(numbers(&theirs["predict"])).zip(&decisions);
        for ((ours, theirs), decision) in pairs {
            // On the border itself the last bits decide.
            assert!(ours as f64 == theirs || decision.abs() < 1e-5, "{name}: {decision}");
        }
    }
}

#[test]
fn robust_scores_count_deviations_from_the_median() {
    let x = array![[1.0, 5.0, 0.0], [2.0, 5.0, 0.0], [3.0, 5.0, 0.0], [4.0, 5.0, 0.0], [90.0, 5.0, 6.0]];
    let model = RobustZScore::new().fit(&x).unwrap();
    assert_eq!(model.centers(), [3.0, 5.0, 0.0]);
    // Median deviations 1 and 0; the mean deviation of the last is 6 / 5.
    let scales = model.scales();
    assert!((scales[0] - 1.482_602).abs() < 1e-6 && scales[1] == 0.0 && (scales[2] - 1.503_977).abs() < 1e-6);
    assert_eq!(model.predict(&x).unwrap(), array![1, 1, 1, 1, -1]);
    assert_eq!(model.predict(&array![[3.0, 5.1, 0.0]]).unwrap(), array![-1]);
    assert!((model.score_samples(&array![[5.0, 5.0, 0.0]]).unwrap()[0] + 2.0 / 1.482_602).abs() < 1e-6);
}
