use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{Value, json};

use super::{close, numbers, reference, waves};

#[test]
fn pca_is_scikit_learns() {
    let cases = [
        ("waves_60_8_by_svd", waves(60, 8), Pca::new(5)),
        ("waves_30_40_wide", waves(30, 40), Pca::new(6)),
        ("waves_400_20_by_covariance", waves(400, 20), Pca::new(20).whiten(true)),
        ("iris_share", iris().features, Pca::new(0.97)),
    ];
    for (name, x, pca) in cases {
        let theirs = reference(&format!("/decomposition/pca/{name}"));
        let model = pca.fit(&x).unwrap();
        close(model.explained_variance(), &theirs["variance"], 1e-9);
        close(model.explained_variance_ratio(), &theirs["ratio"], 1e-9);
        close(model.singular_values(), &theirs["singular_values"], 1e-9);
        let kept = determined(model.explained_variance());
        let first = model.transform(x.slice(s![..4, ..])).unwrap();
        close_along(Axis(0), &kept, model.components(), &theirs["components"]);
        close_along(Axis(1), &kept, &first, &theirs["first"]);
        close(&model.inverse_transform(&first).unwrap(), &theirs["back"], 1e-9);
    }
}

/// The components whose variance is unlike their neighbours': the direction of others is anybody's.
fn determined(variances: &Array1<f64>) -> Vec<usize> {
    let apart = |i: usize, j: usize| (variances[i] / variances[j]).ln().abs() > 1e-3;
    let last = variances.len() - 1;
    (0..=last).filter(|i| (*i == 0 || apart(*i, i - 1)) && (*i == last || apart(*i, i + 1))).collect()
}

fn close_along(axis: Axis, kept: &[usize], ours: &Array2<f64>, theirs: &Value) {
    assert!(!kept.is_empty());
    let theirs = Array2::from_shape_vec(ours.dim(), numbers(theirs)).unwrap().select(axis, kept);
    close(&ours.select(axis, kept), &json!(theirs.iter().collect::<Vec<_>>()), 1e-9);
}

#[test]
fn pca_of_all_sizes_agrees_with_itself() {
    // Wide and large enough for the way over the smaller product; tolerance of the squared values.
    let x = waves(520, 600);
    let large = Pca::new(3).fit(&x).unwrap();
    let back = Pca::new(3).fit(x.slice(s![.., ..50])).unwrap();
    assert_eq!(back.components().dim(), (3, 50));
    let z = large.transform(&x).unwrap();
    for k in 0..3 {
        let variance = z.column(k).var(1.0);
        assert!((variance / large.explained_variance()[k] - 1.0).abs() < 1e-9);
    }
    assert!(
        (large.components().dot(&large.components().t()) - Array2::<f64>::eye(3))
            .iter()
            .all(|v| v.abs() < 1e-9)
    );
}

#[test]
fn truncated_svd_is_scikit_learns_exact_one() {
    let theirs = reference("/decomposition/truncated_svd");
    let x = waves(80, 25);
    let (model, z) = TruncatedSvd::new(4).n_iter(30).fit_transform(&x).unwrap();
    close(model.components(), &theirs["components"], 1e-6);
    close(model.singular_values(), &theirs["singular_values"], 1e-9);
    close(model.explained_variance(), &theirs["variance"], 1e-6);
    close(model.explained_variance_ratio(), &theirs["ratio"], 1e-6);
    close(z.slice(s![..4, ..]).iter(), &theirs["first"], 1e-6);
}

#[test]
fn truncated_svd_of_a_sparse_matrix_is_that_of_the_dense_one() {
    let dense = waves(60, 30).mapv(|value| if value < 3.0 { 0.0 } else { value });
    let sparse = SparseMatrix::from_dense(&dense);
    let model = TruncatedSvd::new(3);
    let (a, from_dense) = model.fit_transform(&dense).unwrap();
    let (b, from_sparse) = model.fit_transform(&sparse).unwrap();
    let near = |a: &Array2<f64>, b: &Array2<f64>| (a - b).iter().all(|value| value.abs() < 1e-9);
    assert!(near(&from_dense, &from_sparse) && near(a.components(), b.components()));
    assert!((a.explained_variance_ratio() - b.explained_variance_ratio()).iter().all(|v| v.abs() < 1e-9));
    assert!(near(&b.transform(&sparse).unwrap(), &from_sparse));
}

fn mixed() -> Array2<f64> {
    let t = Array1::range(0.0, 400.0, 1.0) / 50.0;
    let sources = stack![
        Axis(1),
        t.mapv(|t: f64| (2.0 * t).sin()),
        t.mapv(|t: f64| if t == 0.0 { 0.0 } else { (3.0 * t).sin().signum() }),
        t.mapv(|t: f64| t % 1.0 - 0.5)
    ];
    sources.dot(&array![[1.0, 1.0, 1.0], [0.5, 2.0, 1.0], [1.5, 1.0, 2.0]].t())
}

#[test]
fn independent_components_are_scikit_learns_from_the_same_start() {
    let start = array![[0.3, -1.2, 0.5], [1.1, 0.4, -0.7], [-0.6, 0.8, 0.9]];
    for (name, contrast) in [("logcosh", Contrast::LogCosh), ("exp", Contrast::Exp), ("cube", Contrast::Cube)]
    {
        let theirs = reference(&format!("/decomposition/fast_ica/{name}"));
        let ica = FastIca::new(3).contrast(contrast).w_init(&start).tolerance(1e-12).max_iter(1000);
        let model = ica.fit(&mixed()).unwrap();
        close(model.components(), &theirs["components"], 1e-6);
        close(model.mixing(), &theirs["mixing"], 1e-6);
        close(&model.transform(mixed().slice(s![..4, ..])).unwrap(), &theirs["first"], 1e-6);
    }
}

