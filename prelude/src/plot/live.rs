//! A figure that changes in place while a cell runs.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Figure;
use crate::error::Result;
use crate::runtime::{RichDisplay, display_as, later, update_display};

const BETWEEN_FRAMES: Duration = Duration::from_millis(100);
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A place in the notebook for a figure that changes, at most ten times a second: while a model
/// learns, its loss is drawn as it falls.
///
/// The first figure is shown at once, one that comes too early is passed over; the last is shown in any
/// case, when the cell ends.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let mut live = plot::live();
/// let (mut epochs, mut losses) = (vec![], vec![]);
/// for epoch in 1..=20 {
///     epochs.push(epoch);
///     losses.push(1.0 / f64::from(epoch));
///     live.update(|| plot::line(&epochs, &losses))?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct LiveFigure {
    id: Option<String>,
    shown: Option<Instant>,
}

/// See [`LiveFigure`].
#[must_use]
pub fn live() -> LiveFigure {
    LiveFigure::default()
}

impl LiveFigure {
    /// Shows what `make` draws, or keeps it for the end of the cell. A figure costs little until it is
    /// shown.
    ///
    /// # Errors
    /// What `make` fails with.
    pub fn update(&mut self, make: impl FnOnce() -> Result<Figure>) -> Result<()> {
        self.set(make()?);
        Ok(())
    }

    fn set(&mut self, figure: Figure) {
        match &self.id {
            Some(id) if self.shown.is_some_and(|shown| shown.elapsed() < BETWEEN_FRAMES) => {
                later::at_the_end(id, move || figure.rich_display());
                return;
            }
            Some(id) => {
                later::never_mind(id);
                update_display(id, &figure);
            }
            None => {
                let id = format!("figure-{}-{}", std::process::id(), NEXT_ID.fetch_add(1, Ordering::Relaxed));
                display_as(&id, &figure);
                self.id = Some(id);
            }
        }
        self.shown = Some(Instant::now());
    }
}
