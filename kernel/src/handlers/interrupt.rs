//! Interrupting, by `interrupt_request` or by signal: the cell is told, whether it computes or
//! waits for input. Nothing else is lost.

use super::Kernel;
use crate::protocol::content::InterruptReply;

pub fn interrupt(kernel: &Kernel) {
    // In this order: a cell that fails because its question was interrupted must already count as
    // interrupted.
    kernel.interrupter.interrupt();
    kernel.session.interaction.interrupt();
}

pub fn reply(kernel: &Kernel) -> InterruptReply {
    interrupt(kernel);
    InterruptReply::new()
}
