//! Tells when threads wait for each other, or for nobody, for ever.

use crate::resource::Resource;
use crate::waits::{Doing, Moment, Waits};

/// Threads that will never go on by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knot {
    /// Who waits for what. In a cycle each waits for a resource that the next one holds, and the last
    /// for one that the first holds.
    pub ties: Vec<Tie>,
    /// Whether the ties are a cycle. Otherwise every other thread has finished, and nobody is left
    /// who could give way.
    pub is_cycle: bool,
}

/// One thread that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The thread.
    pub thread: usize,
    /// Number of the resource it waits for.
    pub resource: u32,
    /// Who holds that resource.
    pub holder: Option<usize>,
}

/// Looks at the table of waits, again and again.
///
/// A cycle in the wait-for graph is named only if two looks in a row show it with the same waits and
/// the same holders. No thread of it has gone on in between, so all of them waited at the time between
/// the two when the holders were read, each for a lock of the next. Any thread may release a `Lock`,
/// but on our stages only its holder does, and each holder of the cycle waits. A thread that has just acquired what it waited for, and has not yet said
/// so, looks as if it waited for itself; but such a thread does not look again whether it may go on, and
/// its looks before that are seen together with its acquisition, so a cycle of one is named only after
/// it has looked again. Source: Holt, "Some Deadlock Properties of Computer
/// Systems", ACM Computing Surveys, 1972.
///
/// Without a cycle, threads are stuck if all the others have finished and none has gone on although
/// each has looked twice whether it may, all of that seen by an earlier look: a signal that was given
/// before would have been seen.
#[derive(Debug)]
pub struct Watchdog<'a> {
    waits: &'a Waits,
    n_threads: usize,
    before: Option<Look>,
    /// The second look, of those in a row that show all threads finished or waiting and no change.
    still: Option<Look>,
}

#[derive(Clone, Debug)]
struct Look {
    /// Resources with their holders, read before the moments.
    holders: Vec<(u32, Option<usize>)>,
    moments: Vec<Moment>,
}

impl<'a> Watchdog<'a> {
    /// Watches the first `n_threads` threads of `waits`.
    #[must_use]
    pub fn new(waits: &'a Waits, n_threads: usize) -> Self {
        Self { waits, n_threads, before: None, still: None }
    }

    /// Looks at the threads, and at who holds each of `resources`.
    pub fn look(&mut self, resources: &[&dyn Resource]) -> Option<Knot> {
        let now = Look {
            holders: resources.iter().map(|resource| (resource.id(), resource.holder())).collect(),
            moments: (0..self.n_threads).map(|thread| self.waits.moment(thread)).collect(),
        };
        let before = self.before.take();
        let confirmed =
            |tie: &Tie| before.as_ref().is_some_and(|before| before.confirms(tie, &now));
        let cycle = now.cycle().filter(|cycle| cycle.iter().all(confirmed));
        let is_cycle = cycle.is_some();
        let ties = cycle.or_else(|| self.stuck(before.as_ref(), &now));
        self.before = Some(now);
        ties.map(|ties| Knot { ties, is_cycle })
    }

    /// Everybody who waits, if nobody is left to end it.
    fn stuck(&mut self, before: Option<&Look>, now: &Look) -> Option<Vec<Tie>> {
        let forever =
            |moment: &Moment| matches!(moment.doing, Doing::Waiting { forever: true, .. });
        let all = now.moments.iter().all(|m| m.doing == Doing::Done || forever(m));
        let any = now.moments.iter().any(forever);
        let mut threads = 0..self.n_threads;
        if !(all && any && before.is_some_and(|before| threads.all(|t| before.is_same(now, t)))) {
            self.still = None;
            return None;
        }
        let still = self.still.get_or_insert_with(|| now.clone());
        let mut waiting = still.moments.iter().zip(&now.moments).filter(|(_, now)| forever(now));
        let looked_twice =
            |(then, now): (&Moment, &Moment)| now.looks.wrapping_sub(then.looks) >= 2;
        waiting.all(looked_twice).then(|| now.ties().collect())
    }
}

impl Look {
    fn holder(&self, id: u32) -> Option<usize> {
        self.holders.iter().find(|(resource, _)| *resource == id)?.1
    }

    /// Whether `thread` has begun and ended nothing since.
    fn is_same(&self, now: &Self, thread: usize) -> bool {
        self.moments[thread].changes == now.moments[thread].changes
    }

    /// Whether a tie that `now` shows was there already.
    fn confirms(&self, tie: &Tie, now: &Self) -> bool {
        let looked = |look: &Self| look.moments[tie.thread].looks;
        self.is_same(now, tie.thread)
            && self.holder(tie.resource) == tie.holder
            && (tie.holder != Some(tie.thread) || looked(self) != looked(now))
    }

    fn ties(&self) -> impl Iterator<Item = Tie> {
        self.moments.iter().enumerate().filter_map(|(thread, moment)| match moment.doing {
            Doing::Waiting { resource, forever: true } => {
                Some(Tie { thread, resource, holder: self.holder(resource) })
            }
            _ => None,
        })
    }

    /// A cycle of threads that each wait for the next, if there is one; the lowest thread first.
    fn cycle(&self) -> Option<Vec<Tie>> {
        let ties: Vec<Tie> = self.ties().collect();
        let of = |thread: usize| ties.iter().find(|tie| tie.thread == thread);
        ties.iter().find_map(|first| {
            let mut path = vec![*first];
            while let Some(next) = path.last()?.holder.and_then(of) {
                if next.thread == first.thread {
                    return Some(path);
                }
                if path.len() > ties.len() {
                    return None; // it runs into a cycle that the first is no part of
                }
                path.push(*next);
            }
            None
        })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    /// A lock with this number, held by thread 0.
    struct Held(u32);

    impl Resource for Held {
        fn id(&self) -> u32 {
            self.0
        }

        fn holder(&self) -> Option<usize> {
            Some(0)
        }
    }

    /// Thread 0 either has just acquired lock 5 and has not said so yet, or waits for itself; only in the
    /// second case does it look again.
    #[test]
    fn a_thread_that_has_just_acquired_a_lock_does_not_wait_for_itself() {
        let waits = Waits::new(2);
        let mut watchdog = Watchdog::new(&waits, 2);
        waits.set(0, Doing::Waiting { resource: 5, forever: true });
        waits.look(0);
        for _ in 0..3 {
            assert_eq!(watchdog.look(&[&Held(5)]), None);
        }
        waits.look(0);
        let ties = vec![Tie { thread: 0, resource: 5, holder: Some(0) }];
        assert_eq!(watchdog.look(&[&Held(5)]), Some(Knot { ties, is_cycle: true }));
    }

    /// The first look may have seen thread 0 long before thread 1, so what thread 0 looked in between
    /// proves nothing: two looks of thread 0 count from the second look of the watchdog on.
    #[test]
    fn a_thread_is_stuck_when_it_has_looked_twice_since_all_others_were_seen_done() {
        let waits = Waits::new(2);
        let mut watchdog = Watchdog::new(&waits, 2);
        waits.set(0, Doing::Waiting { resource: 5, forever: true });
        assert_eq!(watchdog.look(&[]), None);
        waits.set(1, Doing::Done);
        for _ in 0..3 {
            assert_eq!(watchdog.look(&[]), None);
            waits.look(0);
        }
        let ties = vec![Tie { thread: 0, resource: 5, holder: None }];
        assert_eq!(watchdog.look(&[]), Some(Knot { ties, is_cycle: false }));
    }
}
