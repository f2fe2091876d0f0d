//! What the caller sees, whatever comes back when.

use super::*;
use crate::choice::Sweep;
use crate::pool::{Cost, Kind};

fn pool(call: Call, jobs: u64, chunksize: u64) -> Pool {
    Pool {
        threads: 2,
        kind: Kind::Process,
        call,
        jobs,
        cost: Cost::Even,
        work_ms: 0.0,
        chunksize,
        fails: 0,
        timeout_ms: 0,
        sweep: Sweep::Off,
        repeats: 1,
    }
}

/// Chunks come back in this order, each after a millisecond.
fn play(pool: &Pool, order: &[usize]) -> Seen {
    let mut book = Book::new(pool);
    let chunks: Vec<Chunk> = std::iter::from_fn(|| book.hand_out()).collect();
    book.look(0.0);
    for (chunk, now_ms) in order.iter().map(|number| chunks[*number]).zip(1..) {
        let mut jobs = chunk.first..chunk.first + chunk.jobs;
        let answer = if jobs.contains(&pool.fails) {
            Err(pool.fails)
        } else {
            Ok(jobs.by_ref().map(super::super::value).collect())
        };
        book.look(f64::from(now_ms) - 0.5);
        book.arrive(chunk, answer);
        book.look(f64::from(now_ms));
    }
    assert!(book.is_over(), "{order:?}");
    if let Some(chunk) = book.one_more() {
        assert!(!book.seen.is_alive, "nobody knows yet");
        book.arrive(chunk, Ok(vec![super::super::value(chunk.first)]));
    }
    book.seen
}

/// 24 jobs for 2 workers: 24 / (4 · 2) = 3 in each chunk; 25 are one more than 8 · 3, so 4 in each.
#[test]
fn map_cuts_the_jobs_into_four_chunks_for_each_worker_rounded_up() {
    let cut = |jobs, chunksize| {
        let mut book = Book::new(&pool(Call::Map, jobs, chunksize));
        std::iter::from_fn(|| book.hand_out()).map(|chunk| chunk.jobs).collect::<Vec<_>>()
    };
    assert_eq!(cut(24, 0), [3; 8]);
    assert_eq!(cut(25, 0), [4, 4, 4, 4, 4, 4, 1]);
    assert_eq!(cut(3, 0), [1; 3]);
    assert_eq!(cut(3, 5), [3]);
    assert_eq!(pool(Call::Imap, 24, 0).chunksize(), 1);
}

#[test]
fn only_imap_unordered_and_callbacks_show_the_order_of_arrival() {
    for (call, results, callbacks) in [
        (Call::Map, [1, 2, 3], &[][..]),
        (Call::MapAsync, [1, 2, 3], &[1]),
        (Call::Imap, [1, 2, 3], &[]),
        (Call::ApplyAsync, [1, 2, 3], &[3, 1, 2]),
        (Call::ImapUnordered, [3, 1, 2], &[]),
    ] {
        let pool = pool(call, 3, 1);
        let seen = play(&pool, &[2, 0, 1]);
        assert_eq!(seen.results, results, "{call:?}");
        assert_eq!(seen.callbacks, callbacks, "{call:?}");
        assert!(pool.is_kept_by(&seen), "{call:?}");
    }
}

/// Job 3 of the chunk 3, 4 fails: job 4 is not computed, and of 6 jobs 4 are; jobs 5 and 6 afterwards, and then
/// job 7, which is submitted to see whether the pool still works.
#[test]
fn a_failure_ends_a_generator_and_takes_all_results_of_a_map() {
    for (call, results) in [
        (Call::Map, &[][..]),
        (Call::MapAsync, &[]),
        (Call::Imap, &[1, 2]),
        (Call::ImapUnordered, &[1, 2]),
    ] {
        let pool = Pool { fails: 3, ..pool(call, 6, 2) };
        let seen = play(&pool, &[0, 1, 2]);
        assert_eq!(seen.results, results, "{call:?}");
        assert_eq!((seen.failure, seen.computed, seen.done_after_failure), (Some(3), 4, 3));
        assert!(pool.is_kept_by(&seen), "{call:?}");
        assert!(!pool.is_kept_by(&Seen { failure: None, ..seen }), "{call:?}");
    }
}

#[test]
fn chunks_of_one_go_on_after_a_failure() {
    for call in [Call::ApplyAsync, Call::Imap, Call::ImapUnordered] {
        let seen = play(&Pool { fails: 2, ..pool(call, 4, 1) }, &[0, 1, 2, 3]);
        assert_eq!((seen.results, seen.failure), (vec![1, 3, 4], Some(2)), "{call:?}");
    }
}

/// Results come at 1, 2 and 3 ms; the caller of `imap` begins each wait when the last one is over.
#[test]
fn a_wait_runs_out_of_time_once_and_is_over_when_the_result_comes() {
    let late = |call, timeout_ms| {
        let seen = play(&Pool { timeout_ms, ..pool(call, 3, 1) }, &[0, 1, 2]);
        assert_eq!(seen.results, [1, 2, 3]);
        (seen.timed_out, seen.came_later)
    };
    assert_eq!(late(Call::Map, 2), (true, true));
    assert_eq!(late(Call::Map, 4), (false, false));
    assert_eq!(late(Call::Imap, 1), (false, false));
}
