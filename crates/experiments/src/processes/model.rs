//! The model of `processes`: the same change on one number, or on a copy for each process. Starting, joining and
//! sending are left out: they change who sees what in no schedule.

use program::{Builder, Op, Operand, Program};
use trace::VerdictKind;

use super::{Memory, Processes};
use crate::model::{Explore, INDENT, finished, limited, step, threads_of};

impl Explore for Processes {
    fn program(&self) -> Program {
        let most = limited(self.threads);
        let mut build = Builder::new();
        let number = build.var("number", 0, (0, most));
        let value = build.local("value", (0, most));
        build.line("def change():");
        match self.memory {
            Memory::Shared => {
                let read = Op::Load { dst: value, from: number };
                step(&mut build, INDENT, "value = number + 1", "read number", read);
                build.count(value, program::Arith::Add, Operand::Local(value), 1);
                let write = Op::Store { to: number, value: Operand::Local(value) };
                step(&mut build, INDENT, "number = value", "write back number", write);
            }
            Memory::Copied => {
                build.line(&format!("{INDENT}number += 1     # of this process"));
                build.says("increase own copy");
                build.add(value, value, 1);
            }
        }
        match self.memory {
            Memory::Shared => {
                threads_of(&mut build, self, &|_| (0, vec![]));
                build.total(number, most, VerdictKind::LostUpdates);
            }
            Memory::Copied => {
                for number in 1..=self.threads {
                    build.thread(&format!("process {number}"), 0, &[]);
                }
                build.total(number, 0, VerdictKind::WrongValue);
            }
        }
        finished(build)
    }
}
