//! What processes have in common beyond their messages: locks, and with other runs on the same site channels, locks and
//! shelves.

#![allow(clippy::disallowed_methods, reason = "these tests run on this machine only")]

use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use processes::native::{Playing, Run, Site};
use processes::{Port, Process, Reach};

/// A run whose only role is `role`.
fn run(role: impl Fn(u32, Rc<Process>) -> Playing + Send + Sync + 'static) -> Run {
    Run::new(Arc::new(role))
}

/// A run on a page of `site` that starts no process.
fn on(site: &Arc<Site>) -> Run {
    Run::on(site.clone(), Arc::new(|_, _| -> Playing { Box::pin(async { Ok(()) }) }))
}

/// Two of three get a permit; the third one when the first gives its back.
#[test]
fn a_semaphore_lets_as_many_in_as_it_has_permits() {
    let role = |_: u32, me: Rc<Process>| -> Playing {
        Box::pin(async move {
            let guard = me.semaphore("seats", 2).await?;
            me.tell(Port::PARENT, &[1.0]);
            me.receive_from(Port::PARENT).await?;
            drop(guard);
            Ok(())
        })
    };
    let ((), _) = run(role)
        .play(|me| async move {
            for _ in 0..3 {
                me.start(0);
            }
            let (first, _) = me.receive().await?;
            let (second, _) = me.receive().await?;
            assert!(me.receive_within(20.0).await?.is_none(), "the third one waits");
            me.tell(first, &[]);
            let (third, _) = me.receive().await?;
            assert!(third != first && third != second);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_lock_is_free_once_its_holder_was_terminated() {
    let role = |_: u32, me: Rc<Process>| -> Playing {
        Box::pin(async move {
            let _guard = me.lock("door").await?;
            me.tell(Port::PARENT, &[]);
            me.sleep(60_000.0).await
        })
    };
    let ((), _) = run(role)
        .play(|me| async move {
            let child = me.start(0);
            me.receive_from(child).await?;
            assert!(!me.join(child, 5.0).await?);
            me.terminate(child);
            me.lock("door").await?;
            Ok(())
        })
        .unwrap();
}

/// The first one still computes when it is ended, and is gone only 30 ms later. The second one has its rank by
/// then, and the lock, which it keeps.
#[test]
fn what_a_process_holds_is_not_freed_by_the_late_end_of_another_one() {
    let role = |role: u32, me: Rc<Process>| -> Playing {
        Box::pin(async move {
            let guard = me.lock("door").await?;
            me.tell(Port::PARENT, &[]);
            if role == 0 {
                thread::sleep(Duration::from_millis(30));
            }
            me.sleep(60_000.0).await?;
            drop(guard);
            Ok(())
        })
    };
    let ((), _) = run(role)
        .play(|me| async move {
            let first = me.start(0);
            me.receive_from(first).await?;
            me.terminate(first);
            let second = me.start(1);
            me.receive_from(second).await?;
            let third = me.start(1);
            assert!(me.receive_within(100.0).await?.is_none(), "the third one waits");
            me.terminate(second);
            me.receive_from(third).await?;
            Ok(())
        })
        .unwrap();
}

/// Two tabs: what one sends over a channel the other one hears, and nobody on a channel of another name, or itself.
#[test]
fn a_channel_reaches_those_of_its_name_in_every_tab() {
    let site = Arc::<Site>::default();
    let other = on(&site);
    let hearing = thread::spawn(move || {
        let heard = other.play(|me| async move {
            let channels = [me.channel("tasks"), me.channel("news")];
            let lock = me.wish("ready", Reach::Site);
            me.until(None, || me.is_granted(&lock).then_some(())).await?;
            let (from, message) = me.receive().await?;
            assert_eq!(from, channels[0]);
            me.tell(from, &[message.number(0) + 1.0]);
            assert!(me.receive_within(30.0).await?.is_none());
            Ok(message.number(0))
        });
        heard.unwrap().0
    });
    let answered = on(&site).play(|me| async move {
        let channel = me.channel("tasks");
        loop {
            // The other one is there once it has the lock.
            let lock = me.wish("ready", Reach::Site);
            if me
                .until(Some(me.now_ms() + 20.0), || me.is_granted(&lock).then_some(()))
                .await?
                .is_none()
            {
                break;
            }
            drop(lock);
            me.sleep(1.0).await?;
        }
        me.tell(channel, &[41.0]);
        Ok(me.receive_from(channel).await?.number(0))
    });
    assert_eq!((hearing.join().unwrap(), answered.unwrap().0), (41.0, 42.0));
}

/// What one run keeps another one finds, in the order of its numbers; other shelves can be cleared beside it.
#[test]
fn what_is_kept_on_a_shelf_is_there_in_the_next_run() {
    let site = Arc::<Site>::default();
    let kept = on(&site).play(|me| async move {
        for shelf in ["one", "two"] {
            let entries = vec![(7, vec![1.0]), (3, vec![2.0, 3.0])];
            let keeping = me.keep(shelf, &entries);
            me.until(None, || keeping.done()).await?.expect("it has no end").expect("it is kept");
        }
        let keeping = me.keep("two", &vec![(7, vec![4.0])]);
        me.until(None, || keeping.done()).await?.expect("it has no end").expect("it is kept");
        Ok(())
    });
    kept.unwrap();
    let found = on(&site).play(|me| async move {
        me.clear_shelves(Some("two")).await?.expect("it is allowed");
        Ok((me.look_up("one").await?, me.look_up("two").await?))
    });
    let (one, two) = found.unwrap().0;
    assert_eq!(one, Ok(vec![]));
    assert_eq!(two, Ok(vec![(3, vec![2.0, 3.0]), (7, vec![4.0])]));
}
