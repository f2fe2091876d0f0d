//! Which locals matter where: those whose values may still be read.

use crate::instr::Op;
use crate::program::Program;

impl Program {
    /// For each instruction, and for the end, the locals whose values may still be read, as bits.
    /// Without calls only: a return may lead anywhere, and then all are.
    #[must_use]
    pub fn live_locals(&self) -> Vec<u64> {
        let (code, end) = (&self.code, self.code.len());
        if code.iter().any(|instr| matches!(instr.op, Op::Call(_) | Op::Return)) {
            return vec![u64::MAX; end + 1];
        }
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); end + 1];
        for (at, instr) in code.iter().enumerate() {
            instr.op.successors(at).into_iter().for_each(|next| before[next].push(at));
        }
        let bits = |locals: Vec<u8>| locals.iter().fold(0_u64, |bits, local| bits | 1 << local);
        let mut live = vec![0; end + 1];
        // Each instruction comes again only when one behind it has got a bit more.
        let mut open: Vec<usize> = (0..end).collect();
        while let Some(at) = open.pop() {
            let op = code[at].op;
            let after = op.successors(at).iter().fold(0, |bits, &next| bits | live[next]);
            let needed = after & !bits(op.writes()) | bits(op.reads());
            if needed != live[at] {
                live[at] = needed;
                open.extend(&before[at]);
            }
        }
        live
    }
}
