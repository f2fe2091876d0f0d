//! The run of `atomicity`. Each step is atomic; the check and the withdrawal are two of them.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use primitives::{Lock, RawLock, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Atomicity, Fix};
use crate::choice::Gap;
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};

/// What the customers share.
struct Account {
    balance: AtomicI64,
    lock: Lock,
}

/// Takes a coin if there is one.
fn withdraw(balance: &AtomicI64, gap: Gap, me: &Worker<'_>) -> Result<(), Stopped> {
    if balance.load(Relaxed) >= 1 {
        gap.pass(me)?; // others look meanwhile
        balance.fetch_sub(1, Relaxed);
    }
    Ok(())
}

impl Run for Atomicity {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: "run",
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads),
            resources: self.resources(),
        };
        let mut least = i64::MAX;
        let mut run = script.run(lab, &mut |scene| {
            let (balance, played) = self.once(scene)?;
            least = least.min(balance);
            Ok(played)
        })?;
        run.figures.insert("least_balance".to_owned(), json!(least));
        Ok(run)
    }
}

impl Atomicity {
    fn once(&self, scene: &Scene<'_>) -> Result<(i64, Played), Stopped> {
        let balance = i64::try_from(self.coins).expect("limited to 64");
        let account = Account { balance: AtomicI64::new(balance), lock: Lock::new(0) };
        let body = |me: &Worker<'_>| {
            me.step()?;
            match self.fix {
                Fix::None => withdraw(&account.balance, self.gap, me),
                Fix::Lock => account.lock.with(me, || withdraw(&account.balance, self.gap, me))?,
            }
        };
        let finish = scene.play(self.threads as usize, &[&account.lock], &body)?;
        let balance = account.balance.load(Relaxed);
        let overdrawn = (-balance).max(0);
        let kind = if overdrawn > 0 { VerdictKind::WrongValue } else { VerdictKind::Held };
        let figures = [
            ("coins", json!(self.coins)),
            ("paid_out", json!(self.coins as i64 - balance)),
            ("balance", json!(balance)),
            ("overdrawn", json!(overdrawn)),
        ];
        Ok((balance, Played::new(kind, balance, finish.wall_ms, figures)))
    }
}
