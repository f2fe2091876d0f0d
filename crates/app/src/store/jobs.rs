//! Runs and explorations: from a lab to the page, and to scripts that wait for them.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use plan::Plan;
use trace::Slice;
use trace::wire::ExploreOptions;
use ui::{Action, Doing, RunError};

use super::{End, Explored, Store};
use crate::browser;
use crate::probe::environment;
use crate::runner;

impl Store {
    /// Runs `plan`, and says how that ended.
    pub(super) async fn run(&self, plan: Plan) {
        let hidden_before = browser::is_hidden();
        let absences = self.0.absences.so_far();
        let wishes = self.0.wishes.take();
        let doing = |doing: Doing| {
            if let Some(on_progress) = &wishes.on_progress {
                on_progress(&doing);
            }
            self.dispatch(Action::Progress(doing));
        };
        let (record, fault) = (!wishes.unrecorded, wishes.fault);
        let live = !plan.subject().experiment.is_timed();
        let recorded = |slice: Rc<Slice>| {
            if live {
                self.dispatch(Action::Recorded(slice));
            }
        };
        let shares = self.state().capability.allows(true);
        let (doing, recorded) = (&doing, &recorded);
        let state = self.state();
        let login = plan.params().asks_for_login().then_some(&state.login);
        let asked = runner::Wishes { record, fault, shares, login, doing, recorded };
        let runs = self.0.runner.run(&plan, asked).await;
        // With many events each of the three steps takes time: reading, reporting, drawing.
        TimeoutFuture::new(0).await;
        let ending = match runs {
            Ok(runs) => self.run_part(plan.subject().experiment).await.and_then(|part| {
                let was_hidden = hidden_before || self.0.absences.so_far() != absences;
                let report = (part.conclude)(&plan, runs, environment(), was_hidden);
                report.map(Rc::new).map_err(unreadable)
            }),
            Err(error) => Err(error),
        };
        TimeoutFuture::new(0).await;
        let failed = ending.is_err();
        self.dispatch(match ending.clone() {
            Ok(report) => Action::Finished(report),
            Err(error) => Action::Failed(error),
        });
        if let (Ok(report), Some(on_end)) = (&ending, &*self.0.on_end.borrow())
            && let Some(part) = self.state().parts.run(plan.subject().experiment)
        {
            let record = Some(Rc::from((part.record)(&report.record)));
            on_end(&End { link: report.record.link.clone(), record });
        }
        for waiting in self.0.waiting.take() {
            // Whoever asked may have gone.
            let _ = waiting.send(ending.clone());
        }
        if failed {
            self.prepare();
        }
    }

    /// Explores `plan`, and says how that ended.
    pub(super) async fn run_exploration(&self, plan: &Plan, options: ExploreOptions) {
        let exploring = |states| self.dispatch(Action::Exploring { states });
        let found = self.0.runner.explore(plan, options, &exploring).await;
        let ending = match found {
            Ok(found) => self.explore_part().await.and_then(|part| {
                let record = (part.read)(&found.text).map_err(unreadable)?;
                Ok((Rc::new(record), Rc::from(found.text)))
            }),
            Err(error) => Err(error),
        };
        self.dispatch(match ending.clone() {
            Ok((record, _)) => Action::Explored(record),
            Err(error) => Action::Failed(error),
        });
        let ending: Explored = ending.map(|(_, text)| text);
        if let (Ok(text), Some(on_end)) = (&ending, &*self.0.on_end.borrow()) {
            on_end(&End { link: plan.link().to_owned(), record: Some(text.clone()) });
        }
        for curious in self.0.curious.take() {
            // Whoever asked may have gone.
            let _ = curious.send(ending.clone());
        }
    }
}

/// An answer that is not what a lab writes.
fn unreadable(why: String) -> RunError {
    RunError::Failed(format!("The lab's answer cannot be read: {why}"))
}
