//! Joins on equal keys, with pandas' words and checks that say what is wrong with the keys.

use polars::prelude::{
    Column, DataFrame, Expr, IntoLazy, JoinArgs, JoinCoalesce, JoinType, MaintainOrderJoin, PlSmallStr,
    coalesce, col, lit, when,
};

use super::super::convert::check_unique;
use super::super::reshape::check_keys;
use super::keys::{aligned, check_present};
use super::suffixes::Suffixes;
use crate::error::{Error, Result};

const NAME: &str = "Merge";
const LEFT: &str = "__ferrolab_left";
const RIGHT: &str = "__ferrolab_right";

/// Which rows a join keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum How {
    /// Pairs alone.
    #[default]
    Inner,
    /// Every left row, with or without a partner.
    Left,
    /// Every right row, with or without a partner.
    Right,
    /// Every row of both: the left ones first, then the right ones without a partner.
    Outer,
    /// Left rows that have a partner, once each, with the left columns alone.
    Semi,
    /// Left rows that have no partner, with the left columns alone.
    Anti,
    /// Every left row with every right row; no keys.
    Cross,
}

/// What is promised about keys, checked before joining.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Validate {
    /// Keys are unique in both frames.
    OneToOne,
    /// Keys are unique in the left frame.
    OneToMany,
    /// Keys are unique in the right frame.
    ManyToOne,
    #[default]
    ManyToMany,
}

/// Whether a missing key finds a missing key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum MissingKeys {
    /// Never, as in polars and SQL.
    #[default]
    Unequal,
    /// As any other value, as in pandas.
    Equal,
}

/// A join with its options, run with `.of(&left, &right)?`; without options, `left.merge(&right, &["key"], How::Left)?`.
///
/// Rows keep the order of the left frame (of the right one for [`How::Right`]). Key columns of the same
/// name become one; those of different names both stay. Other columns that both frames have get the
/// suffixes `_x` and `_y`, as in pandas.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let orders = df!("customer" => [1, 2, 9], "price" => [10.0, 20.0, 30.0])?;
/// let people = df!("id" => [1, 2, 3], "name" => ["Ada", "Bo", "Cy"])?;
/// let both = Merge::new(How::Outer)
///     .left_on(&["customer"])
///     .right_on(&["id"])
///     .validate(Validate::ManyToOne)
///     .indicator("_merge")
///     .of(&orders, &people)?;
/// assert_eq!(both.shape(), (4, 5));
/// assert_eq!(both.column("_merge")?.str()?.get(2), Some("left_only"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Merge {
    how: How,
    left_on: Vec<String>,
    right_on: Vec<String>,
    suffixes: Suffixes,
    indicator: Option<String>,
    validate: Validate,
    missing_keys: MissingKeys,
}

impl Merge {
    /// Keys are still to be named with [`on`](Self::on); without any, all columns that both frames
    /// have.
    #[must_use]
    pub fn new(how: How) -> Self {
        Self {
            how,
            left_on: Vec::new(),
            right_on: Vec::new(),
            suffixes: Suffixes::default(),
            indicator: None,
            validate: Validate::ManyToMany,
            missing_keys: MissingKeys::Unequal,
        }
    }

    /// The key columns, called the same in both frames.
    #[must_use]
    pub fn on(self, keys: &[&str]) -> Self {
        self.left_on(keys).right_on(keys)
    }

    /// The key columns of the left frame.
    #[must_use]
    pub fn left_on(mut self, keys: &[&str]) -> Self {
        self.left_on = keys.iter().map(ToString::to_string).collect();
        self
    }

    /// The key columns of the right frame, in the order of the left ones.
    #[must_use]
    pub fn right_on(mut self, keys: &[&str]) -> Self {
        self.right_on = keys.iter().map(ToString::to_string).collect();
        self
    }

    /// Appended to columns that both frames have. Default `_x` and `_y`; one of them may be empty.
    #[must_use]
    pub fn suffixes(mut self, left: &str, right: &str) -> Self {
        self.suffixes = Suffixes::new(left, right);
        self
    }

    /// Adds a column that says where each row is from: `both`, `left_only` or `right_only`.
    #[must_use]
    pub fn indicator(mut self, column: &str) -> Self {
        self.indicator = Some(column.to_owned());
        self
    }

