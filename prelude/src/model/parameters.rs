//! Parameters by path: `"c"` of a model, `"model__c"` of a pipeline's step, at any depth.
//!
//! An unfitted model is written out as a tree of names and values, the tree is changed, and a model is
//! read back from it: whatever can be saved can so be searched over, and the reader's own checks tell
//! what a parameter can hold. The tree goes through MessagePack, which keeps infinities, as JSON would
//! not.

mod tree;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result, Suggestion};
use tree::Tree;

/// What separates the names of a path, as in scikit-learn.
const SEPARATOR: &str = "__";
/// Where a part of something keeps the thing itself.
const CONTENT: [&str; 6] = ["step", "transformer", "model", "estimator", "action", "regressor"];

/// A copy of `owner` with the parameter at `path` set to `value`, as it could be written out.
pub(crate) fn with_parameter<T: Serialize + DeserializeOwned>(
    owner: &T,
    name: &str,
    path: &str,
    value: serde_json::Result<Value>,
) -> Result<T> {
    let value = value.map_err(|error| unfit(name, path, &Value::Null, &error.to_string()))?;
    with_parameters(owner, name, &[(path.to_owned(), value)])
}

/// The same for several parameters.
pub(crate) fn with_parameters<T: Serialize + DeserializeOwned>(
    owner: &T,
    name: &str,
    values: &[(String, Value)],
) -> Result<T> {
    let mut tree = Tree::of(owner).map_err(|reason| unwritable(name, reason))?;
    for (path, value) in values {
        let changed = change(&tree, name, path, Tree::from_json(value))?;
        // Each is read back by itself, so that an error is about one parameter.
        tree = match changed.read::<T>() {
            Ok(_) => changed,
            Err(reason) => match whole(value) {
                Some(integer) if change(&tree, name, path, integer.clone())?.read::<T>().is_ok() => {
                    change(&tree, name, path, integer)?
                }
                _ => return Err(unfit(name, path, value, &reason)),
            },
        };
    }
    tree.read().map_err(|reason| unwritable(name, reason))
}

/// The paths of all parameters with their values, in order.
pub(crate) fn parameters_of<T: Serialize>(owner: &T, name: &str) -> Result<Vec<(String, Value)>> {
    let tree = Tree::of(owner).map_err(|reason| unwritable(name, reason))?;
    let mut list = Vec::new();
    collect(&tree, "", &mut list);
    Ok(list)
}

/// The value of one parameter.
pub(crate) fn parameter_of<T: Serialize>(owner: &T, name: &str, path: &str) -> Result<Value> {
    let mut tree = Tree::of(owner).map_err(|reason| unwritable(name, reason))?;
    Ok(find(&mut tree, name, path)?.to_json())
}

fn change(tree: &Tree, name: &str, path: &str, value: Tree) -> Result<Tree> {
    let mut changed = tree.clone();
    *find(&mut changed, name, path)? = value;
    Ok(changed)
}

/// A number such as 3.0 as 3, for parameters that count.
fn whole(value: &Value) -> Option<Tree> {
    let number = value.as_f64()?;
    (value.is_f64() && number.fract() == 0.0 && number.abs() < 9e15).then_some(Tree::Integer(number as i64))
}

fn find<'t>(tree: &'t mut Tree, owner: &str, path: &str) -> Result<&'t mut Tree> {
    let mut place = tree;
    let mut owner = owner.to_owned();
    for segment in path.split(SEPARATOR) {
        let unwrapped = unwrap(place, &mut owner);
        let known: Vec<String> = names(unwrapped);
        place = match child(unwrapped, segment) {
            Some(found) => found,
            None => return Err(not_found(&owner, path, segment, &known)),
        };
    }
    Ok(place)
}

/// The fields of a model inside the marks of its role and type: `{"Classifier": {"Svc": {…}}}`.
fn unwrap<'t>(tree: &'t mut Tree, owner: &mut String) -> &'t mut Tree {
    let mut place = tree;
    while let Some(mark) = mark(place) {
        *owner = mark;
        place = match place {
            Tree::Map(entries) => &mut entries[0].1,
            other => return other,
        };
    }
    place
}

/// The only key of a map, if it is the name of a type or variant.
fn mark(tree: &Tree) -> Option<String> {
    let Tree::Map(entries) = tree else { return None };
    let [(Tree::Text(key), Tree::Map(_) | Tree::List(_))] = entries.as_slice() else { return None };
    key.starts_with(|first: char| first.is_ascii_uppercase()).then(|| key.clone())
}

