//! What is transformed and brought back is what it was, for any data.

use ferrolab_prelude::prelude::*;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

fn matrices() -> impl Strategy<Value = Array2<f64>> {
    (1_usize..4).prop_flat_map(|p| {
        let row = prop::collection::vec(-1e6_f64..1e6, p);
        prop::collection::vec(row, 1..30)
            .prop_map(move |rows| Array2::from_shape_fn((rows.len(), p), |(i, j)| rows[i][j]))
    })
}

/// Within 1e-3, which is 1e-9 of the largest value there may be.
fn near(a: &Array2<f64>, b: &Array2<f64>) -> bool {
    a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scalers_bring_back(x in matrices()) {
        let (fitted, z) = StandardScaler::new().fit_transform(&x).unwrap();
        prop_assert!(near(&fitted.inverse_transform(&z).unwrap(), &x));
        let (fitted, z) = MinMaxScaler::new().range(-1.0, 2.0).fit_transform(&x).unwrap();
        prop_assert!(z.iter().all(|value| (-1.0 - 1e-9..=2.0 + 1e-9).contains(value)));
        prop_assert!(near(&fitted.inverse_transform(&z).unwrap(), &x));
        let (fitted, z) = MaxAbsScaler::new().fit_transform(&x).unwrap();
        prop_assert!(near(&fitted.inverse_transform(&z).unwrap(), &x));
        let (fitted, z) = RobustScaler::new().fit_transform(&x).unwrap();
        prop_assert!(near(&fitted.inverse_transform(&z).unwrap(), &x));
    }

    #[test]
    fn encoders_bring_back(texts in prop::collection::vec("[a-dé]{0,2}", 1..40), numbers in prop::collection::vec(any::<i64>(), 1..40)) {
        let rows = texts.len().min(numbers.len());
        let df = df!("t" => &texts[..rows], "n" => &numbers[..rows]).unwrap();
        let (fitted, codes) = OrdinalEncoder::new().fit_transform(&df).unwrap();
        prop_assert!(fitted.inverse_transform(&codes).unwrap().equals(&df));
        for drop in [DropCategory::Nothing, DropCategory::First, DropCategory::IfBinary] {
            let (fitted, ones) = OneHotEncoder::new().drop(drop).fit_transform(&df).unwrap();
            prop_assert!(fitted.inverse_transform(&ones).unwrap().equals(&df));
        }
        let (fitted, codes) = LabelEncoder::new().fit_transform(&texts).unwrap();
        prop_assert_eq!(fitted.inverse_transform(&codes).unwrap(), texts);
    }

    #[test]
    fn bins_hold_their_values(x in matrices(), n_bins in 2_usize..6) {
        for strategy in [BinStrategy::Uniform, BinStrategy::Quantile, BinStrategy::KMeans] {
            let bins = KBinsDiscretizer::new(n_bins).encode(BinEncoding::Ordinal).strategy(strategy);
            let (fitted, codes) = bins.fit_transform(&x).unwrap();
            for ((row, j), code) in codes.indexed_iter() {
                let edges = fitted.bin_edges(j).unwrap();
                let bin = *code as usize;
                prop_assert!(bin + 1 < edges.len());
                prop_assert!(x[(row, j)] >= edges[bin] - 1e-6 && x[(row, j)] <= edges[bin + 1] + 1e-6);
            }
        }
    }
}
