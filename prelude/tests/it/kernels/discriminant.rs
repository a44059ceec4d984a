//! Discriminant analysis against scikit-learn: exact solutions, to 1e-9.

use ferrolab_prelude::Error;

use super::*;

const EXACT: f64 = 1e-9;

#[test]
fn linear_discriminants_are_scikit_learns() {
    let ((x, y), (two, of_two)) = (irises(0), irises(50));
    let cases = [
        ("default", LinearDiscriminantAnalysis::new().fit((&x, &y)).unwrap(), &x),
        ("priors", LinearDiscriminantAnalysis::new().priors(&[0.2, 0.3, 0.5]).fit((&x, &y)).unwrap(), &x),
        ("two", LinearDiscriminantAnalysis::new().fit((&two, &of_two)).unwrap(), &two),
    ];
    for (name, model, x) in cases {
        let theirs = reference(&format!("/discriminant/linear/{name}"));
        close(model.coefficients(), &theirs["coef"], EXACT);
        close(model.intercepts(), &theirs["intercept"], EXACT);
        close(&model.predict_proba(every(x, 15)).unwrap(), &theirs["proba"], EXACT);
        // Directions have no sign.
        close(&model.transform(every(x, 15)).unwrap().mapv(f64::abs), &theirs["transform"], EXACT);
        close(model.explained_variance_ratio(), &theirs["explained"], EXACT);
    }
}

#[test]
fn quadratic_discriminants_are_scikit_learns() {
    let ((x, y), (two, of_two)) = (irises(0), irises(50));
    let regularised = QuadraticDiscriminantAnalysis::new().reg_param(0.2).priors(&[0.2, 0.3, 0.5]);
    let cases = [
        ("default", QuadraticDiscriminantAnalysis::new().fit((&x, &y)).unwrap(), &x),
        ("regularised", regularised.fit((&x, &y)).unwrap(), &x),
        ("two", QuadraticDiscriminantAnalysis::new().fit((&two, &of_two)).unwrap(), &two),
    ];
    for (name, model, x) in cases {
        let theirs = reference(&format!("/discriminant/quadratic/{name}"));
        close(&model.decision_function(every(x, 15)).unwrap(), &theirs["decision"], EXACT);
        close(&model.predict_proba(every(x, 15)).unwrap(), &theirs["proba"], EXACT);
    }
}

#[test]
fn frames_keep_their_kind() {
    let df = iris().to_frame().unwrap();
    let model = LinearDiscriminantAnalysis::new().n_components(1).fit((&df, "species")).unwrap();
    let flat = model.transform(&df.drop("species").unwrap()).unwrap();
    assert_eq!((flat.get_column_names()[0].as_str(), flat.shape()), ("ld1", (150, 1)));
}

#[test]
fn what_cannot_be_told_apart_is_said() {
    let (x, y) = irises(0);
    let text = |error: Error| error.to_string();
    let many = LinearDiscriminantAnalysis::new().n_components(3).fit((&x, &y)).unwrap_err();
    assert!(text(many).contains("`n_components` is 3, but it must be 1 to 2"));
    let few = LinearDiscriminantAnalysis::new().fit((&x.slice(s![49..51, ..]), &[0, 1])).unwrap_err();
    assert!(matches!(few, Error::TooFew { needed: 3, given: 2, .. }), "{few}");
    let doubled = ndarray::concatenate![Axis(1), x, x];
    let flat = QuadraticDiscriminantAnalysis::new().fit((&doubled, &y)).unwrap_err();
    assert!(text(flat).contains("vary in fewer directions than there are features"));
    assert!(QuadraticDiscriminantAnalysis::new().reg_param(0.1).fit((&doubled, &y)).is_ok());
    assert!(
        LinearDiscriminantAnalysis::new().fit((&doubled, &y)).unwrap().score((&doubled, &y)).unwrap() > 0.97
    );
    let lonely = QuadraticDiscriminantAnalysis::new().fit((&x.slice(s![..51, ..]), &y.slice(s![..51])));
    assert!(matches!(lonely.unwrap_err(), Error::TooFew { needed: 2, given: 1, .. }));
    let shares = LinearDiscriminantAnalysis::new().priors(&[0.5, 0.6, 0.1]).fit((&x, &y)).unwrap_err();
    assert!(text(shares).contains("`priors`"));
}
