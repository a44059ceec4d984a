//! One live progress bar per piece of long work, updated in place in the notebook.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::MimeBundle;
use crate::channel;

/// Work shorter than this shows no bar at all.
const PATIENCE: Duration = Duration::from_millis(400);
const BETWEEN_UPDATES: Duration = Duration::from_millis(100);
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// How many pieces of larger work this thread is in the middle of.
    static WITHIN: Cell<u32> = const { Cell::new(0) };
}

/// Does a piece of larger work, which has a bar of its own: bars within it are not drawn.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            WITHIN.with(|within| within.set(within.get() - 1));
        }
    }
    WITHIN.with(|within| within.set(within.get() + 1));
    let _leave = Leave;
    work()
}

/// A progress bar for long work.
///
/// It appears only when the work takes a noticeable time, and is drawn at most ten times a second.
///
/// ```
/// use ferrolab_runtime::Progress;
/// let mut progress = Progress::new("epochs", 3);
/// for _epoch in 0..3 {
///     progress.advance(1);
/// }
/// progress.finish();
/// ```
#[derive(Debug)]
pub struct Progress {
    id: String,
    label: String,
    total: u64,
    done: u64,
    note: String,
    started: Instant,
    drawn: Option<Instant>,
}

impl Progress {
    /// A bar for `total` steps.
    pub fn new(label: &str, total: u64) -> Self {
        let number = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Self {
            id: format!("ferrolab-progress-{}-{number}", std::process::id()),
            label: label.to_owned(),
            total,
            done: 0,
            note: String::new(),
            started: Instant::now(),
            drawn: None,
        }
    }

    /// The items one after the other, with a bar that counts them: `for epoch in Progress::over("epochs",
    /// 0..50) { … }`. At the end the bar leaves the output.
    ///
    /// ```
    /// use ferrolab_runtime::Progress;
    ///
    /// let squares: Vec<u64> = Progress::over("numbers", 1..=3_u64).map(|n| n * n).collect();
    /// assert_eq!(squares, [1, 4, 9]);
    /// ```
    pub fn over<I: IntoIterator>(label: &str, items: I) -> ProgressOver<I::IntoIter> {
        let items = items.into_iter();
        let (least, most) = items.size_hint();
        let progress = Self::new(label, most.unwrap_or(least) as u64);
        ProgressOver { items, progress: Some(progress), is_first: true }
    }

    /// Counts finished steps.
    pub fn advance(&mut self, steps: u64) {
        self.done = (self.done + steps).min(self.total.max(self.done));
        self.draw_if_due();
    }

    /// Says something short beside the bar, for example the loss.
    pub fn note(&mut self, note: &str) {
        note.clone_into(&mut self.note);
        self.draw_if_due();
    }

    /// Draws the final state. Dropping a bar without this leaves its last state standing.
    pub fn finish(mut self) {
        if self.drawn.is_some() {
            self.done = self.total;
            self.draw();
        }
    }

    /// Takes the bar out of the cell's output: what the work gives is worth keeping, that it took a
    /// while is not.
    pub fn finish_and_clear(self) {
        if self.drawn.is_some() {
            channel::send_display(MimeBundle::text("").html(""), Some(&self.id), true);
        }
    }

    fn draw_if_due(&mut self) {
        if WITHIN.with(Cell::get) > 0 {
            return;
        }
        let due = match self.drawn {
            Some(drawn) => drawn.elapsed() >= BETWEEN_UPDATES,
            None => self.started.elapsed() >= PATIENCE,
        };
        if due && channel::is_open() {
            self.draw();
        }
    }

    fn draw(&mut self) {
        let update = self.drawn.is_some();
        self.drawn = Some(Instant::now());
        channel::send_display(self.bundle(), Some(&self.id), update);
    }

    fn fraction(&self) -> f64 {
        if self.total == 0 { 1.0 } else { self.done as f64 / self.total as f64 }
    }

    /// Time spent, and what is left if the rest goes as fast.
    fn timing(&self) -> String {
        let spent = self.started.elapsed().as_secs_f64();
        if self.done >= self.total || self.done == 0 {
            return format!("{spent:.1} s");
        }
        let left = spent / self.fraction() - spent;
        format!("{spent:.1} s, about {left:.0} s left")
    }

    /// The bar as it stands, as text and as HTML.
    pub fn bundle(&self) -> MimeBundle {
        let (percent, timing) = (self.fraction() * 100.0, self.timing());
        let filled = (self.fraction() * 30.0).round() as usize;
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(30 - filled.min(30)));
        let counts = format!("{}/{}", self.done, self.total);
        let text = format!("{} {bar} {counts} · {timing} {}", self.label, self.note);
        let html = format!(
            "<div style=\"font:13px/1.6 system-ui,sans-serif\"><span>{}</span> \
             <progress max=\"100\" value=\"{percent:.1}\" style=\"width:16em;vertical-align:middle\"></progress> \
             <span style=\"opacity:.7\">{counts} · {timing} {}</span></div>",
            escape(&self.label),
            escape(&self.note),
        );
        MimeBundle::text(text.trim_end()).html(html)
    }
}

/// Items with a progress bar, from [`Progress::over`].
#[derive(Debug)]
pub struct ProgressOver<I> {
    items: I,
    progress: Option<Progress>,
    is_first: bool,
}

impl<I: Iterator> Iterator for ProgressOver<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let item = self.items.next();
        let was_first = std::mem::replace(&mut self.is_first, false);
        match (&item, &mut self.progress) {
            // An item is done when the next one is asked for.
            (Some(_), Some(progress)) if !was_first => progress.advance(1),
            (None, progress) => {
                if let Some(progress) = progress.take() {
                    progress.finish_and_clear();
                }
            }
            _ => {}
        }
        item
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
