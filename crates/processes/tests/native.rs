//! What processes promise, on threads of this machine.

#![allow(clippy::disallowed_methods, reason = "these tests run on this machine only")]

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use processes::native::{Playing, Run};
use processes::{Content, Ended, Message, Port, Process, Unsendable, Way};
use trace::{EventKind, Lane};

/// A run whose only role is `role`.
fn run(role: impl Fn(u32, Rc<Process>) -> Playing + Send + Sync + 'static) -> Run {
    Run::new(Arc::new(role))
}

/// Answers every message with its first number plus one.
fn adder(_: u32, me: Rc<Process>) -> Playing {
    Box::pin(async move {
        loop {
            let (from, message) = me.receive().await?;
            me.tell(from, &[message.number(0) + 1.0]);
        }
    })
}

fn kinds(lane: &Lane) -> Vec<EventKind> {
    lane.events.iter().map(|event| event.kind).collect()
}

/// Each message is 8 bytes, one number. Its number pairs what both recorded.
#[test]
fn an_answer_comes_back_and_the_trace_pairs_both_ways() {
    let (answer, lanes) = run(adder)
        .play(|me| async move {
            let child = me.start(0);
            me.started(child).await?;
            me.tell(child, &[41.0]);
            Ok(me.receive_from(child).await?.number(0))
        })
        .unwrap();
    assert_eq!(answer, 42.0);
    use EventKind::{Bytes, Received, Sent};
    assert_eq!(kinds(&lanes[0]), [Sent, Bytes, Received, Bytes]);
    assert_eq!(kinds(&lanes[1])[..4], [Received, Bytes, Sent, Bytes]); // and then it is ended
    let subject = |lane: usize, at: usize| lanes[lane].events[at].subject;
    assert_eq!(subject(0, 0), subject(1, 0), "the question");
    assert_eq!(subject(1, 2), subject(0, 2), "the answer");
    assert_ne!(subject(0, 0), subject(1, 2));
    assert_eq!([subject(0, 1), subject(1, 3)], [8, 8]);
}

#[test]
fn messages_over_one_connection_keep_their_order_and_another_one_waits() {
    let ((), _) = run(adder)
        .play(|me| async move {
            let [first, second] = [me.start(0), me.start(0)];
            me.tell(second, &[100.0]);
            for number in [1.0, 2.0, 3.0] {
                me.tell(first, &[number]);
            }
            for number in [2.0, 3.0, 4.0] {
                assert_eq!(me.receive_from(first).await?.number(0), number);
            }
            assert_eq!(me.receive().await?.1.number(0), 101.0);
            assert!(me.receive_within(5.0).await?.is_none());
            Ok(())
        })
        .unwrap();
}

/// The ends of one pipe are given to two processes, which then talk past their parent.
#[test]
fn a_pipe_connects_two_children() {
    let role = |role: u32, me: Rc<Process>| -> Playing {
        Box::pin(async move {
            let end = me.receive_from(Port::PARENT).await?.ports[0];
            if role == 0 {
                me.tell(end, &[7.0]);
            } else {
                let message = me.receive_from(end).await?;
                me.tell(Port::PARENT, &message.numbers);
            }
            Ok(())
        })
    };
    let (number, _) = run(role)
        .play(|me| async move {
            let children = [me.start(0), me.start(1)];
            for (child, end) in children.into_iter().zip(me.pipe()) {
                me.send(child, Message { ports: vec![end], ..Message::default() }).unwrap();
            }
            let number = me.receive_from(children[1]).await?.number(0);
            assert!(me.join(children[0], 1000.0).await?);
            Ok(number)
        })
        .unwrap();
    assert_eq!(number, 7.0);
}

/// Changes the first byte, or the first word, to 9 and says so.
fn changer(_: u32, me: Rc<Process>) -> Playing {
    Box::pin(async move {
        let message = me.receive_from(Port::PARENT).await?;
        let seen = match &message.content {
            Content::Bytes(payload, _) => {
                payload.set_byte(0, 9);
                f64::from(payload.byte(0))
            }
            Content::Shared(region) => {
                region.store(0, 9);
                f64::from(region.load(0))
            }
            _ => unreachable!("it is sent one of them"),
        };
        me.tell(Port::PARENT, &[seen]);
        Ok(())
    })
}

