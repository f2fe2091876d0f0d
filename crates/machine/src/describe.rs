//! Words for what stands in a state.

use program::{Handle, Judge, ObjectKind, Op};
use trace::VerdictKind;

use crate::layout::{AT_BARRIER, CLOSED, DONE, LOCALS, NOTIFIED, UNSTARTED, WAITING};
use crate::machine::Machine;

/// What a thread that cannot go on waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What it waits for, such as `lock` or `an item of queue`.
    pub for_what: String,
    /// Index of the thread that holds it, if one does.
    pub holder: Option<usize>,
    /// Whether it waits to be told something, and not for a lock or the like.
    pub for_signal: bool,
}

/// How a schedule ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome {
    /// Its value as a text: a number, or the name of its kind.
    pub value: String,
    /// Its kind.
    pub kind: VerdictKind,
}

impl Outcome {
    /// An outcome that is no more than a kind.
    #[must_use]
    pub fn of_kind(kind: VerdictKind) -> Self {
        Self { value: kind.name().to_owned(), kind }
    }
}

impl Machine {
    /// What a thread waits for; `None` if it may go on, has ended or was not started.
    #[must_use]
    pub fn waits_for(&self, cells: &[i32], thread: usize) -> Option<Wait> {
        let phase = self.phase(cells, thread);
        if matches!(phase, DONE | UNSTARTED) || self.own_ways(cells, thread) > 0 {
            return None;
        }
        let op = self.op(cells, thread)?;
        let wait = |for_what: String, holder: Option<usize>| {
            Some(Wait { for_what, holder, for_signal: false })
        };
        let signal = |for_what: String| Some(Wait { for_what, holder: None, for_signal: true });
        let object = |handle: Handle| self.object(cells, thread, handle);
        match (phase, op) {
            (WAITING, Op::Wait(handle)) => {
                signal(format!("a notification of {}", self.object_name(cells, thread, handle)))
            }
            (NOTIFIED, Op::Wait(handle)) => {
                let (_, lock) = self.lock_of(object(handle)?)?;
                let name = self.program().objects[lock].name.clone();
                wait(name, self.holder(cells, lock))
            }
            (AT_BARRIER, Op::BarrierWait(handle)) => {
                signal(format!("the others at {}", self.object_name(cells, thread, handle)))
            }
            (_, Op::Acquire(handle)) => {
                let object = object(handle)?;
                let name = self.program().objects[object].name.clone();
                wait(name, self.holder(cells, object))
            }
            (_, Op::Await { at, .. }) => {
                signal(format!("a change of {}", self.program().vars[at.var].name))
            }
            (_, Op::Put { queue, .. }) => {
                wait(format!("room in {}", self.object_name(cells, thread, queue)), None)
            }
            (_, Op::Get { queue, .. }) => {
                wait(format!("an item of {}", self.object_name(cells, thread, queue)), None)
            }
            (_, Op::JoinQueue(queue)) => {
                wait(format!("the tasks of {}", self.object_name(cells, thread, queue)), None)
            }
            (_, Op::Join(other)) => {
                wait(format!("the end of {}", self.program().threads[other].name), None)
            }
            _ => None,
        }
    }

    /// The thread that holds a lock or RLock.
    fn holder(&self, cells: &[i32], object: usize) -> Option<usize> {
        match self.program().objects[object].kind {
            ObjectKind::Lock | ObjectKind::RLock => {
                usize::try_from(cells[self.layout.objects[object]] - 1).ok()
            }
            _ => None,
        }
    }

    /// Why a thread cannot go on, as the end of a sentence.
    pub(crate) fn why_not(&self, cells: &[i32], thread: usize) -> String {
        match self.waits_for(cells, thread) {
            _ if self.has_failed(cells) => "the program has ended with an error".to_owned(),
            Some(Wait { for_what, holder: Some(holder), .. }) if holder == thread => {
                format!("it waits for {for_what}, which it holds itself")
            }
            Some(Wait { for_what, holder: Some(holder), .. }) => {
                let holder = &self.program().threads[holder].name;
                format!("it waits for {for_what}, which {holder} holds")
            }
            Some(Wait { for_what, .. }) => format!("it waits for {for_what}"),
            None if self.is_done(cells, thread) => "it has ended".to_owned(),
            None if let Some(other) = self.has_turn(cells) => {
                format!("{} may not be interrupted here", self.program().threads[other].name)
            }
            None => "it has not been started".to_owned(),
        }
    }

