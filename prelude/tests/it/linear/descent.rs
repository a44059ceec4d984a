//! Gradient descent tells its whole path.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use optim::{Adagrad, Adam, Momentum, Nesterov, RmsProp, Sgd};

/// Rosenbrock's valley, whose minimum is at (1, 1).
fn valley(p: &Array1<f64>) -> (f64, Array1<f64>) {
    let (a, b) = (1.0 - p[0], p[1] - p[0] * p[0]);
    (a * a + 100.0 * b * b, array![-2.0 * a - 400.0 * p[0] * b, 200.0 * b])
}

#[test]
fn linear_optim_all_rules_go_down_the_valley() {
    let start = [-1.0, 1.0];
    let paths = [
        Sgd::new(1e-3).max_steps(20_000).minimize(valley, &start).unwrap(),
        Momentum::new(1e-3).max_steps(20_000).minimize(valley, &start).unwrap(),
        Nesterov::new(1e-3).max_steps(20_000).minimize(valley, &start).unwrap(),
        RmsProp::new(1e-3).max_steps(20_000).minimize(valley, &start).unwrap(),
        Adagrad::new(0.5).max_steps(20_000).minimize(valley, &start).unwrap(),
        Adam::new(0.01).max_steps(20_000).minimize(valley, &start).unwrap(),
    ];
    for path in paths {
        assert!(path.loss() < 1e-3, "{:?}", path.summary());
        assert_eq!(path.path().shape(), [path.n_steps() + 1, 2]);
        assert_eq!(path.losses().len(), path.n_steps() + 1);
        assert_eq!(path.path().row(0), array![-1.0, 1.0]);
    }
}

#[test]
fn linear_optim_steps_are_those_of_the_papers() {
    let slope = |p: &Array1<f64>| (0.5 * p[0] * p[0], p.clone());
    let two = |path: DescentPath| [path.path()[[1, 0]], path.path()[[2, 0]]];
    let check = |ours: [f64; 2], theirs: [f64; 2]| {
        assert!(
            (ours[0] - theirs[0]).abs() < 1e-7 && (ours[1] - theirs[1]).abs() < 1e-7,
            "{ours:?} {theirs:?}"
        );
    };
    check(two(Sgd::new(0.1).minimize(slope, &[1.0]).unwrap()), [0.9, 0.81]);
    check(two(Momentum::new(0.1).minimize(slope, &[1.0]).unwrap()), [0.9, 0.72]);
    // v = -0.1; looks at 0.9 - 0.09 = 0.81: v = -0.09 - 0.081.
    check(two(Nesterov::new(0.1).minimize(slope, &[1.0]).unwrap()), [0.9, 0.729]);
    let rms = 1.0 - 0.1 / 0.1_f64.sqrt();
    check(
        two(RmsProp::new(0.1).minimize(slope, &[1.0]).unwrap()),
        [rms, rms - 0.1 * rms / (0.09 + 0.1 * rms * rms).sqrt()],
    );
    check(
        two(Adagrad::new(0.1).minimize(slope, &[1.0]).unwrap()),
        [0.9, 0.9 - 0.09 / (1.0 + 0.81_f64).sqrt()],
    );
    let (mean, square) = ((0.09 + 0.09) / 0.19, (0.000_999 + 0.000_81) / (1.0 - 0.999 * 0.999));
    check(two(Adam::new(0.1).minimize(slope, &[1.0]).unwrap()), [0.9, 0.9 - 0.1 * mean / f64::sqrt(square)]);
}

#[test]
fn linear_optim_says_how_it_ended() {
    let slope = |p: &Array1<f64>| (p.dot(p), p * 2.0);
    let away = Sgd::new(1.5).minimize(slope, &[1.0]).unwrap();
    assert_eq!(away.status(), DescentStatus::Diverged);
    assert!(away.rich_display().get("text/plain").unwrap().contains("Choose a smaller learning rate"));
    let short = Sgd::new(1e-6).max_steps(5).minimize(slope, &[1.0]).unwrap();
    assert_eq!((short.status(), short.n_steps()), (DescentStatus::OutOfSteps, 5));
    let there = Sgd::new(0.1).minimize(slope, &[0.0]).unwrap();
    assert_eq!((there.status(), there.n_steps()), (DescentStatus::Converged, 0));
    assert!(matches!(Sgd::new(0.0).minimize(slope, &[1.0]), Err(Error::Parameter { .. })));
    assert!(matches!(Momentum::new(0.1).momentum(1.0).minimize(slope, &[1.0]), Err(Error::Parameter { .. })));
    let short = |_: &Array1<f64>| (1.0, array![1.0]);
    assert!(matches!(Adam::new(0.1).minimize(short, &[1.0, 2.0]), Err(Error::LengthMismatch { .. })));
}
