use ferrolab_prelude::prelude::*;

fn time(name: &str, mut work: impl FnMut() -> String) {
    let mut best = f64::INFINITY;
    let mut note = String::new();
    for _ in 0..3 {
        let start = Instant::now();
        note = work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{name}: {:.1} ms ({note})", best * 1e3);
}

fn read(name: &str) -> Array2<f64> {
    np::load(format!("/tmp/w/speed_{name}.npy")).unwrap()
}

#[test]
#[ignore = "measures"]
fn speed() {
    let x = read("kmeans");
    time("kmeans 200k x 10 k=8", || {
        let m = KMeans::new(8).seed(0).fit(&x).unwrap();
        format!("{} rounds, inertia {:.1}", m.n_iter(), m.inertia())
    });
    time("kmeans random 200k x 10 k=8 n_init 3", || {
        let m = KMeans::new(8).n_init(3).seed(0).fit(&x).unwrap();
        format!("{} rounds, inertia {:.1}", m.n_iter(), m.inertia())
    });
    time("minibatch 200k x 10 k=8", || {
        let m = MiniBatchKMeans::new(8).seed(0).fit(&x).unwrap();
        format!("inertia {:.1}", m.inertia())
    });
    time("mixture 200k x 10 k=8", || {
        let m = GaussianMixture::new(8).seed(0).max_iter(20).fit(&x).unwrap();
        format!("{} rounds, bound {:.4}", m.n_iter(), m.lower_bound())
    });
    for d in ["2", "5"] {
        let x = read(&format!("dbscan{d}"));
        let eps = if d == "2" { 0.3 } else { 1.0 };
        time(&format!("dbscan 20k x {d}"), || {
            let m = Dbscan::new().eps(eps).fit(&x).unwrap();
            format!("{} clusters, {} noise", m.n_clusters(), m.n_noise())
        });
    }
    let x = read("small");
    time("hdbscan 5k x 4", || format!("{} clusters", Hdbscan::new().fit(&x).unwrap().n_clusters()));
    time("optics 5k x 4", || format!("{} clusters", Optics::new().fit(&x).unwrap().n_clusters()));
    for method in [Linkage::Ward, Linkage::Complete, Linkage::Average, Linkage::Single] {
        time(&format!("linkage {method} 5k x 4"), || format!("{}", linkage(&x, method).unwrap().nrows()));
    }
    let y: Vec<f64> =
        (0..144).map(|t| (100.0 + 2.0 * t as f64) * (1.0 + 0.2 * (t as f64 * 0.5236).sin())).collect();
    time("holt-winters 144", || {
        format!(
            "{:.4}",
            ExponentialSmoothing::holt_winters(12, Effect::Multiplicative).fit(&y).unwrap().sse()
        )
    });
    time("auto ets 144", || format!("{:?}", AutoEts::new(12).fit(&y).unwrap().candidates()[0]));
}
