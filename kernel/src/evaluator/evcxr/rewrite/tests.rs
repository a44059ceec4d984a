use super::*;
use expect_test::{Expect, expect};

fn with<T>(code: &str, check: impl FnOnce(&mut Rewrite<'_>) -> T) -> T {
    let cell = Arc::new(CellText { name: "In[1]".into(), code: code.into() });
    check(&mut Rewrite::new(&cell, &syntax::parse(code)))
}

fn runnable(code: &str, types: &[(&str, &str)], expected: &Expect) {
    with(code, |rewrite| {
        rewrite.learn(types.iter().map(|(name, type_name)| ((*name).into(), (*type_name).into())).collect());
        expected.assert_eq(rewrite.runnable().text());
    });
}

#[test]
fn variables_get_the_types_that_the_compiler_told() {
    runnable(
        "let (a, mut b) = f(); let a = a + 1; // done",
        &[("a", "i32"), ("b", "std::string::String"), ("a", "i64")],
        &expect![
            "ferrolab_prelude::__evcxr_begin!(); let (a, mut b) = f(); let a: i32 = a; let mut b: std::string::String = b; let a = a + 1; let a: i64 = a;; ferrolab_prelude::runtime::generated::evcxr::finish(); // done"
        ],
    );
}

#[test]
fn the_last_expression_is_shown_and_loops_can_be_interrupted() {
    runnable(
        "loop {}\nx",
        &[],
        &expect![[r#"
            ferrolab_prelude::__evcxr_begin!(); loop {::ferrolab_runtime::checkpoint();}
            { use ferrolab_prelude::runtime::generated::{DebugShow as _, EvcxrDisplayFallback as _, NameShow as _, RichShow as _, Show, WasShown}; match &(x) { __value => if !WasShown::was_shown(__value.evcxr_display()) { (&&&Show(__value)).show() } } }; ferrolab_prelude::runtime::generated::evcxr::finish();"#]],
    );
}

#[test]
fn failed_question_marks_are_taken_note_of() {
    runnable(
        "f(g()?)?;",
        &[],
        &expect![
            "ferrolab_prelude::__evcxr_begin!(); ferrolab_prelude::runtime::generated::evcxr::Question::note(f(ferrolab_prelude::runtime::generated::evcxr::Question::note(g())?))?;; ferrolab_prelude::runtime::generated::evcxr::finish();"
        ],
    );
}

#[test]
fn a_variable_whose_type_has_no_name_is_hidden() {
    let code = "let f = |x: i32| x + 1;";
    runnable(
        code,
        &[("f", "{closure@src/lib.rs:7:9: 7:17}")],
        &expect![
            "ferrolab_prelude::__evcxr_begin!(); ferrolab_prelude::__evcxr_local! { let f = |x: i32| x + 1; }; ferrolab_prelude::runtime::generated::evcxr::finish();"
        ],
    );
    with(code, |rewrite| {
        assert!(rewrite.give_up(&["f".into()]) && !rewrite.give_up(&["f".into()]));
        assert_eq!(rewrite.unkept(), (vec![("f".to_owned(), String::new())], BTreeSet::new()));
        rewrite.learn(vec![("f".into(), "&str".into())]);
        assert_eq!(rewrite.unkept(), (Vec::new(), BTreeSet::from(["f".to_owned()])));
    });
}

#[test]
fn the_probe_asks_each_variable_once_and_then_hides_all() {
    with("let x = 1;\nlet y: u8 = 2;\nx", |rewrite| {
        expect![[r#"
            let x = 1; #[warn(dropping_references)] ::core::mem::drop(&((x))); 
            let y: u8 = 2;
            x; let df = (); let x = (); let y = ();"#]]
        .assert_eq(rewrite.probe(["df"].into_iter()).text());
    });
}

#[test]
fn only_what_the_compiler_must_tell_is_asked() {
    assert!(with("let v: Vec<_> = f();", |rewrite| rewrite.wants_types()));
    assert!(with("let Some(v) = f() else { panic!() };", |rewrite| rewrite.wants_types()));
    for code in ["let v: Vec<i32> = f();", "let x;\nx = 1;", "1 + 1", "fn f() { let x = 1; }", "let = ;"] {
        assert!(!with(code, |rewrite| rewrite.wants_types()), "{code}");
    }
}

#[test]
fn items_alone_and_broken_code_are_passed_as_written() {
    for code in ["fn f() {}", "let x = (1;\nx", "// nothing"] {
        assert!(!with(code, |rewrite| rewrite.has_guard()), "{code}");
        assert_eq!(with(code, |rewrite| rewrite.runnable().text().to_owned()), code);
    }
}
