//! The threads that work is done on.

use std::collections::HashMap;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyResult;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The pools of this process, by their number of threads; 0 for as many as there are cores.
struct Pools {
    process: u32,
    pools: HashMap<usize, Arc<ThreadPool>>,
}

static POOLS: Mutex<Option<Pools>> = Mutex::new(None);

/// The most threads that are asked of a system.
const MOST: usize = 1024;

/// A pool of so many threads; without a number of as many as there are cores, or as `RAYON_NUM_THREADS` says.
///
/// A forked process has a copy of its parent's pools and none of their threads: whoever asked those for
/// something would wait for ever. So each process makes its own. The lock is held only while Python's
/// is, and who forks holds that, so no copy of it is ever locked.
///
/// # Errors
/// `ValueError` where there are too many, `RuntimeError` where the system gives no thread.
pub fn pool(threads: Option<NonZeroUsize>) -> PyResult<Arc<ThreadPool>> {
    let threads = threads.map_or(0, NonZeroUsize::get);
    if threads > MOST {
        return Err(PyValueError::new_err(format!(
            "threads is {threads}: it must be 1 to {MOST}"
        )));
    }
    let process = std::process::id();
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if pools.as_ref().is_none_or(|pools| pools.process != process) {
        let of_the_parent = pools.replace(Pools {
            process,
            pools: HashMap::new(),
        });
        // To drop them would be to speak to threads that are not here.
        mem::forget(of_the_parent);
    }
    let Some(Pools { pools, .. }) = pools.as_mut() else {
        return Err(PyRuntimeError::new_err("there are no threads"));
    };
    if let Some(pool) = pools.get(&threads) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|why| PyRuntimeError::new_err(why.to_string()))?;
    let pool = Arc::new(pool);
    pools.insert(threads, Arc::clone(&pool));
    Ok(pool)
}
