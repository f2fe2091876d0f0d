//! What a timeline of a schedule is made of, for the page and for pictures: blocks, waits, races.

use explorer::races;
use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::Explorer;

/// Height of a lane, in pixels.
pub(crate) const LANE: usize = 34;
/// Height of a block within it.
const BLOCK: usize = 22;
/// Least width of a step.
const MIN_STEP: usize = 18;
/// Most width of a step, when there are few.
const MAX_STEP: usize = 176;
/// Width that the steps have together, if they can.
const WIDTH: usize = 720;
/// Steps that are drawn; of longer schedules, those around the current one.
pub(super) const MAX_STEPS: usize = 240;
/// In longer schedules no races are looked for: each access is compared with each.
const MAX_RACES: usize = 600;
/// Space for the numbers of steps.
pub(crate) const AXIS: usize = 18;
/// A block is this wide at least if it has the name of its step, and a letter takes about as much.
const NAMED: usize = 56;
const LETTER: usize = 7;

/// The steps that are drawn, and how wide.
pub(crate) struct Lanes<'e> {
    explorer: &'e Explorer,
    /// The first step, and the one behind the last, counted from 0.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Width of a step.
    pub(crate) width: usize,
}

/// A stretch in which a thread waits: the thread, and columns from and to.
pub(crate) type Wait = (usize, usize, usize);

/// A data race: indices of two steps, and the variable.
pub(crate) type Race = (usize, usize, String);

impl<'e> Lanes<'e> {
    /// What is drawn of the schedule.
    pub(crate) fn of(explorer: &'e Explorer) -> Self {
        let steps = explorer.replay.steps().len();
        let first = explorer.at.saturating_sub(MAX_STEPS / 2);
        let last = (first + MAX_STEPS).min(steps);
        let mut lanes = Self { explorer, first, last, width: MIN_STEP };
        lanes.width = (WIDTH / lanes.columns().max(1)).clamp(MIN_STEP, MAX_STEP);
        lanes
    }

    /// Columns: whoever waits after the last step waits in one of its own.
    fn columns(&self) -> usize {
        self.last - self.first + usize::from(self.last == self.explorer.replay.steps().len())
    }

    /// Width of all columns.
    pub(crate) fn total(&self) -> usize {
        self.columns() * self.width
    }

    /// Height of all lanes.
    pub(crate) fn height(&self) -> usize {
        self.explorer.machine().threads() * LANE
    }

    /// Where the moment now stands.
    pub(crate) fn now(&self) -> usize {
        self.x(self.explorer.at.max(self.first)).min(self.total())
    }

    /// Where a step begins.
    pub(crate) fn x(&self, step: usize) -> usize {
        (step - self.first) * self.width
    }

    /// The pattern of waits.
    pub(crate) fn pattern() -> Html {
        html! {
            <defs>
                <pattern id="waiting" width="6" height="6" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <rect class="wait-ground" width="6" height="6" />
                    <rect class="wait-stripe" width="2" height="6" />
                </pattern>
            </defs>
        }
    }

    /// A line for each thread.
    pub(crate) fn tracks(&self) -> Html {
        html! {
            for index in 0..self.explorer.machine().threads() {
                <rect class="lane-track" x="0" y={(index * LANE + (LANE - 2) / 2).to_string()}
                    width={self.total().to_string()} height="2" />
            }
        }
    }

    /// A wait of a thread, in columns from and to, and so many pixels beyond.
    pub(crate) fn wait(&self, &(thread, from, to): &Wait, beyond: usize) -> Html {
        html! {
            <rect class="lane-wait" x={self.x(from).to_string()}
                y={(thread * LANE + (LANE - BLOCK) / 2 + 4).to_string()}
                width={((to - from) * self.width + beyond).to_string()} height={(BLOCK - 8).to_string()}>
                <title>{ format!("{} waits", self.explorer.machine().program().threads[thread].name) }</title>
            </rect>
        }
    }

