//! The first error of everybody who comes from Python: `i32 * f64`. The compiler lists impls of big
//! integers and complex matrices; what helps is one line.

use super::message::Message;

const NUMBERS: [&str; 16] = [
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "f32",
    "f64",
    "{integer}",
    "{float}",
];

/// The two types, if the error is that a calculation or comparison mixes kinds of number.
pub fn mixed(message: &Message) -> Option<[&str; 2]> {
    let text = message.message.as_str();
    if message.code() != "E0277" || !(text.starts_with("cannot ") || text.starts_with("can't compare ")) {
        return None;
    }
    let mut quoted = text.split('`').skip(1).step_by(2).map(|name| name.trim_start_matches('&'));
    let types = [quoted.next()?, quoted.next()?];
    (types[0] != types[1] && types.iter().all(|name| NUMBERS.contains(name))).then_some(types)
}

pub fn hint(types: [&str; 2]) -> String {
    let [one, other] = types;
    let mut floats = types.into_iter().filter(|name| name.starts_with('f') || *name == "{float}");
    let remedy = match (floats.next(), floats.next()) {
        (Some(_), None) if types.contains(&"{integer}") => {
            "write the whole number with a point, `2.0` for `2`".to_owned()
        }
        (Some("{float}"), None) => "convert the whole number, `x as f64`".to_owned(),
        (Some(float), None) => format!("convert the whole number, `x as {float}`"),
        _ => format!("convert one side, `x as {other}` or `x as {one}`"),
    };
    format!("Rust does not mix kinds of number: {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(code: &str, text: &str) -> Message {
        let json = serde_json::json!({ "message": text, "code": { "code": code }, "level": "error" });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn each_mixture_has_its_remedy() {
        let hint = |text: &str| mixed(&message("E0277", text)).map(hint).unwrap_or_default();
        assert!(hint("cannot multiply `i32` by `f64`").contains("`x as f64`"));
        assert!(hint("cannot subtract `&f32` from `usize`").contains("`x as f32`"));
        assert!(hint("cannot add `{integer}` to `f64`").contains("`2.0` for `2`"));
        assert!(hint("cannot multiply `i64` by `{float}`").contains("`x as f64`"));
        assert!(hint("can't compare `usize` with `i32`").contains("`x as i32` or `x as usize`"));
    }

    #[test]
    fn other_errors_are_left_alone() {
        assert_eq!(mixed(&message("E0277", "cannot add `DataFrame` to `f64`")), None);
        assert_eq!(mixed(&message("E0308", "mismatched types")), None);
        assert_eq!(mixed(&message("E0277", "the trait bound `f64: Ord` is not satisfied")), None);
    }
}
