//! The run of `livelock`. A barrier makes every reaction simultaneous, as between people who move at
//! the same pace.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use primitives::{Barrier, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Cure, Livelock};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::random::Random;
use crate::kernel::scene::{Played, Scene, Script};
use crate::param::Choice;

/// Who stands where.
struct Corridor {
    people: Vec<Person>,
    /// Everybody has looked, or everybody has moved.
    together: Barrier,
    sidesteps: AtomicU64,
    rounds: AtomicU64,
}

#[derive(Default)]
struct Person {
    lane: AtomicUsize,
    passed: AtomicBool,
}

impl Corridor {
    /// The people who have not passed and stand in `lane`.
    fn in_lane(&self, lane: usize) -> impl Iterator<Item = usize> {
        let there = move |person: &Person| {
            person.lane.load(Relaxed) == lane && !person.passed.load(Relaxed)
        };
        self.people.iter().enumerate().filter(move |(_, p)| there(p)).map(|(index, _)| index)
    }

    fn all_passed(&self) -> bool {
        self.people.iter().all(|person| person.passed.load(Relaxed))
    }
}

/// One person, round by round: look, then pass, stay or step aside.
fn walk(corridor: &Corridor, params: &Livelock, me: &Worker<'_>) -> Result<(), Stopped> {
    let myself = &corridor.people[me.index()];
    let mut random = Random::new(me);
    for round in 1..=params.rounds {
        let lane = myself.lane.load(Relaxed);
        let in_my_way = corridor.in_lane(lane).filter(|other| *other != me.index()).count();
        let first = corridor.in_lane(lane).next();
        corridor.together.wait(me)?; // everybody has looked
        if in_my_way == 0 {
            myself.passed.store(true, Relaxed);
        } else if !myself.passed.load(Relaxed) {
            let step_aside = match params.cure {
                Cure::None => true,
                Cure::BackOff => random.coin(),
                Cure::Priority => first != Some(me.index()),
            };
            if step_aside {
                me.work(Duration::from_millis(params.step_ms))?;
                myself.lane.store((lane + 1) % corridor.people.len(), Relaxed);
                corridor.sidesteps.fetch_add(1, Relaxed);
            }
        }
        corridor.together.wait(me)?; // everybody has moved
        corridor.rounds.store(round, Relaxed);
        me.step()?;
        if corridor.all_passed() {
            break;
        }
    }
    Ok(())
}

impl Run for Livelock {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.cure.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.rounds,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene))
    }
}

impl Livelock {
    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let parties = NonZeroUsize::new(self.threads as usize).expect("at least two");
        let corridor = Corridor {
            people: (0..self.threads).map(|_| Person::default()).collect(),
            together: Barrier::new(0, parties),
            sidesteps: AtomicU64::new(0),
            rounds: AtomicU64::new(0),
        };
        let body = |me: &Worker<'_>| walk(&corridor, self, me);
        let ending = scene.play(self.threads as usize, &[&corridor.together], &body)?;
        let passed = corridor.people.iter().filter(|person| person.passed.load(Relaxed)).count();
        let kind = if corridor.all_passed() { VerdictKind::Held } else { VerdictKind::Livelock };
        let figures = [
            ("sidesteps", json!(corridor.sidesteps.load(Relaxed))),
            ("rounds", json!(corridor.rounds.load(Relaxed))),
            ("passed", json!(passed)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
