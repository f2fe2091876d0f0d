//! Labs without shared memory: a coordinator, which plays the first role of a run itself, and processes that
//! it starts. Everything crosses by message.
//!
//! To a process: `["play", link, cores, stage, role, rank, record, run, fault, user, password]`, parcels
//! ([`parcel`]), `"Stop"`. From it: `{ ready }` or `{ failed }` (`web/lab-worker.js`), parcels, `[1, numbers,
//! dropped]` for what it recorded, `[2]` when its role is over, and a text when it broke down.

mod channels;
mod crew;
mod lines;
mod locks;
mod parcel;
mod place;
mod recorder;
mod requests;
mod shelves;
mod things;

use std::rc::Rc;

use experiments::{Computer, Stage, Start};
use js_sys::Array;
use plan::Plan;
use processes::{Ended, Process};
use trace::Backend;
use trace::wire::{Fault, LabReply, LabRequest, Login};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use self::crew::Crew;
use self::place::Place;
use crate::mailbox::{From, Mailbox, report_panics};
use crate::reply::{post, reply_text, request, scope, send, text_of};

/// Coordinates runs; `processes` are workers that have loaded the same program and wait for roles, and
/// `start` is what a new one is sent.
#[wasm_bindgen]
pub fn serve_coordinator(start: JsValue, processes: Vec<Worker>) {
    report_panics(|text| reply_text(&LabReply::Failed(text)));
    let mailbox = Mailbox::default();
    scope().set_onmessage(Some(&mailbox.receive(From::Parent)));
    let crew = Rc::new(Crew::new(start, processes, mailbox.clone()));
    mailbox.clone().start(async move {
        loop {
            let (from, message) = mailbox.next().await;
            match request(&message).filter(|_| from == From::Parent) {
                Some(LabRequest::Run { link, cores, stage, record, fault, login }) => {
                    send(&LabReply::Started);
                    let run = Run { link, cores, stage, record, fault, login };
                    coordinate(run, &crew, &mailbox).await;
                }
                Some(LabRequest::Explore { .. }) => {
                    send(&LabReply::Failed("this lab does not explore".to_owned()));
                }
                _ => {}
            }
        }
    });
}

/// Plays roles for a coordinator, one after the other.
#[wasm_bindgen]
pub fn serve_process() {
    report_panics(JsValue::from);
    let mailbox = Mailbox::default();
    scope().set_onmessage(Some(&mailbox.receive(From::Parent)));
    mailbox.clone().start(async move {
        loop {
            let (_, message) = mailbox.next().await;
            let Some(part) = Part::read(&message) else { continue };
            assert!(part.run.fault.is_none(), "a fault that was asked for");
            let Some((plan, _)) = part.run.open() else { continue };
            let place = Rc::new(Place::of_child(&part, &mailbox));
            let me = Rc::new(Process::new(place.clone()));
            match plan.params().roles().child(part.role, me).await {
                Ok(()) | Err(Ended::Stopped) => {}
                Err(Ended::Failed(text) | Ended::Refused(text)) => post(&text.into()),
            }
            place.recorder().flush();
            post(&Array::of1(&2.into()));
        }
    });
}

/// What the page asks for.
#[derive(Clone)]
struct Run {
    link: String,
    cores: u32,
    stage: u32,
    record: bool,
    fault: Option<Fault>,
    login: Option<Login>,
}

impl Run {
    /// Its plan, and its stage.
    fn open(&self) -> Option<(Plan, Stage)> {
        let computer = Computer { cores: self.cores };
        let plan =
            plan::open_by(experiments::find_processes, &self.link).draft?.run_plan(computer)?;
        let stage = *plan.params().stages(computer).get(self.stage as usize)?;
        (stage.backend != Backend::Threads).then_some((plan, stage))
    }
}

/// What a process is asked to play.
struct Part {
    run: Run,
    role: u32,
    rank: u8,
    /// A word that no other run has, for the names of its locks.
    name: String,
}

impl Part {
    fn message(&self) -> Array {
        let Run { link, cores, stage, record, fault, login } = &self.run;
        let said =
            |of: fn(&Login) -> &String| login.as_ref().map(of).map_or(JsValue::NULL, JsValue::from);
        let fields: [JsValue; 11] = [
            "play".into(),
            link.into(),
            (*cores).into(),
            (*stage).into(),
            self.role.into(),
            self.rank.into(),
            (*record).into(),
            self.name.as_str().into(),
            fault.map_or(JsValue::NULL, |fault| fault.name().into()),
            said(|login| &login.user),
            said(|login| &login.password),
        ];
        fields.iter().collect()
    }

    fn read(message: &JsValue) -> Option<Self> {
        let fields = message.dyn_ref::<Array>()?;
        let text = |at| fields.get(at).as_string();
        let number = |at| fields.get(at).as_f64();
        if text(0)? != "play" {
            return None;
        }
        let run = Run {
            link: text(1)?,
            cores: number(2)? as u32,
            stage: number(3)? as u32,
            record: fields.get(6).is_truthy(),
            fault: text(8).and_then(|name| Fault::from_name(&name)),
            login: text(9).zip(text(10)).map(|(user, password)| Login { user, password }),
        };
        Some(Self { run, role: number(4)? as u32, rank: number(5)? as u8, name: text(7)? })
    }
}

/// Carries out a run, and answers.
async fn coordinate(run: Run, crew: &Rc<Crew>, mailbox: &Mailbox) {
    let Some((plan, stage)) = run.open() else {
        let Run { link, stage, .. } = run;
        let text = format!("this lab has no stage {stage} of {link:?}");
        return send(&LabReply::Failed(text));
    };
    crew.keep(stage.start == Start::Page);
    let place = Rc::new(Place::of_first(run, crew.clone(), mailbox));
    let me = Rc::new(Process::new(place.clone()));
    let found = plan.params().roles().main(stage, me).await;
    if let Err(ended) = &found {
        // The page throws this lab away, and waits for nothing but the answer.
        send(&match ended {
            Ended::Stopped => LabReply::Stopped,
            Ended::Refused(text) => LabReply::Refused(text.clone()),
            Ended::Failed(text) => LabReply::Failed(text.clone()),
        });
        return crew.end(&place).await;
    }
    // Those that were there before the run serve the next one; nothing else is left.
    crew.call_in(&place, stage.threads as usize).await;
    place.recorder().flush();
    if let Ok(run) = found {
        send(&LabReply::Done(text_of(&run)));
    }
}
