//! What an `impl … for …` says about where a type's methods come from.

use ra_ap_syntax::ast::{self, AstNode, HasGenericParams, HasName, HasTypeBounds};

use super::item;

/// Another place that the methods of a type come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A trait, whose methods need it in scope.
    Trait(String),
    /// What a type dereferences to.
    Target(String),
}

impl Base {
    pub fn name(&self) -> &str {
        match self {
            Self::Trait(name) | Self::Target(name) => name,
        }
    }
}

/// The traits after the colon of a trait, a type parameter or a `where` clause; `?Sized` is none.
pub fn bounds(item: &impl HasTypeBounds) -> Vec<String> {
    let list = item.type_bound_list().into_iter().flat_map(|list| list.bounds());
    let demanded = list.filter(|bound| bound.question_mark_token().is_none());
    demanded.filter_map(|bound| item::type_name(&bound.ty()?)).collect()
}

/// Pairs of a name and what its methods come from too. `own` is the type that the impl is for.
///
/// `impl Trait for Type` is one pair, `impl Deref for Type` names its target, and
/// `impl<T: Bound> Trait for T` says that whatever is a `Bound` is a `Trait`.
pub fn bases(item: &ast::Impl, own: &str) -> Vec<(String, Base)> {
    let Some(trait_name) = item.trait_().and_then(|of| item::type_name(&of)) else { return Vec::new() };
    if trait_name == "Deref" {
        return deref_target(item).map(|target| (own.to_owned(), Base::Target(target))).into_iter().collect();
    }
    match parameter_bounds(item, own) {
        Some(bounds) => bounds.into_iter().map(|bound| (bound, Base::Trait(trait_name.clone()))).collect(),
        None => vec![(own.to_owned(), Base::Trait(trait_name))],
    }
}

fn deref_target(item: &ast::Impl) -> Option<String> {
    item.assoc_item_list()?.assoc_items().find_map(|item| match item {
        ast::AssocItem::TypeAlias(alias) => item::type_name(&alias.ty()?),
        _ => None,
    })
}

/// The bounds of a type parameter of the impl; `None` if this is not one.
fn parameter_bounds(item: &ast::Impl, name: &str) -> Option<Vec<String>> {
    let parameters = item.generic_param_list()?.generic_params();
    let parameter = parameters.into_iter().find_map(|parameter| match parameter {
        ast::GenericParam::TypeParam(parameter) => {
            parameter.name().filter(|found| found.text() == name).map(|_| parameter)
        }
        _ => None,
    })?;
    let mut found = bounds(&parameter);
    let predicates = item.where_clause().into_iter().flat_map(|clause| clause.predicates());
    for predicate in
        predicates.filter(|predicate| predicate.ty().is_some_and(|of| of.syntax().text() == name))
    {
        found.extend(bounds(&predicate));
    }
    Some(found)
}
