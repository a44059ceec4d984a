use super::{frame, same, same_rows};
use ferrolab_prelude::prelude::*;

#[test]
fn merge_is_pandas() {
    let (left, right) = (frame("/left"), frame("/right"));
    for (name, how) in [("inner", How::Inner), ("left", How::Left), ("right", How::Right)] {
        same(name, &left.merge(&right, &["k"], how).unwrap(), &frame(&format!("/merge/{name}")));
    }
    same_rows("outer", &left.merge(&right, &["k"], How::Outer).unwrap(), &frame("/merge/outer"));
    same("cross", &left.merge(&right, &[], How::Cross).unwrap(), &frame("/merge/cross"));
}

#[test]
fn merge_by_other_names_is_pandas() {
    let (left, right) = (frame("/left"), frame("/right"));
    let ours = Merge::new(How::Left).left_on(&["k", "g"]).right_on(&["k", "h"]).of(&left, &right).unwrap();
    same("names", &ours, &frame("/merge/names"));
    let merge = Merge::new(How::Outer).left_on(&["g"]).right_on(&["h"]).suffixes("_l", "_r");
    same_rows("names_outer", &merge.of(&left, &right).unwrap(), &frame("/merge/names_outer"));
    let indicated = Merge::new(How::Outer).on(&["k"]).indicator("_merge").of(&left, &right).unwrap();
    same_rows("indicator", &indicated, &frame("/merge/indicator"));
}

#[test]
fn missing_keys_match_on_request() {
    let left = df!("k" => [Some("a"), None, Some("b")], "x" => [1, 2, 3]).unwrap();
    let right = df!("k" => [None, Some("b")], "y" => [10, 20]).unwrap();
    assert_eq!(left.merge(&right, &["k"], How::Inner).unwrap().height(), 1, "not by default");
    let equal = Merge::new(How::Inner).on(&["k"]).missing_keys(MissingKeys::Equal).of(&left, &right).unwrap();
    same("missing", &equal, &frame("/merge/missing"));
}

#[test]
fn semi_anti_and_no_keys() {
    let (left, right) = (frame("/left"), frame("/right"));
    let semi = left.merge(&right, &["k"], How::Semi).unwrap();
    assert_eq!(semi.column_array("k").unwrap(), array![3.0, 1.0, 2.0, 1.0]);
    let anti = left.merge(&right, &["k"], How::Anti).unwrap();
    assert_eq!((anti.height(), anti.get_column_names().len()), (1, 3));
    let shared = Merge::new(How::Inner).of(&left.drop("a").unwrap(), &right).unwrap();
    assert_eq!(shared.height(), left.merge(&right, &["k"], How::Inner).unwrap().height());
}

#[test]
fn keys_of_different_types() {
    let left = df!("k" => [1_i32, 2], "t" => ["1", "2"]).unwrap();
    let right = df!("k" => [2_i64, 3], "t" => [2, 3]).unwrap();
    assert_eq!(left.merge(&right, &["k"], How::Inner).unwrap().height(), 1, "i32 and i64");
    let error = left.merge(&right, &["t"], How::Inner).unwrap_err().to_string();
    assert_eq!(
        error,
        "the keys of Merge do not go together: `t` of the left frame holds str but `t` of the right frame holds i32. \
         Cast one of them first, for example the left one with `.with_column(col(\"t\").cast(DataType::Int64))`."
    );
}

#[test]
fn promises_about_keys_are_checked() {
    let (left, right) = (frame("/left"), frame("/right"));
    let merge = |validate| Merge::new(How::Inner).on(&["k"]).validate(validate).of(&left, &right);
    let error = merge(Validate::OneToMany).unwrap_err().to_string();
    assert!(
        error.starts_with("Merge: the keys `k` of the left frame must be unique, but k = 1 comes 2 times"),
        "{error}"
    );
    assert!(merge(Validate::ManyToOne).unwrap_err().to_string().contains("k = 2 comes 2 times"));
    assert!(merge(Validate::ManyToMany).is_ok());
}

#[test]
fn asof_is_pandas() {
    for (name, direction) in
        [("backward", Direction::Backward), ("forward", Direction::Forward), ("nearest", Direction::Nearest)]
    {
        let part = if direction == Direction::Nearest { "spread_" } else { "" };
        let (left, right) = (frame(&format!("/asof/{part}left")), frame(&format!("/asof/{part}right")));
        let plain = right.drop("g").unwrap();
        let merge = MergeAsof::new("t").direction(direction);
        same(name, &merge.of(&left, &plain).unwrap(), &frame(&format!("/asof/{name}")));
        let other = merge.clone().exclude_exact().of(&left, &plain).unwrap();
        same(name, &other, &frame(&format!("/asof/{name}_other")));
        let by = merge.by(&["g"]);
        same(name, &by.of(&left, &right).unwrap(), &frame(&format!("/asof/{name}_by")));
        let near = by.tolerance_number(6.0).of(&left, &right).unwrap();
        same(name, &near, &frame(&format!("/asof/{name}_near")));
    }
}

#[test]
fn asof_keeps_the_order_of_rows() {
    let left = df!("t" => [30, 10, 20], "a" => ["c", "a", "b"]).unwrap();
    let right = df!("t" => [25, 5], "b" => [25, 5]).unwrap();
    let joined = left.merge_asof(&right, "t").unwrap();
    assert_eq!(joined.column_array("b").unwrap(), array![25.0, 5.0, 5.0]);
    assert_eq!(joined.get_column_names(), ["t", "a", "b"]);
    let gaps = df!("t" => [Some(1), None]).unwrap();
    assert!(gaps.merge_asof(&right, "t").unwrap_err().to_string().contains("1 missing value"));
}

#[test]
fn stacking() {
    let (a, b) = (df!("x" => [1, 2]).unwrap(), df!("x" => [0.5], "y" => ["new"]).unwrap());
    let all = concat_rows(&[&a, &b]).unwrap();
    same("rows", &all, &df!("x" => [1.0, 2.0, 0.5], "y" => [None, None, Some("new")]).unwrap());
    let error = concat_rows(&[&a, &df!("x" => ["text"]).unwrap()]).unwrap_err().to_string();
    assert!(error.contains("that of frame 0 holds i32 but that of frame 1 holds str"), "{error}");
    assert_eq!(concat_rows::<DataFrame>(&[]).unwrap().shape(), (0, 0));
    let error = concat_columns(&[&a, &b]).unwrap_err().to_string();
    assert!(error.starts_with("frame 0 has 2 values but frame 1 has 1"), "{error}");
    assert!(concat_columns(&[&a, &a]).unwrap_err().to_string().contains("`x` twice"));
}

#[test]
fn joins_of_empty_frames() {
    let (left, right) = (frame("/left"), frame("/right"));
    for how in [How::Inner, How::Left, How::Right, How::Outer, How::Semi, How::Anti] {
        left.head(Some(0)).merge(&right, &["k"], how).unwrap();
        left.merge(&right.head(Some(0)), &["k"], how).unwrap();
    }
    assert_eq!(left.head(Some(0)).merge_asof(&right, "k").unwrap().height(), 0);
    assert_eq!(left.merge_asof(&right.head(Some(0)), "k").unwrap().height(), left.height());
}
