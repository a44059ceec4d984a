use super::{close, reference};
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

fn texts() -> Vec<String> {
    reference("/text/texts")
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
fn check_rows(ours: &SparseMatrix, theirs: &[&Value], name: &str) {
    assert_eq!(ours.n_rows(), theirs.len());
    for (i, theirs) in theirs.iter().enumerate() {
        let pairs = theirs.as_array().unwrap();
        let columns: Vec<u64> = pairs.iter().map(|pair| pair[0].as_u64().unwrap()).collect();
        let row = ours.row(i);
        assert_eq!(
            row.iter().map(|(column, _)| *column as u64).collect::<Vec<_>>(),
            columns,
            "{name} row {i}"
        );
        let values = Value::Array(pairs.iter().map(|pair| pair[1].clone()).collect());
        let ours: Vec<f64> = row.into_iter().map(|(_, value)| value).collect();
        close(&ours, &values, 1e-9);
    }
}

#[track_caller]
fn check(name: &str, vocabulary: &[String], fitted: &SparseMatrix, new: &SparseMatrix) {
    let theirs = reference(&format!("/text/{name}"));
    assert_eq!(Value::from(vocabulary.to_vec()), theirs["terms"], "{name}");
    check_rows(fitted, &theirs["rows"].as_array().unwrap().iter().collect::<Vec<_>>(), name);
    check_rows(new, &[&theirs["new"]], name);
}

const NEW: [&str; 1] = ["the quick unknown fox fox"];

#[test]
fn counts_are_scikit_learns() {
    let new = CountVectorizer::new;
    let cases = [
        ("plain", new()),
        ("bigrams", new().ngram_range(1, 2).min_df(2)),
        ("limits", new().max_df(0.3).stop_words(["quick", "und"])),
        ("binary", new().binary(true).lowercase(false).max_features(3).min_df(2)),
        ("chars", new().analyzer(Analyzer::Char).ngram_range(2, 3)),
        ("chars_in_words", new().analyzer(Analyzer::CharWb).ngram_range(1, 4)),
        ("pattern", new().token_pattern("[a-z]+")),
        ("pattern_group", new().token_pattern(r"(\w)\w+")),
        ("vocabulary", new().vocabulary(&["fox", "dog", "absent"])),
    ];
    for (name, vectorizer) in cases {
        let (model, x) = vectorizer.fit_transform(&texts()).unwrap();
        check(name, model.vocabulary(), &x, &model.transform(&NEW).unwrap());
        assert_eq!(model.transform(&texts()).unwrap(), x, "{name}");
    }
}

#[test]
fn weights_are_scikit_learns() {
    let new = TfidfVectorizer::new;
    let cases = [
        ("tfidf", new()),
        ("tfidf_l1", new().norm(Norm::L1).smooth_idf(false).sublinear_tf(true)),
        ("tfidf_raw", new().norm(None).ngram_range(2, 2)),
        ("tf", new().use_idf(false)),
    ];
    for (name, vectorizer) in cases {
        let (model, x) = vectorizer.fit_transform(&texts()).unwrap();
        check(name, model.vocabulary(), &x, &model.transform(&NEW).unwrap());
        if name != "tf" {
            close(model.idf(), &reference(&format!("/text/{name}/idf")), 1e-12);
        }
    }
}

#[test]
fn hashes_are_scikit_learns() {
    let new = HashingVectorizer::new;
    let cases = [
        ("hashing", new().n_features(37)),
        ("hashing_bigrams", new().ngram_range(1, 2).norm(Norm::L1).alternate_sign(false)),
        ("hashing_binary", new().n_features(8).binary(true).norm(None)),
    ];
    for (name, vectorizer) in cases {
        let x = vectorizer.transform(&texts()).unwrap();
        check(name, &[], &x, &vectorizer.fit(&texts()).unwrap().transform(&NEW).unwrap());
    }
}

#[test]
fn many_documents_are_counted_like_few() {
    let texts: Vec<String> =
        (0..3_000).map(|i| format!("word{} word{} common", i % 700, i * 7 % 911)).collect();
    let (model, all) = CountVectorizer::new().fit_transform(&texts).unwrap();
    assert_eq!(model.vocabulary().len(), 912);
    let mut sorted = model.vocabulary().to_vec();
    sorted.sort();
    assert_eq!(model.vocabulary(), sorted);
    for start in [0, 255, 256, 2_990] {
        let part = model.transform(&texts[start..start + 10]).unwrap();
        assert!((0..10).all(|i| part.row(i) == all.row(start + i)));
    }
    assert_eq!(all.column_sums()[model.column_of("common").unwrap()], 3_000.0);
}

#[test]
fn columns_of_text_in_frames_become_columns_of_terms() {
    let df = df!("title" => ["good film", "bad film"], "body" => ["so good", "so so"]).unwrap();
    let vectorizer: Box<dyn ferrolab_prelude::model::FrameTransformer> = Box::new(CountVectorizer::new());
    let fitted = vectorizer.fit_frame(&df, None).unwrap();
    let out = fitted.transform_frame(&df).unwrap();
    assert_eq!(out.get_column_names(), ["title_bad", "title_film", "title_good", "body_good", "body_so"]);
    assert_eq!(out.column_array("body_so").unwrap(), array![1.0, 2.0]);
    let error = fitted.transform_frame(&df.select(["body"]).unwrap()).map(drop).unwrap_err().to_string();
    assert!(error.contains("no column `title`"), "{error}");
}

#[test]
fn text_goes_straight_into_models() {
    let df = df!(
        "review" => ["good film", "very good", "good end", "bad film", "very bad", "bad end"],
        "liked" => ["yes", "yes", "yes", "no", "no", "no"]
    )
    .unwrap();
    let (vectorizer, x) = TfidfVectorizer::new().fit_transform(df.column("review").unwrap()).unwrap();
    let model = LogisticRegression::new().fit((&x, df.column("liked").unwrap())).unwrap();
    let new = vectorizer.transform(&["a good one", "a bad one"]).unwrap();
    assert_eq!(model.predict_labels(&new).unwrap(), ["yes", "no"]);
    assert_eq!(model.predict_labels(&new.to_frame().unwrap()).unwrap(), ["yes", "no"]);
    let weights = vectorizer.weights().unwrap();
    assert_eq!(weights.get_column_names(), ["term", "idf"]);
}

#[test]
fn english_stop_words_are_left_out() {
    let model =
        CountVectorizer::new().stop_words("english").fit(&["the cat and the hat were not there"]).unwrap();
    assert_eq!(model.vocabulary(), ["cat", "hat"]);
    let list = ferrolab_prelude::text::ENGLISH_STOP_WORDS;
    assert!(list.is_sorted() && list.len() > 200);
}

#[test]
fn sparse_matrices_multiply_transpose_and_show_themselves() {
    let dense = array![[0.0, 2.0, 0.0], [1.0, 0.0, 3.0], [0.0, 0.0, 0.0]];
    let x = SparseMatrix::from_dense(&dense);
    assert_eq!(x.to_dense().unwrap(), dense);
    assert_eq!(x.transpose().to_dense().unwrap(), dense.t());
    assert_eq!(x.dot(&dense).unwrap(), dense.dot(&dense));
    assert_eq!(x.column_sums(), dense.sum_axis(Axis(0)));
    assert_eq!((x.get(1, 2), x.get(0, 0), x.get(9, 9)), (3.0, 0.0, 0.0));
    let rows = [vec![(2, 1.0), (0, 1.0), (2, 0.5)]];
    assert_eq!(SparseMatrix::from_rows(&rows, 3).unwrap().row(0), [(0, 1.0), (2, 1.5)]);
    let bundle = x.rich_display();
    assert!(
        bundle.get("text/plain").unwrap().contains("sparse matrix 3 × 3 of f64, 3 values stored (33.3 %)")
    );
    assert!(format!("{x}").starts_with("sparse 3 × 3, 3 stored"));
}
