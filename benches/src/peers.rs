//! What the side-by-side runs of `peers/` share.

use std::fs;
use std::time::{Duration, Instant};

/// How long a piece of work took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// By the clock on the wall.
    pub wall: Duration,
    /// What this thread had of a processor; `None` where the system does not tell.
    pub cpu: Option<Duration>,
}

/// Does `work` and takes its time. Processor time is that of the calling thread alone.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Taken) {
    let (began, before) = (Instant::now(), thread_time());
    let result = work();
    let taken = Taken {
        wall: began.elapsed(),
        cpu: thread_time()
            .zip(before)
            .map(|(after, before)| after.saturating_sub(before)),
    };
    (result, taken)
}

/// Does `work` so many times, at least once; what it returns the last time, and the least of each time.
pub fn best_of<T>(times: usize, mut work: impl FnMut() -> T) -> (T, Taken) {
    let (mut result, mut best) = timed(&mut work);
    for _ in 1..times {
        let (again, taken) = timed(&mut work);
        result = again;
        best.wall = best.wall.min(taken.wall);
        best.cpu = best.cpu.min(taken.cpu);
    }
    (result, best)
}

/// Most memory that this process has held, in bytes; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The first number of the scheduler's statistics: nanoseconds on a processor.
fn thread_time() -> Option<Duration> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