    /// Refuses keys that are not as unique as promised.
    #[must_use]
    pub fn validate(mut self, validate: Validate) -> Self {
        self.validate = validate;
        self
    }

    /// Whether a missing key finds a missing key. Default no, unlike pandas.
    #[must_use]
    pub fn missing_keys(mut self, missing_keys: MissingKeys) -> Self {
        self.missing_keys = missing_keys;
        self
    }

    /// The joined frame.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] for a missing key, [`Error::ColumnTypes`] for keys of types that
    /// never match (with what to cast), [`Error::DuplicateKeys`] for a broken promise of
    /// [`validate`](Self::validate), [`Error::DuplicateName`], [`Error::Parameter`].
    pub fn of(&self, left: &DataFrame, right: &DataFrame) -> Result<DataFrame> {
        let plan = self.plan(left, right)?;
        if self.how == How::Cross {
            return self.cross(left, right);
        }
        plan.validate(self.validate, left, right)?;
        let (left, right) = aligned("Merge", left, right, &plan.left_on, &plan.right_on)?;
        if matches!(self.how, How::Semi | How::Anti) {
            return self.filtered(&plan, left, right);
        }
        self.joined(&plan, left, right)
    }

    fn plan(&self, left: &DataFrame, right: &DataFrame) -> Result<Keys> {
        let (mut left_on, mut right_on) = (self.left_on.clone(), self.right_on.clone());
        if self.how == How::Cross {
            if !left_on.is_empty() || !right_on.is_empty() {
                return Err(Error::parameter(NAME, "on", "given", "left out for a cross join"));
            }
            return Ok(Keys { left_on, right_on });
        }
        if left_on.is_empty() && right_on.is_empty() {
            let shared = left
                .get_column_names_owned()
                .into_iter()
                .filter(|name| right.get_column_index(name).is_some());
            left_on = shared.map(|name| name.to_string()).collect();
            right_on.clone_from(&left_on);
        }
        if left_on.is_empty() || left_on.len() != right_on.len() {
            let value = format!("{} left and {} right key columns", left_on.len(), right_on.len());
            return Err(Error::parameter(NAME, "on", value, "as many left as right ones, at least one"));
        }
        check_unique("`left_on`", &left_on)?;
        check_unique("`right_on`", &right_on)?;
        check_present("left", left, &left_on)?;
        check_present("right", right, &right_on)?;
        Ok(Keys { left_on, right_on })
    }

    fn cross(&self, left: &DataFrame, right: &DataFrame) -> Result<DataFrame> {
        let (left, right) = self.suffixes.apply(left.clone(), right.clone(), &[], &[])?;
        let mut args = JoinArgs::new(JoinType::Cross);
        args.maintain_order = MaintainOrderJoin::LeftRight;
        Ok(left.lazy().join(right.lazy(), [], [], args).collect()?)
    }

    fn filtered(&self, keys: &Keys, left: DataFrame, right: DataFrame) -> Result<DataFrame> {
        if self.indicator.is_some() {
            return Err(Error::parameter(NAME, "indicator", "given", "left out for a semi or anti join"));
        }
        let how = if self.how == How::Semi { JoinType::Semi } else { JoinType::Anti };
        let mut args = JoinArgs::new(how);
        args.nulls_equal = self.missing_keys == MissingKeys::Equal;
        args.maintain_order = MaintainOrderJoin::Left;
        Ok(left.lazy().join(right.lazy(), keys.left(), keys.right(), args).collect()?)
    }

    fn joined(&self, keys: &Keys, left: DataFrame, right: DataFrame) -> Result<DataFrame> {
        let (mut left, mut right) = self.suffixes.apply(left, right, &keys.left_on, &keys.right_on)?;
        let order = self.order(keys, &left, &right);
        check_unique("the joined frame", &order)?;
        if self.indicator.is_some() {
            left.with_column(Column::new_scalar(LEFT.into(), true.into(), left.height()))?;
            right.with_column(Column::new_scalar(RIGHT.into(), true.into(), right.height()))?;
        }
        let mut args = JoinArgs::new(match self.how {
            How::Left => JoinType::Left,
            How::Right => JoinType::Right,
            How::Outer => JoinType::Full,
            _ => JoinType::Inner,
        });
        args.nulls_equal = self.missing_keys == MissingKeys::Equal;
        args.maintain_order = match self.how {
            How::Right => MaintainOrderJoin::RightLeft,
            _ => MaintainOrderJoin::LeftRight,
        };
        let joined = if keys.all_same() {
            args.coalesce = JoinCoalesce::CoalesceColumns;
            left.lazy().join(right.lazy(), keys.left(), keys.right(), args)
        } else {
            args.coalesce = JoinCoalesce::KeepColumns;
            let right = keys.right_renamed(right)?;
            left.lazy()
                .join(right.lazy(), keys.left(), keys.right_temporary(), args)
                .with_columns(keys.coalesced())
        };
        let table = joined.with_columns(self.indicated()).collect()?;
        Ok(keys.finish(table)?.select(order)?)
    }