    /// A step, with its name if it is to have one and there is room.
    pub(crate) fn block(
        &self,
        index: usize,
        named: bool,
        onclick: Option<Callback<MouseEvent>>,
    ) -> Html {
        let step = &self.explorer.replay.steps()[index];
        let number = index + 1;
        let thread = usize::from(step.by.thread);
        let undone = (number > self.explorer.at).then_some("undone");
        let y = thread * LANE + (LANE - BLOCK) / 2;
        let name = &self.explorer.machine().program().threads[thread].name;
        html! {
            <g class={classes!("block", thread_class(thread), undone)} {onclick}>
                <title>{ format!("Step {number}: {name}, {}", step.name) }</title>
                <svg x={(self.x(index) + 1).to_string()} y={y.to_string()}
                    width={(self.width - 2).to_string()} height={BLOCK.to_string()}>
                    <rect width="100%" height="100%" rx="3" />
                    if named && self.width >= NAMED.max(step.name.len() * LETTER + 8) {
                        <text x="6" y="15">{ &step.name }</text>
                    }
                </svg>
                if step.preempts {
                    <path class="cut" d={format!("M{} {}v{}", self.x(index), y - 4, BLOCK + 8)} />
                }
            </g>
        }
    }

    /// The line between two steps that race.
    pub(crate) fn race(&self, (a, b, what): &Race) -> Html {
        let thread = |step: usize| usize::from(self.explorer.replay.steps()[step].by.thread);
        // From edge to edge, beside the names of steps.
        let edge = |step: usize, other: usize| {
            let middle = thread(step) * LANE + LANE / 2;
            let down = thread(other) > thread(step);
            let y = if down { middle + BLOCK / 2 } else { middle - BLOCK / 2 };
            (self.x(step) + self.width / 2, y)
        };
        let ((x1, y1), (x2, y2)) = (edge(*a, *b), edge(*b, *a));
        html! {
            <g class="race">
                <title>{ format!("Data race on {what}: steps {} and {}", a + 1, b + 1) }</title>
                <path d={format!("M{x1} {y1}L{x2} {y2}")} />
                <circle cx={x1.to_string()} cy={y1.to_string()} r="3.5" />
                <circle cx={x2.to_string()} cy={y2.to_string()} r="3.5" />
            </g>
        }
    }

    /// The line where the schedule stands.
    pub(crate) fn here(&self) -> Html {
        let at = self.now().min(self.total() - 1);
        html! { <path class="lane-now" d={format!("M{at} 0v{}", self.height())} /> }
    }

    /// The number of a step, below the lanes; not of every one where there are many.
    pub(crate) fn number(&self, step: usize) -> Html {
        let apart = match self.last - self.first {
            0..=40 => 1,
            41..=120 => 5,
            _ => 10,
        };
        html! {
            if (step + 1).is_multiple_of(apart) {
                <text class="lane-number" x={(self.x(step) + self.width / 2).to_string()}
                    y={(self.height() + 13).to_string()} text-anchor="middle">{ step + 1 }</text>
            }
        }
    }

    /// Races between steps that are drawn and done; one pair for each variable and pair of threads is enough.
    pub(crate) fn races(&self) -> Vec<Race> {
        let mut races = joined(self.explorer);
        races.retain(|(a, b, _)| *a >= self.first && *b < self.last);
        races
    }

    /// Who waits when.
    pub(crate) fn waits(&self) -> Vec<Wait> {
        let (machine, states) = (self.explorer.machine(), self.explorer.replay.states());
        let mut waits = Vec::new();
        for thread in 0..machine.threads() {
            let mut since = None;
            for (step, cells) in states.iter().enumerate().take(self.last + 1).skip(self.first) {
                let blocked = machine.waits_for(cells, thread).is_some();
                match (blocked, since) {
                    (true, None) => since = Some(step),
                    (false, Some(from)) => {
                        waits.push((thread, from, step));
                        since = None;
                    }
                    _ => {}
                }
            }
            if let Some(from) = since {
                waits.push((thread, from, self.last + 1));
            }
        }
        waits
    }
}

/// Races of the steps that are done.
pub(super) fn joined(explorer: &Explorer) -> Vec<Race> {
    let done = explorer.done();
    if done.steps().len() > MAX_RACES {
        return Vec::new();
    }
    let thread = |step: usize| done.steps()[step].by.thread;
    let mut joined: Vec<Race> = Vec::new();
    for race in races(&done) {
        let same = |(first, second, what): &Race| {
            *what == race.what
                && thread(*first) == thread(race.first)
                && thread(*second) == thread(race.second)
        };
        if !joined.iter().any(same) {
            joined.push((race.first, race.second, race.what));
        }
    }
    joined
}
