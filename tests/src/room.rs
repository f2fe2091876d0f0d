//! How many browsers this process runs at once.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use tokio::sync::{Semaphore, SemaphorePermit};

/// Never more browsers than this, however many cores there are: each takes half a gigabyte.
const MOST: usize = 4;

/// The right to run a browser; dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Room(#[expect(dead_code, reason = "held, not read")] SemaphorePermit<'static>);

impl Room {
    /// Waits for room for one browser beside others; one for each core. Who asked first goes first.
    pub(crate) async fn for_one() -> Self {
        Self::of(1).await
    }

    /// Waits for room for a browser without any other.
    pub(crate) async fn alone() -> Self {
        Self::of(places()).await
    }

    async fn of(n_places: usize) -> Self {
        static ROOMS: OnceLock<Semaphore> = OnceLock::new();
        let rooms = ROOMS.get_or_init(|| Semaphore::new(places()));
        let n_places = u32::try_from(n_places).expect("at most four");
        Self(rooms.acquire_many(n_places).await.expect("it is never closed"))
    }
}

/// How many browsers may run side by side.
fn places() -> usize {
    available_parallelism().map_or(1, usize::from).min(MOST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn nobody_is_beside_a_browser_that_is_alone() {
        let alone = Room::alone().await;
        let another = timeout(Duration::from_millis(50), Room::for_one()).await;
        assert!(another.is_err());
        drop(alone);
        let first = Room::for_one().await;
        assert!(timeout(Duration::from_millis(50), Room::alone()).await.is_err());
        drop(first);
        drop(Room::alone().await);
    }
}
