//! Searches for parameters.

use ferrolab_prelude::Error;
use ferrolab_prelude::model::AsModel;
use ferrolab_prelude::rayon::ThreadPoolBuilder;

use super::*;

#[test]
fn the_grid_is_scikit_learns() {
    let search = GridSearch::new(neighbours())
        .param("model__weights", ["uniform", "distance"])
        .param("model__n_neighbors", [1, 5, 15, 40])
        .cv(5)
        .fit(&wine())
        .unwrap();
    let results = search.results().unwrap();
    close(&column(&results, "param_model__n_neighbors"), &reference("/searches/neighbours"), 0.0);
    for (ours, theirs) in
        [("mean_test_score", "mean"), ("std_test_score", "std"), ("rank_test_score", "rank")]
    {
        close(&column(&results, ours), &reference(&format!("/searches/{theirs}")), 1e-9);
    }
    close(
        &[search.best_score(), search.best_index() as f64],
        &serde_json::json!([reference("/searches/best"), reference("/searches/index")]),
        1e-9,
    );
    assert!(search.score(&wine()).unwrap() > 0.95);
    let shown = search.rich_display();
    assert!(shown.get("text/plain").unwrap().contains("model__n_neighbors = "), "{shown:?}");
}

#[test]
fn the_rounds_of_halving_are_scikit_learns() {
    for case in reference("/searches/rounds").as_array().unwrap() {
        let of = |key: &str| case[key].as_u64().unwrap() as usize;
        let n_rows = of("rows");
        let x = Array2::from_shape_fn((n_rows, 1), |(i, _)| i as f64);
        let y: Vec<usize> = (0..n_rows).map(|i| i % 3).collect();
        let leaves: Vec<usize> = (1..=of("candidates")).collect();
        let search = HalvingSearch::new(KNeighborsClassifier::new())
            .param("n_neighbors", leaves)
            .cv(of("cv"))
            .fit((&x, &y));
        let results = search.unwrap().results().unwrap();
        let (rounds, amounts) = (column(&results, "iter"), column(&results, "n_resources"));
        for (round, theirs) in numbers(&case["n_candidates"]).iter().enumerate() {
            let of_round: Vec<usize> = (0..rounds.len()).filter(|row| rounds[*row] == round as f64).collect();
            assert_eq!(of_round.len() as f64, *theirs, "{case}");
            assert_eq!(amounts[of_round[0]], numbers(&case["n_resources"])[round], "{case}");
        }
    }
}

#[test]
fn a_resource_may_be_a_parameter() {
    let search = HalvingSearch::new(KNeighborsClassifier::new())
        .param("weights", ["uniform", "distance"])
        .resource(Resource::Parameter { path: "n_neighbors".to_owned(), most: 20 })
        .factor(2)
        .fit(&iris())
        .unwrap();
    assert_eq!(search.best_params()["n_neighbors"], 20);
}

#[test]
fn draws_depend_on_the_seed_alone() {
    let search = |seed, threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let search = RandomSearch::new(logistic(), 6)
            .draw("model__c", Draw::log_uniform(1e-3, 1e3))
            .param("model__fit_intercept", [true, false])
            .cv(3)
            .seed(seed);
        pool.install(|| search.fit(&iris()).unwrap().results().unwrap())
    };
    let columns = ["param_model__c", "mean_test_score"];
    let (one, two) = (search(1, 1), search(1, 2));
    assert!(one.select(columns).unwrap().equals(&two.select(columns).unwrap()));
    assert_ne!(column(&one, "param_model__c"), column(&search(2, 2), "param_model__c"));
    assert!(column(&one, "param_model__c").iter().all(|c| (1e-3..=1e3).contains(c)));
}

#[test]
fn lists_are_drawn_without_repetition() {
    let search = RandomSearch::new(KNeighborsClassifier::new(), 100)
        .param("n_neighbors", [1, 3, 5])
        .param("weights", ["uniform", "distance"])
        .cv(3)
        .fit(&iris())
        .unwrap();
    assert_eq!(search.results().unwrap().height(), 6);
}