fn child<'t>(tree: &'t mut Tree, segment: &str) -> Option<&'t mut Tree> {
    let Tree::Map(entries) = tree else { return None };
    if let Some(place) = entries.iter().position(|(key, _)| key.is(segment)) {
        return Some(&mut entries[place].1);
    }
    entries.iter_mut().find_map(|(_, value)| {
        let Tree::List(parts) = value else { return None };
        let place = part_names(parts).iter().position(|name| name.as_deref() == Some(segment))?;
        content(&mut parts[place])
    })
}

/// What can follow here in a path.
fn names(tree: &Tree) -> Vec<String> {
    let Tree::Map(entries) = tree else { return Vec::new() };
    let of = |(key, value): &(Tree, Tree)| match value {
        Tree::List(parts) if part_names(parts).iter().any(Option::is_some) => {
            part_names(parts).into_iter().flatten().collect()
        }
        _ => key.text().map(str::to_owned).into_iter().collect::<Vec<String>>(),
    };
    entries.iter().flat_map(of).collect()
}

/// The names of steps: `{"name": "scale", "step": …}` or `["scale", …]`; a step without a name is
/// called by its type, `standardscaler`, `standardscaler-2`.
fn part_names(parts: &[Tree]) -> Vec<Option<String>> {
    let kinds: Vec<Option<String>> = parts.iter().map(kind).collect();
    let mut names = Vec::with_capacity(parts.len());
    for (place, part) in parts.iter().enumerate() {
        names.push(given_name(part).or_else(|| {
            let kind = kinds[place].as_ref()?;
            let same =
                |kinds: &[Option<String>]| kinds.iter().filter(|other| other.as_ref() == Some(kind)).count();
            Some(if same(&kinds) == 1 {
                kind.clone()
            } else {
                format!("{kind}-{}", same(&kinds[..place]) + 1)
            })
        }));
    }
    names
}

fn given_name(part: &Tree) -> Option<String> {
    match part {
        Tree::Map(_) => Some(part.get("name")?.text()?.to_owned()),
        Tree::List(pair) if pair.len() == 2 && matches!(pair[1], Tree::Map(_)) => {
            Some(pair[0].text()?.to_owned())
        }
        _ => None,
    }
}

/// The type of a step without a name, in small letters.
fn kind(part: &Tree) -> Option<String> {
    part.get("name").filter(|name| matches!(name, Tree::Nothing))?;
    let mut inner = CONTENT.iter().find_map(|key| part.get(key))?;
    let mut kind = None;
    while let Some(name) = mark(inner) {
        kind = Some(name.to_lowercase());
        inner = inner.get_first()?;
    }
    kind
}

fn content(part: &mut Tree) -> Option<&mut Tree> {
    match part {
        Tree::List(pair) => pair.get_mut(1),
        Tree::Map(entries) => {
            let place = CONTENT.iter().find_map(|key| entries.iter().position(|(name, _)| name.is(key)))?;
            Some(&mut entries[place].1)
        }
        _ => None,
    }
}

fn collect(tree: &Tree, prefix: &str, list: &mut Vec<(String, Value)>) {
    let mut tree = tree;
    while mark(tree).is_some() {
        match tree.get_first() {
            Some(inner) => tree = inner,
            None => return,
        }
    }
    let Tree::Map(entries) = tree else { return };
    for (key, value) in entries {
        let Some(key) = key.text() else { continue };
        let parts = match value {
            Tree::List(parts) => part_names(parts).into_iter().zip(parts.clone()).collect(),
            _ => Vec::new(),
        };
        if parts.iter().any(|(name, _)| name.is_some()) {
            for (name, mut part) in parts {
                if let (Some(name), Some(inner)) = (name, content(&mut part)) {
                    collect(inner, &format!("{prefix}{name}{SEPARATOR}"), list);
                }
            }
        } else if mark(value).is_some() {
            collect(value, &format!("{prefix}{key}{SEPARATOR}"), list);
        } else {
            list.push((format!("{prefix}{key}"), value.to_json()));
        }
    }
}

fn not_found(owner: &str, path: &str, segment: &str, known: &[String]) -> Error {
    Error::ParameterNotFound {
        owner: owner.to_owned(),
        path: path.to_owned(),
        suggestion: Suggestion::nearest(segment, known.iter().map(String::as_str)),
        available: known.to_vec(),
    }
}

fn unfit(owner: &str, path: &str, value: &Value, reason: &str) -> Error {
    Error::ParameterValue {
        owner: owner.to_owned(),
        path: path.to_owned(),
        value: value.to_string(),
        reason: reason.to_owned(),
    }
}

fn unwritable(owner: &str, reason: String) -> Error {
    Error::ParameterValue {
        owner: owner.to_owned(),
        path: "parameters".to_owned(),
        value: "not searchable".to_owned(),
        reason,
    }
}
