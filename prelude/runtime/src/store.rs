//! The notebook's variables. A cell takes the ones it names, by value and with their types, and
//! puts them back; all others stay here untouched, whatever happens to the cell.

use std::any::{Any, type_name};
use std::collections::{BTreeMap, HashSet};

#[derive(Default)]
pub struct Store {
    variables: BTreeMap<String, Box<dyn Any>>,
    /// Put by the cell now running: these must not be overwritten by the old value of that name.
    fresh: HashSet<String>,
}

impl Store {
    /// Hands a variable to the cell.
    ///
    /// # Panics
    /// When the kernel's idea of the variables differs from the store's, which is a bug of ours.
    pub fn take<T: 'static>(&mut self, name: &str) -> T {
        match self.take_any(name).downcast() {
            Ok(value) => *value,
            Err(_) => mistaken(name, type_name::<T>()),
        }
    }

    /// Keeps a new variable.
    pub fn put<T: 'static>(&mut self, name: &str, value: T) {
        self.put_any(name, Box::new(value), true);
    }

    /// Returns a variable that the cell had taken, unless the cell has made a new one of that name.
    pub fn put_back<T: 'static>(&mut self, name: &str, value: T) {
        self.put_any(name, Box::new(value), false);
    }

    fn take_any(&mut self, name: &str) -> Box<dyn Any> {
        self.variables.remove(name).unwrap_or_else(|| mistaken(name, "a value"))
    }

    fn put_any(&mut self, name: &str, value: Box<dyn Any>, fresh: bool) {
        if fresh {
            self.fresh.insert(name.to_owned());
        } else if self.fresh.contains(name) {
            return;
        }
        self.variables.insert(name.to_owned(), value);
    }

    pub(crate) fn begin_cell(&mut self) {
        self.fresh.clear();
    }

    pub(crate) fn forget(&mut self, name: &str) {
        self.variables.remove(name);
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.variables.keys().map(String::as_str).collect()
    }
}

#[cold]
fn mistaken(name: &str, expected: &str) -> ! {
    panic!("Ferrolab lost track of the variable `{name}`: expected {expected}; please report this")
}
