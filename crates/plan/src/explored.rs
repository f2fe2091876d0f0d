//! From what an exploration found to its record, whose witnesses are links.

use std::rc::Rc;

use explorer::{Count, Exploration};
use machine::{Grain, Machine, Replay, Schedule};
use program::{Preemption, Program};
use trace::wire::{EXPLORATION_SCHEMA, ExplorationRecord, FindingRecord, OutcomeRecord};

use crate::{Draft, Plan};

impl Plan {
    /// What real threads do if they are to do the same as this program, so many times; none if there is
    /// no such run.
    #[must_use]
    pub fn on_threads(&self, repeats: u32) -> Option<Self> {
        let mut draft = Draft::new(self.subject().other()?);
        draft.set("repeats", repeats.to_string());
        for (name, value) in self.values() {
            draft.set(name, value.to_string());
        }
        for (name, text) in self.params().explored().alike_on_threads()? {
            draft.set(name, text);
        }
        draft.run_plan(self.computer())
    }

    /// What is explored.
    #[must_use]
    pub fn program(&self) -> Program {
        self.params().explored().program()
    }

    /// The machine that explores this plan: `merge` does local steps together with the shared step
    /// before them.
    #[must_use]
    pub fn machine(&self, merge: bool) -> Machine {
        let grain = if merge { Grain::Merged } else { Grain::Fine };
        Machine::new(self.program(), grain)
    }

    /// The same with threads that may be interrupted anywhere; none if these may.
    #[must_use]
    pub fn interrupted_anywhere(&self) -> Option<Self> {
        const NAME: &str = "preemption";
        if self.program().preemption == Preemption::Anywhere {
            return None;
        }
        let mut draft = Draft::new(self.subject());
        for (name, value) in self.values() {
            let text = if name == NAME { "anywhere".to_owned() } else { value.to_string() };
            draft.set(name, text);
        }
        draft.exploration_plan(self.computer())
    }

    /// The record of what was found on `machine`, which is that of this plan.
    #[must_use]
    pub fn record(
        &self,
        machine: Machine,
        found: &Exploration,
        elapsed_ms: f64,
    ) -> ExplorationRecord {
        let witnesses = Witnesses { plan: self, machine: Rc::new(machine) };
        let values = self.values().into_iter();
        ExplorationRecord {
            schema: EXPLORATION_SCHEMA,
            link: self.link().to_owned(),
            program: self.subject().experiment.id.to_owned(),
            params: values.map(|(name, value)| (name.to_owned(), value.into())).collect(),
            complete: found.limit.is_none(),
            limit: found.limit.as_ref().map(ToString::to_string),
            states: found.states as u64,
            steps: found.steps as u64,
            schedules: found.schedules.to_string(),
            classes: found.classes.as_ref().map(ToString::to_string),
            outcomes: found.endings.iter().map(|ending| witnesses.outcome(ending)).collect(),
            vanished: Vec::new(),
            findings: found.findings.iter().map(|finding| witnesses.finding(finding)).collect(),
            elapsed_ms,
            bytes_per_state: found.bytes as f64 / found.states.max(1) as f64,
        }
    }
}

struct Witnesses<'p> {
    plan: &'p Plan,
    machine: Rc<Machine>,
}

impl Witnesses<'_> {
    fn outcome(&self, ending: &explorer::Ending) -> OutcomeRecord {
        let replay = self.replay(&ending.witness);
        OutcomeRecord {
            value: ending.outcome.value.clone(),
            kind: ending.outcome.kind.name().to_owned(),
            schedules: match &ending.schedules {
                Count::Exactly(number) | Count::AtLeast(number) => number.to_string(),
                Count::Infinite => Count::Infinite.to_string(),
            },
            probability: ending.probability,
            fraction: ending.fraction.as_ref().map(ToString::to_string),
            witness: self.link(&replay),
            steps: replay.steps().len() as u32,
            preemptions: replay.preemptions() as u32,
        }
    }

    fn finding(&self, finding: &explorer::Finding) -> FindingRecord {
        let witness = self.replay(&finding.witness);
        FindingRecord {
            kind: finding.kind().name().to_owned(),
            text: finding.sentence(&witness),
            witness: self.link(&witness),
            loop_from: finding.loop_from.map(|steps| steps as u32),
            variable: finding.variable(&self.machine),
        }
    }

    fn replay(&self, schedule: &Schedule) -> Replay {
        Replay::of(self.machine.clone(), schedule).expect("a witness was found on this machine")
    }

    fn link(&self, replay: &Replay) -> String {
        self.plan.link_with(&replay.written().to_string())
    }
}
