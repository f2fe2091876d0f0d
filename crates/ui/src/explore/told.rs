//! What is said to those who listen when a step was made.

use super::explorer::Explorer;
use super::rows::row;

/// Steps that are told at once, at most: the last ones.
const MOST: usize = 5;

/// Who did what, and what it made of the variables; nothing if a schedule was only opened.
pub(super) fn told(explorer: &Explorer) -> Option<String> {
    let (from, at) = (explorer.told?, explorer.at);
    if at == 0 {
        return Some("At the start".to_owned());
    }
    let from = from.clamp(1, at).max((at + 1).saturating_sub(MOST));
    let steps = (from..=at).map(|number| sentence(explorer, number));
    Some(steps.collect::<Vec<_>>().join(" "))
}

fn sentence(explorer: &Explorer, number: usize) -> String {
    let program = explorer.machine().program();
    let row = row(explorer, number);
    let mut text = format!("Step {number}");
    if let Some(step) = row.step {
        let thread = &program.threads[usize::from(step.by.thread)].name;
        text += &format!(", {thread}: {}", step.name);
    }
    for (var, (value, _)) in program.vars.iter().zip(row.values).filter(|(_, (_, new))| *new) {
        text += &format!("; {} is {value}", var.name);
    }
    text + "."
}
