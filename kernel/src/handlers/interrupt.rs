//! Interrupting, by `interrupt_request` or by signal: the cell is told, whether it computes or
//! waits for input. Nothing else is lost.

use super::Kernel;
use crate::protocol::content::InterruptReply;

pub fn interrupt(kernel: &Kernel) {
    kernel.session.interaction.interrupt();
    kernel.interrupter.interrupt();
}

pub fn reply(kernel: &Kernel) -> InterruptReply {
    interrupt(kernel);
    InterruptReply::new()
}
