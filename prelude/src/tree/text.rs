//! A tree as indented text, in the form of scikit-learn's `export_text`.

use super::structure::Tree;

/// Deeper parts are only counted.
const DEEPEST: usize = 10;

/// One line per question and answer; classes by name, quantities with two decimals.
pub(crate) fn export_text(tree: &Tree, features: &[String], classes: &[String]) -> String {
    let mut text = String::new();
    push_node(&mut text, tree, 0, 0, &Names { features, classes });
    text
}

struct Names<'a> {
    features: &'a [String],
    classes: &'a [String],
}

fn push_node(text: &mut String, tree: &Tree, node: usize, depth: usize, names: &Names<'_>) {
    let indent = "|   ".repeat(depth) + "|--- ";
    let Some((feature, threshold)) = tree.split(node) else {
        text.push_str(&format!("{indent}{}\n", leaf_text(tree.value(node), names.classes)));
        return;
    };
    if depth > DEEPEST {
        text.push_str(&format!("{indent}truncated branch of depth {}\n", depth_below(tree, node)));
        return;
    }
    let (left, right) = tree.children(node);
    let name = &names.features[feature];
    text.push_str(&format!("{indent}{name} <= {threshold:.2}\n"));
    push_node(text, tree, left, depth + 1, names);
    text.push_str(&format!("{indent}{name} >  {threshold:.2}\n"));
    push_node(text, tree, right, depth + 1, names);
}

fn leaf_text(value: &[f64], classes: &[String]) -> String {
    match classes.get(largest(value)) {
        Some(class) => format!("class: {class}"),
        None => format!("value: [{:.2}]", value[0]),
    }
}

/// The place of the largest, the first of equals.
pub(crate) fn largest(values: &[f64]) -> usize {
    (0..values.len()).rev().max_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or(0)
}

fn depth_below(tree: &Tree, node: usize) -> usize {
    let (mut deepest, mut waiting) = (0, vec![(node, 0)]);
    while let Some((node, depth)) = waiting.pop() {
        deepest = deepest.max(depth);
        if !tree.is_leaf(node) {
            let (left, right) = tree.children(node);
            waiting.extend([(left, depth + 1), (right, depth + 1)]);
        }
    }
    deepest
}
