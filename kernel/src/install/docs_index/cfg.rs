//! Which of a package's items exist: those whose `#[cfg(…)]` holds for the features that it was
//! built with. Offering a method that is not compiled in would be worse than offering none.

use std::collections::BTreeSet;

use ra_ap_syntax::ast::{self, CfgPredicate, HasAttrs};

pub fn is_active(item: &impl HasAttrs, features: &BTreeSet<String>) -> bool {
    let predicates = item.attrs().filter_map(|attr| match attr.meta()? {
        ast::Meta::CfgMeta(meta) => meta.cfg_predicate(),
        _ => None,
    });
    predicates.into_iter().all(|predicate| holds(&predicate, features))
}

fn holds(predicate: &CfgPredicate, features: &BTreeSet<String>) -> bool {
    match predicate {
        CfgPredicate::CfgAtom(atom) => atom_holds(atom, features),
        CfgPredicate::CfgComposite(composite) => {
            let keyword = composite.keyword().map(|keyword| keyword.text().to_owned()).unwrap_or_default();
            let mut parts = composite.cfg_predicates();
            match keyword.as_str() {
                "any" => parts.any(|part| holds(&part, features)),
                "not" => parts.next().is_none_or(|part| !holds(&part, features)),
                _ => parts.all(|part| holds(&part, features)),
            }
        }
    }
}

/// Beside features only what is certain here counts as set: neither tests nor documentation are
/// being built.
fn atom_holds(atom: &ast::CfgAtom, features: &BTreeSet<String>) -> bool {
    let key = match atom.key() {
        Some(ast::CfgAtomKey::True) => return true,
        Some(ast::CfgAtomKey::Ident(key)) => key.text().to_owned(),
        Some(ast::CfgAtomKey::False) | None => return false,
    };
    let value = atom.string_token().map(|value| value.text().trim_matches('"').to_owned());
    match (key.as_str(), value) {
        ("feature", Some(feature)) => features.contains(&feature),
        ("target_pointer_width", Some(width)) => width == usize::BITS.to_string(),
        ("target_os", Some(system)) => system == std::env::consts::OS,
        ("unix", None) => cfg!(unix),
        ("windows", None) => cfg!(windows),
        ("panic", Some(strategy)) => strategy == "unwind",
        _ => false,
    }
}