    /// The left columns, the right ones without the keys that became one, the indicator.
    fn order(&self, keys: &Keys, left: &DataFrame, right: &DataFrame) -> Vec<PlSmallStr> {
        let mut order = left.get_column_names_owned();
        let one = |name: &str| {
            keys.left_on.iter().zip(&keys.right_on).any(|(left, right)| left == name && right == name)
        };
        order.extend(right.get_column_names_owned().into_iter().filter(|name| !one(name)));
        order.extend(self.indicator.as_deref().map(PlSmallStr::from));
        order
    }

    fn indicated(&self) -> Vec<Expr> {
        let Some(name) = &self.indicator else { return Vec::new() };
        let (left, right) = (col(LEFT).is_not_null(), col(RIGHT).is_not_null());
        let origin = when(left.clone().and(right))
            .then(lit("both"))
            .when(left)
            .then(lit("left_only"))
            .otherwise(lit("right_only"));
        vec![origin.alias(name.as_str())]
    }
}

/// The key columns of both sides, pair by pair.
struct Keys {
    left_on: Vec<String>,
    right_on: Vec<String>,
}

impl Keys {
    fn validate(&self, validate: Validate, left: &DataFrame, right: &DataFrame) -> Result<()> {
        let names = |keys: &[String]| keys.iter().map(String::as_str).collect::<Vec<_>>().join("`, `");
        let check = |side: &str, df: &DataFrame, keys: &[String]| {
            let what = format!("Merge: the keys `{}` of the {side} frame", names(keys));
            check_keys(&what, df, &keys.iter().map(String::as_str).collect::<Vec<_>>())
        };
        if matches!(validate, Validate::OneToOne | Validate::OneToMany) {
            check("left", left, &self.left_on)?;
        }
        if matches!(validate, Validate::OneToOne | Validate::ManyToOne) {
            check("right", right, &self.right_on)?;
        }
        Ok(())
    }

    fn all_same(&self) -> bool {
        self.left_on == self.right_on
    }

    fn left(&self) -> Vec<Expr> {
        self.left_on.iter().map(|name| col(name.as_str())).collect()
    }

    fn right(&self) -> Vec<Expr> {
        self.right_on.iter().map(|name| col(name.as_str())).collect()
    }

    fn temporary(place: usize) -> String {
        format!("__ferrolab_key_{place}")
    }

    fn right_temporary(&self) -> Vec<Expr> {
        (0..self.right_on.len()).map(|place| col(Self::temporary(place))).collect()
    }

    fn right_renamed(&self, mut right: DataFrame) -> Result<DataFrame> {
        for (place, name) in self.right_on.iter().enumerate() {
            right.rename(name, Self::temporary(place).into())?;
        }
        Ok(right)
    }

    /// Pairs of the same name become one column.
    fn coalesced(&self) -> Vec<Expr> {
        let pairs = self.left_on.iter().zip(&self.right_on).enumerate();
        let same = pairs.filter(|(_, (left, right))| left == right);
        same.map(|(place, (left, _))| {
            coalesce(&[col(left.as_str()), col(Self::temporary(place))]).alias(left.as_str())
        })
        .collect()
    }

    /// Right keys get their names back, or go where the left one stands for both.
    fn finish(&self, mut table: DataFrame) -> Result<DataFrame> {
        if self.all_same() {
            return Ok(table);
        }
        for (place, (left, right)) in self.left_on.iter().zip(&self.right_on).enumerate() {
            if left == right {
                table = table.drop(&Self::temporary(place))?;
            } else {
                table.rename(&Self::temporary(place), right.as_str().into())?;
            }
        }
        Ok(table)
    }
}