/// A copy is another one's own; what is transferred is gone; what is shared is seen by both.
#[test]
fn copies_transfers_and_shared_memory_are_what_they_are_called() {
    let ((), _) = run(changer)
        .play(|me| async move {
            for way in [Way::Copy, Way::Transfer] {
                let (child, payload) = (me.start(0), me.payload(1000, 5));
                let content = Content::Bytes(payload.clone(), way);
                me.send(child, Message { content, ..Message::default() }).unwrap();
                assert_eq!(me.receive_from(child).await?.number(0), 9.0);
                match way {
                    Way::Copy => assert_eq!((payload.n_bytes(), payload.byte(0)), (1000, 5)),
                    Way::Transfer => assert_eq!(payload.n_bytes(), 0),
                }
            }
            let (child, region) = (me.start(0), me.region(4).expect("threads share memory"));
            let content = Content::Shared(region.clone());
            me.send(child, Message { content, ..Message::default() }).unwrap();
            me.wait(&region, 0, 0).await?;
            assert_eq!(region.load(0), 9);
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_cannot_be_sent_is_an_error_and_the_next_message_arrives() {
    let ((), _) = run(adder)
        .play(|me| async move {
            let child = me.start(0);
            for what in [Unsendable::Function, Unsendable::Lock] {
                let content = Content::Unsendable(what);
                let refused = me.send(child, Message { content, ..Message::default() });
                assert_eq!(refused, Err(what));
            }
            me.tell(child, &[1.0]);
            assert_eq!(me.receive().await?.1.number(0), 2.0);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_process_that_panics_ends_its_parent_with_its_text() {
    let role = |_: u32, _: Rc<Process>| -> Playing { Box::pin(async { panic!("on purpose") }) };
    let ended = run(role).play(|me| async move {
        let child = me.start(0);
        me.receive_from(child).await.map(|_| ())
    });
    assert_eq!(ended.unwrap_err(), Ended::Failed("on purpose".to_owned()));
}

/// Twenty seconds, a thousand times as fast.
#[test]
fn a_process_that_never_starts_is_told_after_twenty_seconds() {
    let ended = Run::without_children(1000.0).play(|me| async move {
        let began_ms = me.now_ms();
        let child = me.start(0);
        let ended = me.started(child).await.unwrap_err();
        assert!(me.now_ms() - began_ms >= 20_000.0);
        Err::<(), _>(ended)
    });
    let Ended::Failed(text) = ended.unwrap_err() else { panic!("nobody stopped it") };
    assert!(text.starts_with("a process did not start within 20 s"), "{text}");
}

/// Every way of waiting, in the parent and in a child, ends soon after the run was stopped.
#[test]
fn stop_ends_every_wait() {
    /// Waits in way `which` without an end; the lock is held by nobody who gives it back.
    async fn wait(which: u32, me: &Process) -> Result<(), Ended> {
        match which {
            0 => me.receive().await.map(|_| ()),
            1 => me.sleep(60_000.0).await,
            2 => me.lock("held").await.map(|_| ()),
            3 => {
                let region = me.region(1).expect("threads share memory");
                me.wait(&region, 0, 0).await
            }
            4 => me.work(|| true, |_| ()).await,
            5 => me.receive_within(60_000.0).await.map(|_| ()),
            _ => me.receive_from(Port(99)).await.map(|_| ()),
        }
    }
    for which in 0..7 {
        let role = |which: u32, me: Rc<Process>| -> Playing {
            Box::pin(async move { wait(which, &me).await })
        };
        let run = run(role);
        let stopper = run.clone();
        let stop = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            stopper.stop();
            Instant::now()
        });
        let ended = run.play(|me| async move {
            let _held = if which == 2 { Some(me.lock("held").await?) } else { None };
            me.start(which);
            wait(which, &me).await
        });
        assert_eq!(ended.unwrap_err(), Ended::Stopped, "wait {which}");
        let took = stop.join().unwrap().elapsed();
        assert!(took < Duration::from_secs(2), "wait {which} took {took:?} to end");
    }
}

/// Σ (k + 1) for k from 1 to 64 = 64·65/2 + 64 = 2144.
#[test]
fn sixty_four_processes_answer() {
    let (sum, lanes) = run(adder)
        .play(|me| async move {
            let children: Vec<Port> = (0..64).map(|_| me.start(0)).collect();
            for (child, number) in children.iter().zip(1..) {
                me.tell(*child, &[f64::from(number)]);
            }
            let mut sum = 0.0;
            for _ in &children {
                sum += me.receive().await?.1.number(0);
            }
            Ok(sum)
        })
        .unwrap();
    assert_eq!(sum, 2144.0);
    assert_eq!((lanes.len(), lanes[64].name.as_str()), (65, "process 64"));
}