    /// How a schedule ended in a state in which nobody may go on.
    #[must_use]
    #[optimize(size)]
    pub fn outcome(&self, cells: &[i32]) -> Outcome {
        if let Some((_, failure)) = self.failure(cells) {
            let misuse = failure.is_misuse();
            let kind = if misuse { VerdictKind::Misuse } else { VerdictKind::WrongValue };
            return Outcome::of_kind(kind);
        }
        let waits: Vec<_> =
            (0..self.threads()).filter_map(|thread| self.waits_for(cells, thread)).collect();
        if !waits.is_empty() {
            let unheard = waits.iter().all(|wait| wait.for_signal);
            let kind = if unheard { VerdictKind::LostWakeup } else { VerdictKind::Deadlock };
            return Outcome::of_kind(kind);
        }
        match self.program().judge {
            Judge::Held => Outcome::of_kind(VerdictKind::Held),
            Judge::Total { var, expected, otherwise } => {
                let value = cells[self.layout.vars[var]];
                let kind = if value == expected { VerdictKind::Held } else { otherwise };
                Outcome { value: value.to_string(), kind }
            }
            Judge::Flag { var, otherwise } => {
                let raised = cells[self.layout.vars[var]] != 0;
                Outcome::of_kind(if raised { otherwise } else { VerdictKind::Held })
            }
        }
    }

    /// The shared variables and objects: name and value as a person reads them.
    #[must_use]
    pub fn shared(&self, cells: &[i32]) -> Vec<(String, String)> {
        let program = self.program();
        let mut shown = Vec::new();
        for (var, &at) in program.vars.iter().zip(&self.layout.vars) {
            let values: Vec<String> =
                cells[at..at + var.init.len()].iter().map(i32::to_string).collect();
            shown.push((var.name.clone(), values.join(" ")));
        }
        let name = |thread: i32| match usize::try_from(thread - 1) {
            Ok(thread) => program.threads[thread].name.clone(),
            Err(_) => "free".to_owned(),
        };
        for (index, (object, &at)) in program.objects.iter().zip(&self.layout.objects).enumerate() {
            let value = match object.kind {
                ObjectKind::Lock => name(cells[at]),
                ObjectKind::RLock if cells[at + 1] > 1 => {
                    format!("{} × {}", name(cells[at]), cells[at + 1])
                }
                ObjectKind::RLock => name(cells[at]),
                ObjectKind::Semaphore { .. } | ObjectKind::Barrier { .. } => cells[at].to_string(),
                ObjectKind::Condition { .. } => {
                    let line = &cells[self.line(index)];
                    let names: Vec<String> =
                        line.iter().filter(|&&waiting| waiting > 0).map(|&t| name(t)).collect();
                    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
                }
                ObjectKind::Queue { .. } => {
                    let items: Vec<String> =
                        self.items(cells, index).iter().map(i32::to_string).collect();
                    let closed = if cells[at + CLOSED] == 1 { " (shut down)" } else { "" };
                    let items = if items.is_empty() { "empty".to_owned() } else { items.join(" ") };
                    format!("{items}{closed}")
                }
            };
            shown.push((object.name.clone(), value));
        }
        shown
    }

    /// The locals of a thread that are shown and may still be read: name and value.
    #[must_use]
    pub fn locals(&self, cells: &[i32], thread: usize) -> Vec<(String, Option<i32>)> {
        let live = self.instruction(cells, thread).map_or(0, |pc| self.live(pc));
        let at = self.layout.thread(thread) + LOCALS;
        let locals = self.program().locals.iter().enumerate();
        locals
            .filter(|(_, local)| local.shown)
            .map(|(index, local)| {
                let alive = live >> index.min(63) & 1 == 1;
                (local.name.clone(), alive.then(|| cells[at + index]))
            })
            .collect()
    }
}