/// A search is a model: it can be judged by folds, stand in a pipeline, be saved.
#[test]
fn searches_nest() {
    let search = GridSearch::new(LogisticRegression::new()).param("c", [0.1, 1.0]).cv(3);
    assert!(cross_val_score(&search, &iris(), 3).unwrap().mean().unwrap() > 0.9);
    let path = std::env::temp_dir().join(format!("ferrolab-search-{}.model", std::process::id()));
    let fitted = search.fit(&iris()).unwrap();
    fitted.save(&path).unwrap();
    let back = FittedSearch::load(&path).unwrap();
    assert_eq!(back.predict(&iris()).unwrap(), fitted.predict(&iris()).unwrap());
    assert_eq!(load_model(&path).unwrap().name(), "GridSearch");
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn several_metrics_and_several_grids() {
    let search = GridSearch::new(LogisticRegression::new())
        .param("c", [0.01, 1.0])
        .another_grid()
        .param("fit_intercept", [false])
        .scoring("accuracy")
        .scoring("neg_log_loss")
        .refit("neg_log_loss")
        .return_train_score(true)
        .cv(3)
        .fit(&iris())
        .unwrap();
    let results = search.results().unwrap();
    assert_eq!(results.height(), 3);
    for name in
        ["mean_test_accuracy", "mean_test_neg_log_loss", "mean_train_accuracy", "split2_test_accuracy"]
    {
        assert!(results.column(name).is_ok(), "{name} {results}");
    }
    assert!(search.best_score() < 0.0);
}

#[test]
fn steps_may_be_searched_over() {
    use ferrolab_prelude::model::AsStep;
    let search = GridSearch::new(logistic())
        .param("model", [LogisticRegression::new().step(), KNeighborsClassifier::new().step()])
        .cv(3)
        .fit(&iris())
        .unwrap();
    assert_eq!(search.results().unwrap().height(), 2);
}

#[test]
fn bad_parameters_are_explained() {
    let data = iris();
    let message = |search: GridSearch| search.fit(&data).unwrap_err().to_string();
    let unknown = message(GridSearch::new(logistic()).param("model__max_iters", [10]));
    let start = "LogisticRegression has no parameter `model__max_iters`. Did you mean `max_iter`? It has: ";
    assert!(unknown.starts_with(start) && unknown.contains("`c`"), "{unknown}");
    let unknown = message(GridSearch::new(logistic()).param("modle__c", [1.0]));
    assert!(unknown.contains("Did you mean `model`?"), "{unknown}");
    let wrong = message(GridSearch::new(logistic()).param("model__c", ["strong"]));
    assert!(wrong.starts_with("Pipeline: the parameter `model__c` cannot be \"strong\": "), "{wrong}");
    let failing = message(GridSearch::new(logistic()).param("model__c", [-1.0, -2.0]));
    assert!(failing.contains("none of 2 candidates") && failing.contains("above 0"), "{failing}");
    assert!(
        message(GridSearch::new(logistic()).param("model__c", Vec::<f64>::new()))
            .contains("at least one value")
    );
    let none = RandomSearch::new(logistic(), 0).fit(&data).unwrap_err();
    assert!(matches!(none, Error::Parameter { parameter: "n_iter", .. }));
    let backwards = RandomSearch::new(logistic(), 3).draw("model__c", Draw::uniform(2.0, 1.0)).fit(&data);
    assert!(matches!(backwards, Err(Error::ParameterValue { .. })));
}

#[test]
fn a_candidate_that_fails_is_told_and_passed_over() {
    let search = GridSearch::new(logistic()).param("model__c", [-1.0, 1.0]).cv(3).fit(&iris()).unwrap();
    let results = search.results().unwrap();
    assert!(column(&results, "mean_test_score")[0].is_nan());
    assert_eq!(column(&results, "rank_test_score"), [2.0, 1.0]);
    assert!(results.column("error").unwrap().str().unwrap().get(0).unwrap().contains("above 0"));
}

#[test]
fn whole_numbers_and_infinities_are_kept() {
    let model = LogisticRegression::new().c(f64::INFINITY).model();
    let changed = model.set_param("max_iter", 300.0).unwrap();
    assert_eq!(changed.param("max_iter").unwrap(), 300);
    assert_eq!(changed.param("c").unwrap(), "inf");
    assert!(changed.fit(&iris()).unwrap().score(&iris()).unwrap() > 0.9);
}

#[test]
fn automatic_search_keeps_to_its_budget() {
    let found = auto_fit(&wine(), 9).unwrap();
    let board = found.leaderboard().unwrap();
    assert_eq!(board.height(), 9);
    let scores = column(&board, "mean_score");
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    assert!(found.best_score() > 0.95 && found.score(&wine()).unwrap() > 0.95);
    assert!(board.column("error").is_err(), "{board}");
    assert_eq!(auto_fit(&wine(), 9).unwrap().best_score(), found.best_score());
    let df = flats().drop("class").unwrap();
    let quantity = AutoFit::new(Duration::from_millis(1)).cv(3).fit((&df, "price")).unwrap();
    assert!(quantity.leaderboard().unwrap().height() >= 1);
    assert!(quantity.best_score() > 0.7);
    assert!(auto_fit(&wine(), 0).is_err());
}
