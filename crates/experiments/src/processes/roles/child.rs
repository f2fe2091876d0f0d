//! What a process does that the parent has started: whatever it is asked for.

use processes::{Content, Ended, Message, Port, Process, Region, Way};
use trace::{Activity, EventKind};

use super::{DOOR, GUARD, RECORDED, word};
use crate::processes::{Guarded, Processes};

/// How long a process stays inside, in milliseconds: so long that others come meanwhile on a busy machine too.
const INSIDE_MS: f64 = 5.0;

/// Does what the parent asks for, until it is asked to leave.
pub(super) async fn obey(params: &Processes, me: &Process) -> Result<(), Ended> {
    loop {
        let order = me.receive_from(Port::PARENT).await?;
        let count = order.number(1) as u64;
        match order.number(0) {
            word::CHANGE => {
                let mut number = order.number(1); // a copy, in memory of its own
                number += 1.0;
                me.tell(Port::PARENT, &[word::DONE, number]);
            }
            word::ECHO => echo(me, order.ports[0], count).await?,
            word::SERVE => serve(me).await?,
            word::TURNS => {
                if let Content::Shared(region) = &order.content {
                    take_turns(me, region, count).await?;
                }
            }
            word::VISIT => visit(params.guard, me, count).await?,
            word::HOLD => {
                let guard = me.lock(DOOR).await?;
                me.record(EventKind::Acquired, GUARD);
                me.flush();
                me.tell(Port::PARENT, &[word::DONE]);
                me.receive_from(Port::PARENT).await?; // never: it is ended before
                drop(guard);
            }
            word::WORK => me.during(Activity::Work, 0, me.work(|| true, |_| ())).await?,
            _ => return Ok(()),
        }
    }
}

/// Sends back `count` payloads over `end`, as they came.
async fn echo(me: &Process, end: Port, count: u64) -> Result<(), Ended> {
    for round in 0..count {
        me.switch(round < RECORDED);
        let message = me.receive_from(end).await?;
        give_back(me, end, message);
    }
    me.switch(true);
    Ok(())
}

/// Gets from the queue of the parent and puts the same item back, until it is over.
async fn serve(me: &Process) -> Result<(), Ended> {
    for round in 0.. {
        me.switch(round < RECORDED);
        me.tell(Port::PARENT, &[word::GET]);
        let message = me.receive_from(Port::PARENT).await?;
        if message.number(0) != word::ITEM {
            break;
        }
        give_back(me, Port::PARENT, message);
    }
    me.switch(true);
    Ok(())
}

/// Sends a message back the way it came.
fn give_back(me: &Process, to: Port, message: Message) {
    let way = if message.number(1) == 0.0 { Way::Copy } else { Way::Transfer };
    let content = match message.content {
        Content::Bytes(payload, _) => {
            touch(payload.n_bytes(), |at| payload.set_byte(at, 1));
            Content::Bytes(payload, way)
        }
        other => other,
    };
    let back = Message { numbers: message.numbers, content, ports: Vec::new() };
    me.send(to, back).expect("what could come can go");
}

/// Looks at both ends of what has arrived.
fn touch(length: usize, at: impl Fn(usize)) {
    if let Some(last) = length.checked_sub(1) {
        at(0);
        at(last);
    }
}

/// Has the odd turns of `rounds` rounds; the first word says whose turn it is.
async fn take_turns(me: &Process, region: &Region, rounds: u64) -> Result<(), Ended> {
    for round in 0..rounds as u32 {
        me.wait(region, 0, 2 * round).await?;
        region.store(region.n_words() - 1, 2 * round + 2);
        region.store(0, 2 * round + 2);
    }
    me.tell(Port::PARENT, &[word::DONE]);
    Ok(())
}

/// Goes in and out `count` times. The parent hears of both before anybody else can go in, so that whom it
/// counts inside together were there together.
async fn visit(guard: Guarded, me: &Process, count: u64) -> Result<(), Ended> {
    for _ in 0..count {
        let permits = guard.permits();
        let held = match permits {
            None => None,
            Some(permits) => {
                let wait = me.semaphore(DOOR, permits);
                Some(me.during(Activity::Waiting, GUARD, wait).await?)
            }
        };
        me.record(EventKind::Acquired, GUARD);
        for step in [word::ENTER, word::EXIT] {
            me.tell(Port::PARENT, &[step]);
            me.receive_from(Port::PARENT).await?;
            if step == word::ENTER {
                me.during(Activity::Work, 0, me.sleep(INSIDE_MS)).await?;
            }
        }
        me.record(EventKind::Released, GUARD);
        drop(held);
    }
    me.tell(Port::PARENT, &[word::DONE]);
    Ok(())
}
