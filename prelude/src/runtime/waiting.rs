//! Cells that await.

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use ferrolab_runtime::generated::CellError;
use ferrolab_runtime::{Interrupted, check_interrupt};

/// Runs a cell that awaits.
///
/// # Errors
/// The cell's own, or the interruption.
pub fn block_on<F: Future<Output = Result<(), CellError>>>(future: F) -> Result<(), CellError> {
    static RUNTIME: LazyLock<io::Result<tokio::runtime::Runtime>> =
        LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build());
    let runtime =
        RUNTIME.as_ref().map_err(|error| format!("the asynchronous runtime did not start: {error}"))?;
    runtime.block_on(async {
        tokio::select! {
            result = future => result,
            interrupted = interrupted() => Err(interrupted.into()),
        }
    })
}

async fn interrupted() -> Interrupted {
    loop {
        if let Err(interrupted) = check_interrupt() {
            return interrupted;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
