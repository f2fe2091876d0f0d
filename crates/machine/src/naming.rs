//! Names of steps, as a person says them.

use program::{Cell, Handle, Op, OpKind};

use crate::layout::NOTIFIED;
use crate::machine::Machine;
use crate::schedule::Grain;

impl Machine {
    /// The variable that a shared cell belongs to.
    #[must_use]
    pub fn var_name(&self, cell: usize) -> String {
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
                op if op.kind() == OpKind::Local => {
                    names.extend((!instr.says.is_empty()).then_some(instr.says.as_str()));
                    at + 1
                }
                _ => break,
            };
        }
        names
    }

    fn name_of(&self, cells: &[i32], thread: usize, op: Op) -> String {
        let cell = |cell: Cell| {
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

    pub(crate) fn object_name(&self, cells: &[i32], thread: usize, handle: Handle) -> String {
        let object = self.object(cells, thread, handle);
        object.map_or_else(String::new, |object| self.program().objects[object].name.clone())
    }
}
