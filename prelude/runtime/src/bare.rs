//! The names in scope in a cell that uses nothing of the prelude. The kernel knows this list: a cell
//! that mentions any other name of the prelude's is compiled against the prelude.

pub use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
pub use std::time::{Duration, Instant};

pub use crate::{check_interrupt, clear_output, input};
