//! What processes hold: locks, permits, words of a memory that they share.

use super::Process;
use super::wait::{SLICE_MS, there};
use crate::ended::Ended;
use crate::handle::{Guard, Region};
use crate::host::Reach;

/// The longest that a wait for shared memory blocks, in milliseconds.
const BLOCK_MS: f64 = 10.0;

/// A lock that was asked for.
#[derive(Debug)]
pub struct Wish(Guard);

impl Process {
    /// Asks for the lock `name`, and goes on.
    #[must_use]
    pub fn wish(&self, name: &str, reach: Reach) -> Wish {
        Wish(Guard::new(self.host.clone(), self.host.request(name, reach)))
    }

    /// Whether it is held by now.
    #[must_use]
    pub fn is_granted(&self, wish: &Wish) -> bool {
        self.host.is_granted(wish.0.request)
    }

    /// Waits for the lock `name`, which one process of the run at a time holds.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn lock(&self, name: &str) -> Result<Guard, Ended> {
        self.semaphore(name, 1).await
    }

    /// Waits for one of the `permits` of the semaphore `name`: as many locks, the first of which that can be
    /// had is taken.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn semaphore(&self, name: &str, permits: u32) -> Result<Guard, Ended> {
        let request = |permit| self.host.request(&format!("{name} {permit}"), Reach::Run);
        let mut requests: Vec<Guard> =
            (0..permits).map(|permit| Guard::new(self.host.clone(), request(permit))).collect();
        let first = || {
            let at = requests.iter().position(|guard| self.host.is_granted(guard.request))?;
            Some(requests.swap_remove(at)) // the others are no longer asked for
        };
        self.until(None, first).await.map(there)
    }

    /// Waits while the word at `at` of a region is `seen`. This process hears nothing else meanwhile, but looks
    /// now and then.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn wait(&self, region: &Region, at: usize, seen: u32) -> Result<(), Ended> {
        loop {
            let blocked_ms = self.now_ms();
            while self.now_ms() - blocked_ms < SLICE_MS {
                if region.load(at) != seen {
                    return Ok(());
                }
                self.host.wait(region.id, at, seen, BLOCK_MS);
            }
            self.look().await?;
        }
    }
}