#[test]
fn independent_components_mix_back_and_do_not_depend_on_the_seed() {
    let (model, sources) = FastIca::new(3).fit_transform(&mixed()).unwrap();
    assert!(model.has_converged());
    let back = model.inverse_transform(&sources).unwrap();
    assert!((back - mixed()).iter().all(|value| value.abs() < 1e-9));
    let (_, others) = FastIca::new(3).seed(7).tolerance(1e-9).fit_transform(&mixed()).unwrap();
    for source in sources.columns() {
        let best =
            others.columns().into_iter().map(|other| (source.dot(&other) / 400.0).abs()).fold(0.0, f64::max);
        assert!(best > 0.999, "{best}");
    }
}

#[test]
fn parts_are_scikit_learns() {
    let theirs = reference("/decomposition/nmf");
    let (model, amounts) =
        Nmf::new(3).tolerance(1e-10).max_iter(20_000).fit_transform(&iris().features).unwrap();
    close(&[model.reconstruction_error()], &theirs["error"], 1e-6);
    close(model.components(), &theirs["components"], 1e-3);
    close(amounts.slice(s![..4, ..]).iter(), &theirs["first"], 1e-3);
    let again = model.transform(&iris().features).unwrap();
    assert!((again - amounts).iter().all(|value| value.abs() < 1e-2));
}

#[test]
fn diffusion_maps_are_as_defined() {
    let theirs = reference("/decomposition/diffusion_map");
    let x = waves(40, 3);
    let (model, map) = DiffusionMap::new(3).epsilon(0.9).steps(2).fit_transform(&x).unwrap();
    close(model.eigenvalues(), &theirs["eigenvalues"], 1e-9);
    close(&map, &theirs["embedding"], 1e-9);
    let placed = model.transform(&x).unwrap();
    assert!(
        (placed - map).iter().all(|value| value.abs() < 1e-9),
        "known samples are placed where they were"
    );
}

#[test]
fn random_projections_keep_distances() {
    for case in reference("/decomposition/min_dim").as_array().unwrap() {
        let (n, eps, dim) = (case[0].as_u64().unwrap(), case[1].as_f64().unwrap(), case[2].as_u64().unwrap());
        assert_eq!(johnson_lindenstrauss_min_dim(n as usize, eps).unwrap(), dim as usize);
    }
    let x = waves(30, 2000);
    let gaussian = GaussianRandomProjection::new().eps(0.3).seed(1).fit(&x).unwrap();
    let sparse = SparseRandomProjection::new().eps(0.3).seed(1).fit(&x).unwrap();
    for model in [gaussian, sparse] {
        assert_eq!(model.n_components(), johnson_lindenstrauss_min_dim(30, 0.3).unwrap());
        let z = model.transform(&x).unwrap();
        let squared = |x: &Array2<f64>, i: usize, j: usize| (&x.row(i) - &x.row(j)).mapv(|d| d * d).sum();
        for (i, j) in (0..30).flat_map(|i| (0..i).map(move |j| (i, j))) {
            let ratio = squared(&z, i, j) / squared(&x, i, j);
            assert!((0.7..1.3).contains(&ratio), "{ratio}");
        }
        let back = model.transform(&model.inverse_transform(&z).unwrap()).unwrap();
        assert!((back - &z).iter().all(|value| value.abs() < 1e-6));
    }
}

/// The share of neighbours of the picture that were neighbours before: 1 is best.
///
/// Source: J. Venna, S. Kaski, "Neighborhood preservation in nonlinear projection methods", 2001.
fn trustworthiness(x: &Array2<f64>, z: &Array2<f64>, k: usize) -> f64 {
    let n = x.nrows();
    let order = |x: &Array2<f64>, i: usize| {
        let distances: Vec<f64> =
            x.rows().into_iter().map(|row| (&row - &x.row(i)).mapv(|d| d * d).sum()).collect();
        let mut order: Vec<usize> = (0..n).filter(|j| *j != i).collect();
        order.sort_by(|a, b| distances[*a].total_cmp(&distances[*b]));
        order
    };
    let mut wrong = 0.0;
    for i in 0..n {
        let before = order(x, i);
        for j in &order(z, i)[..k] {
            let rank = before.iter().position(|other| other == j).unwrap() + 1;
            wrong += rank.saturating_sub(k) as f64;
        }
    }
    1.0 - wrong * 2.0 / (n as f64 * k as f64 * (2.0 * n as f64 - 3.0 * k as f64 - 1.0))
}

#[test]
fn tsne_is_as_trustworthy_as_scikit_learns() {
    let theirs = reference("/decomposition/tsne/iris");
    let x = iris().features;
    let (model, map) = Tsne::new().fit_transform(&x).unwrap();
    let trust = trustworthiness(&x, &map, 12);
    assert!(trust > theirs["trustworthiness"].as_f64().unwrap() - 0.02, "{trust}");
    assert!(model.kl_divergence() < theirs["kl"].as_f64().unwrap() + 0.1, "{}", model.kl_divergence());
}

#[test]
fn tsne_repeats_itself_in_one_two_and_three_dimensions() {
    let x = iris();
    for n_components in 1..=3 {
        let tsne = Tsne::new().n_components(n_components).max_iter(250).random_start(3);
        let (model, map) = tsne.fit_transform(&x).unwrap();
        assert_eq!(map.features, tsne.fit_transform(&x).unwrap().1.features);
        assert_eq!(model.embedding().dim(), (150, n_components));
    }
    // Equal samples, and more dimensions than directions.
    let same = Array2::from_shape_fn((12, 2), |(i, _)| (i / 6) as f64);
    assert!(Tsne::new().perplexity(3.0).max_iter(250).fit(&same).is_ok());
}
