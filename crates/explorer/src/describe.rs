//! Words for what stands in a state.

use trace::VerdictKind;

use crate::instr::{Handle, Op};
use crate::layout::{AT_BARRIER, CLOSED, DONE, LOCALS, NOTIFIED, UNSTARTED, WAITING};
use crate::machine::{Grain, Machine};
use crate::op::Class;
use crate::program::{Judge, ObjectKind};

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
    pub(crate) fn of_kind(kind: VerdictKind) -> Self {
        Self { value: kind.name().to_owned(), kind }
    }
}

impl Machine {
    /// The cells of the shared variables.
    pub(crate) fn shared_cells(&self) -> std::ops::Range<usize> {
        0..self.layout.objects.first().copied().unwrap_or(self.layout.threads)
    }

    /// The variable that a shared cell belongs to.
    pub(crate) fn var_name(&self, cell: usize) -> String {
        let var = self.layout.vars.iter().rposition(|&at| at <= cell).unwrap_or(0);
        let var_at = self.layout.vars.get(var).copied().unwrap_or(0);
        match &self.program().vars[var] {
            var if var.init.len() == 1 => var.name.clone(),
            var => format!("{}[{}]", var.name, cell - var_at),
        }
    }

    /// The line and the name of the next step of a thread. Local steps that are done together with it
    /// are named too.
    #[must_use]
    pub fn next_step(&self, cells: &[i32], thread: usize) -> (u16, String) {
        let Some(at) = self.instruction(cells, thread) else { return (0, String::new()) };
        let instr = &self.program().code[at];
        let mut name = match (self.phase(cells, thread), instr.op) {
            (NOTIFIED, _) => "wake up".to_owned(),
            (_, Op::Choose { .. }) => "choose".to_owned(),
            _ if instr.says.is_empty() => self.name_of(cells, thread, instr.op),
            _ => instr.says.clone(),
        };
        if self.grain() == Grain::Merged {
            for along in self.along(at) {
                name += ", ";
                name += along;
            }
        }
        (instr.line, name)
    }

    /// The name of one way of the next step of a thread: of a choice its own.
    #[must_use]
    pub fn way_name(&self, cells: &[i32], thread: usize, way: u32) -> String {
        let instr = self.instruction(cells, thread).map(|at| &self.program().code[at]);
        match instr {
            Some(instr) if matches!(instr.op, Op::Choose { .. }) => {
                let own = instr.says.split('|').nth(way as usize).filter(|name| !name.is_empty());
                own.map_or_else(|| format!("way {}", way + 1), str::to_owned)
            }
            _ => self.next_step(cells, thread).1,
        }
    }

    /// The names of local steps that are done together with the instruction at `at`, as far as it is
    /// certain which they are.
    fn along(&self, at: usize) -> Vec<&str> {
        let code = &self.program().code;
        let (mut at, mut names) = (at + 1, Vec::new());
        while let Some(instr) = code.get(at) {
            at = match instr.op {
                Op::Jump(to) if to > at => to,
                Op::Count { .. } | Op::Push(_) | Op::Pop(_) => at + 1,
                op if op.class() == Class::Local => {
                    names.extend((!instr.says.is_empty()).then_some(instr.says.as_str()));
                    at + 1
                }
                _ => break,
            };
        }
        names
    }

    fn name_of(&self, cells: &[i32], thread: usize, op: Op) -> String {
        let cell = |cell: crate::instr::Cell| {
            let var = &self.program().vars[cell.var];
            match var.init.len() {
                1 => var.name.clone(),
                _ => format!("{}[{}]", var.name, self.value(cells, thread, cell.index)),
            }
        };
        let object = |handle: Handle| self.object_name(cells, thread, handle);
        let value = |operand| self.value(cells, thread, operand);
        match op {
            Op::Load { from, .. } => format!("read {}", cell(from)),
            Op::Store { to, value: v } => format!("{} = {}", cell(to), value(v)),
            Op::FetchAdd { at, by, .. } => format!("{} += {}", cell(at), value(by)),
            Op::Swap { at, value: v, .. } => format!("swap {} for {}", cell(at), value(v)),
            Op::Await { at, .. } => format!("see {}", cell(at)),
            Op::Acquire(handle) => format!("acquire {}", object(handle)),
            Op::TryAcquire { object: handle, .. } => format!("try {}", object(handle)),
            Op::Release(handle) => format!("release {}", object(handle)),
            Op::Wait(handle) => format!("wait for {}", object(handle)),
            Op::Notify { condition, .. } => format!("notify {}", object(condition)),
            Op::BarrierWait(handle) => format!("come to {}", object(handle)),
            Op::Put { queue, item } | Op::TryPut { queue, item, .. } => {
                format!("put {} into {}", value(item), object(queue))
            }
            Op::Get { queue, .. } | Op::TryGet { queue, .. } => {
                format!("get from {}", object(queue))
            }
            Op::TaskDone(queue) => format!("task done in {}", object(queue)),
            Op::JoinQueue(queue) => format!("join {}", object(queue)),
            Op::ShutDown(queue) => format!("shut {} down", object(queue)),
            Op::Start(other) => format!("start {}", self.program().threads[other].name),
            Op::Join(other) => format!("join {}", self.program().threads[other].name),
            Op::Choose { .. } => "choose".to_owned(),
            Op::Yield => "yield".to_owned(),
            Op::Sleep => "sleep".to_owned(),
            Op::Compute { dst, .. } => {
                format!("compute {}", self.program().locals[usize::from(dst)].name)
            }
            _ => "go on".to_owned(),
        }
    }

    fn object_name(&self, cells: &[i32], thread: usize, handle: Handle) -> String {
        let object = self.object(cells, thread, handle);
        object.map_or_else(String::new, |object| self.program().objects[object].name.clone())
    }

    /// What a thread waits for; `None` if it may go on, has ended or was not started.
    #[must_use]
    pub fn waits_for(&self, cells: &[i32], thread: usize) -> Option<Wait> {
        let phase = self.phase(cells, thread);
        if matches!(phase, DONE | UNSTARTED) || self.ways(cells, thread) > 0 {
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
    #[must_use]
    pub fn holder(&self, cells: &[i32], object: usize) -> Option<usize> {
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
            None => "it has not been started".to_owned(),
        }
    }

    /// How a schedule ended in a state in which nobody may go on.
    #[must_use]
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
