//! How long a build still takes.
//!
//! Crates differ by three orders of magnitude (polars-core takes minutes, most take half a second),
//! so what counts is not their number but their cost: seconds of one compiler process, measured once
//! and written down in `costs`. How many such seconds this machine does per second is assumed from
//! its cores at first and then measured as crates get finished.

use std::time::Duration;

/// So much cost is assumed to have been seen at the assumed speed, so that the first few crates
/// do not throw the estimate about.
const CONFIDENCE: f64 = 60.0;
/// Beyond this many compilers at once the chain of dependencies is what takes the time.
const MOST_AT_ONCE: f64 = 4.0;
/// What has taken so long will take this share of it more: said once the estimate is used up, since
/// a machine that is slower than thought stays slower.
const OVERDUE: f64 = 0.25;

#[derive(Clone, Debug)]
pub struct Estimate {
    total: f64,
    done: f64,
    assumed_speed: f64,
    /// When work (not what was found done already) last finished, counted from the start.
    last_finish: Duration,
    measured: f64,
}

impl Estimate {
    /// `total` is the cost of everything, `cores` how many compilers may run at once.
    pub fn new(total: f64, cores: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a number of cores is small")]
        let assumed_speed = (0.9 * cores as f64).clamp(0.9, MOST_AT_ONCE);
        Self { total, done: 0.0, assumed_speed, last_finish: Duration::ZERO, measured: 0.0 }
    }

    /// A crate was compiled.
    pub fn finished(&mut self, cost: f64, now: Duration) {
        self.done += cost;
        self.measured += cost;
        self.last_finish = now;
    }

    /// A crate had been compiled before: it is no work, and says nothing about speed.
    pub fn was_fresh(&mut self, cost: f64) {
        self.total -= cost;
    }

    /// Cost per second, the assumption and the measurement weighed together.
    fn speed(&self) -> f64 {
        let assumed_time = CONFIDENCE / self.assumed_speed;
        (self.measured + CONFIDENCE) / (self.last_finish.as_secs_f64() + assumed_time)
    }

    pub fn remaining(&self, now: Duration) -> Duration {
        let left = (self.total - self.done).max(0.0) / self.speed();
        let since = now.saturating_sub(self.last_finish).as_secs_f64();
        Duration::from_secs_f64((left - since).max((since * OVERDUE).min(left)))
    }

    /// The share of the work that is done, from 0 to 1.
    pub fn fraction(&self) -> f64 {
        if self.total > 0.0 { (self.done / self.total).clamp(0.0, 1.0) } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn starts_from_the_number_of_cores() {
        assert_eq!(Estimate::new(900.0, 1).remaining(Duration::ZERO), seconds(1000));
        assert_eq!(Estimate::new(900.0, 2).remaining(Duration::ZERO), seconds(500));
        assert_eq!(Estimate::new(900.0, 64).remaining(Duration::ZERO), seconds(225));
    }

    #[test]
    fn learns_this_machines_speed() {
        let mut estimate = Estimate::new(1000.0, 2);
        // Half as fast as assumed: 400 of cost in 444 seconds.
        estimate.finished(400.0, seconds(444));
        let remaining = estimate.remaining(seconds(444)).as_secs();
        assert!((600..680).contains(&remaining), "{remaining}");
        assert!((estimate.fraction() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn counts_down_while_a_heavy_crate_is_compiled() {
        let mut estimate = Estimate::new(360.0, 2);
        estimate.finished(180.0, seconds(100));
        assert_eq!(estimate.remaining(seconds(100)), seconds(100));
        assert_eq!(estimate.remaining(seconds(130)), seconds(70));
        assert_eq!(estimate.remaining(seconds(220)), seconds(30), "overdue, but not done");
        assert_eq!(estimate.remaining(seconds(900)), seconds(100), "never more than at first");
    }

    #[test]
    fn what_was_compiled_before_is_not_work() {
        let mut estimate = Estimate::new(1000.0, 2);
        estimate.was_fresh(900.0);
        assert_eq!(estimate.fraction(), 0.0);
        assert_eq!(estimate.remaining(Duration::ZERO).as_secs(), 55);
        estimate.was_fresh(100.0);
        assert_eq!(estimate.fraction(), 1.0);
        assert_eq!(estimate.remaining(seconds(3)), Duration::ZERO);
    }
}
