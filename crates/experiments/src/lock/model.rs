//! The model of `lock`. A futex lock is one object; a spin lock and a ticket lock are made of shared
//! variables, and spin. Who does not wait cannot tell the kinds apart, so that for `non-blocking` and
//! `timeout` all are one object. A kind of its own, `look-first`, is a spin lock that is broken.

use program::{Arith, Builder, Cell, Handle, Label, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Acquire, Kind, Locks};
use crate::model::Explore;
use crate::model::{INDENT, be_inside, finished, jump_unless, limited, repeat, step, threads_of};

/// What the lock is made of.
enum Parts {
    Object(Handle),
    Spin { word: Cell, taken: u8 },
    Ticket { next: Cell, serving: Cell, mine: u8, now: u8, test: u8 },
}

impl Locks {
    fn parts(&self, build: &mut Builder) -> Parts {
        let draws = limited(u64::from(self.threads) * self.rounds);
        let waits = self.acquire == Acquire::Blocking;
        match self.kind {
            Kind::Spin if waits => Parts::Spin {
                word: build.atomic("taken", 0, (0, 1)),
                taken: build.hidden("was taken", (0, 1)),
            },
            Kind::LookFirst => Parts::Spin {
                word: build.atomic("taken", 0, (0, 1)),
                taken: build.hidden("was taken", (0, 1)),
            },
            Kind::Ticket if waits => Parts::Ticket {
                next: build.atomic("next_ticket", 0, (0, draws)),
                serving: build.atomic("now_serving", 0, (0, draws)),
                mine: build.local("ticket", (0, draws - 1)),
                now: build.hidden("served", (0, draws)),
                test: build.hidden("test", (0, 1)),
            },
            _ => Parts::Object(build.object("the lock", ObjectKind::Lock)),
        }
    }

    /// Takes the lock, or goes on at `refused`, or spins.
    fn take(&self, build: &mut Builder, indent: &str, parts: &Parts, refused: Label) {
        let again = build.label();
        build.place(again);
        match *parts {
            Parts::Object(lock) if self.acquire == Acquire::Blocking => {
                step(build, indent, "lock.acquire()", "", Op::Acquire(lock));
            }
            Parts::Object(lock) => {
                let got = build.hidden("got", (0, 1));
                let how = match self.acquire {
                    Acquire::Timeout => "timeout=0.008",
                    _ => "blocking=False",
                };
                let line = format!("if lock.acquire({how}):");
                step(build, indent, &line, "", Op::TryAcquire { dst: got, object: lock });
                build.jump_if_zero(Operand::Local(got), refused);
            }
            Parts::Spin { word, taken } => {
                let free = build.label();
                let (line, op) = match (self.kind, self.acquire) {
                    (Kind::Spin, _) => (
                        "while swap(taken, 1): pass   # spin",
                        Op::Swap { dst: taken, at: word, value: 1.into() },
                    ),
                    (_, Acquire::Blocking) => {
                        ("while taken: pass            # look", Op::Load { dst: taken, from: word })
                    }
                    _ => {
                        ("if not taken:                # look", Op::Load { dst: taken, from: word })
                    }
                };
                let says = if self.kind == Kind::Spin { "look and take" } else { "look" };
                step(build, indent, line, says, op);
                build.jump_if_zero(Operand::Local(taken), free);
                build.jump(if self.acquire == Acquire::Blocking { again } else { refused });
                build.place(free);
                if self.kind == Kind::LookFirst {
                    let deep = self.inside(indent);
                    let take = Op::Store { to: word, value: 1.into() };
                    step(build, &deep, "taken = 1", "take the lock", take);
                }
            }
            Parts::Ticket { next, serving, mine, now, test } => {
                let look = build.label();
                let draw = Op::FetchAdd { dst: mine, at: next, by: 1.into() };
                step(
                    build,
                    indent,
                    "ticket = next_ticket; next_ticket += 1",
                    "draw a ticket",
                    draw,
                );
                build.place(look);
                let load = Op::Load { dst: now, from: serving };
                step(build, indent, "while now_serving != ticket: pass", "look", load);
                jump_unless(build, test, (now, Arith::Eq, Operand::Local(mine)), look);
            }
        }
    }

    /// Spaces before what is done with the lock held.
    fn inside(&self, indent: &str) -> String {
        let deep = if self.acquire == Acquire::Blocking { "" } else { INDENT };
        format!("{indent}{deep}")
    }
}

impl Explore for Locks {
    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::under(self.preemption.into());
        let inside = build.atomic("inside", 0, (0, n));
        let before = build.hidden("before", (0, n));
        let alone = build.hidden("alone", (0, 1));
        let gave_up =
            (self.acquire == Acquire::Timeout).then(|| build.atomic("gave_up", 0, (0, 1)));
        let parts = self.parts(&mut build);
        build.line("def take_turns():");
        repeat(&mut build, self.rounds, |build, indent| {
            let (refused, end) = (build.label(), build.label());
            self.take(build, indent, &parts, refused);
            let deep = self.inside(indent);
            be_inside(build, &deep, inside, (before, alone));
            match parts {
                Parts::Object(lock) => step(build, &deep, "lock.release()", "", Op::Release(lock)),
                Parts::Spin { word, .. } => {
                    let free = Op::Store { to: word, value: 0.into() };
                    step(build, &deep, "taken = 0", "release the lock", free);
                }
                Parts::Ticket { serving, now, .. } => {
                    let next = Op::FetchAdd { dst: now, at: serving, by: 1.into() };
                    step(build, &deep, "now_serving += 1", "call the next", next);
                }
            }
            build.jump(end);
            build.place(refused);
            if let Some(gave_up) = gave_up {
                build.line(&format!("{indent}else:"));
                let give_up = Op::Store { to: gave_up, value: 1.into() };
                step(build, &deep, "gave_up = True", "give up", give_up);
            }
            build.place(end);
        });
        threads_of(&mut build, self, &|_| (0, vec![]));
        if let Some(gave_up) = gave_up {
            build.flag(gave_up, VerdictKind::TimedOut);
        }
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![
            ("hold_ms", "2".to_owned()),
            ("timeout_ms", "3".to_owned()),
            ("repeats", "50".to_owned()),
        ])
    }
}
