//! A payload there and back, by each way.

use std::collections::VecDeque;
use std::rc::Rc;

use processes::{Content, Ended, Message, Payload, Port, Region, Way};
use serde_json::{Map, json};
use trace::wire::Samples;

use super::parent::Parent;
use super::{RECORDED, word};
use crate::processes::Link;
use crate::sampling::middle;

/// The byte that a payload is made of.
const FILLING: u8 = 7;

impl Parent<'_> {
    /// Times all ways that there are.
    pub(super) async fn there_and_back(&mut self) -> Result<Vec<Samples>, Ended> {
        let mut samples = Vec::new();
        if self.params.link != Link::SharedMemory {
            for (way, name) in [(Way::Copy, "copy"), (Way::Transfer, "transfer")] {
                let wall_ms = match self.params.link {
                    Link::Queue => self.by_queue(way).await?,
                    _ => self.by_pipe(way).await?,
                };
                samples.push(sample(name, wall_ms));
            }
        }
        let n_words = 2 + (self.params.bytes as usize).div_ceil(4);
        match self.me.region(n_words) {
            Some(region) => samples.push(sample("shared-memory", self.by_turns(region).await?)),
            None if self.params.link == Link::SharedMemory => {
                return Err(Ended::Failed("workers share no memory here".to_owned()));
            }
            None => {}
        }
        let (mut trip_us, mut mb_per_s) = (Map::new(), Map::new());
        for Samples { variant, wall_ms, .. } in &samples {
            let trip_ms = middle(wall_ms).unwrap_or_default();
            trip_us.insert(variant.clone(), json!(trip_ms * 1e3));
            if self.params.bytes > 0 && trip_ms > 0.0 {
                // Bytes there and back in microseconds are megabytes in seconds.
                let moved = 2.0 * self.params.bytes as f64;
                mb_per_s.insert(variant.clone(), json!(moved / (trip_ms * 1e3)));
            }
        }
        self.set("round_trip_us", trip_us);
        self.set("mb_per_s", mb_per_s);
        Ok(samples)
    }

    /// Over a pipe whose other end the first process has.
    async fn by_pipe(&self, way: Way) -> Result<Vec<f64>, Ended> {
        let [here, there] = self.me.pipe();
        let numbers = vec![word::ECHO, self.params.rounds as f64];
        let order = Message { numbers, ports: vec![there], ..Message::default() };
        self.me.send(self.children[0], order).expect("an end of a pipe can be sent");
        let mut payload = self.me.payload(self.params.bytes as usize, FILLING);
        self.each_round(async |this: &Self| {
            this.send_payload(here, &payload, way);
            payload = received(this.me.receive_from(here).await?, &payload);
            Ok(())
        })
        .await
    }

    /// Through a queue that all processes get from: whoever asks first gets the item, and puts it back.
    async fn by_queue(&self, way: Way) -> Result<Vec<f64>, Ended> {
        self.children.iter().for_each(|child| self.me.tell(*child, &[word::SERVE]));
        let mut asking: VecDeque<Port> = VecDeque::new();
        let mut payload = self.me.payload(self.params.bytes as usize, FILLING);
        let wall_ms = self
            .each_round(async |this: &Self| {
                let first = loop {
                    match asking.pop_front() {
                        Some(first) => break first,
                        None => asking.push_back(this.me.receive().await?.0),
                    }
                };
                this.send_payload(first, &payload, way);
                loop {
                    let (from, message) = this.me.receive().await?;
                    if message.number(0) == word::ITEM {
                        payload = received(message, &payload);
                        return Ok(());
                    }
                    asking.push_back(from);
                }
            })
            .await?;
        while asking.len() < self.children.len() {
            asking.push_back(self.me.receive().await?.0);
        }
        asking.into_iter().for_each(|child| self.me.tell(child, &[word::DONE]));
        Ok(wall_ms)
    }

    /// In memory that both see: a word says whose turn it is, and nothing moves.
    async fn by_turns(&self, region: Rc<Region>) -> Result<Vec<f64>, Ended> {
        let numbers = vec![word::TURNS, self.params.rounds as f64];
        let content = Content::Shared(region.clone());
        let order = Message { numbers, content, ports: Vec::new() };
        self.me.send(self.children[0], order).expect("shared memory can be sent");
        let mut turn = 0;
        let wall_ms = self
            .each_round(async |this: &Self| {
                region.store(region.n_words() - 1, turn + 1);
                region.store(0, turn + 1);
                this.me.wait(&region, 0, turn + 1).await?;
                turn += 2;
                Ok(())
            })
            .await?;
        self.me.receive_from(self.children[0]).await?;
        Ok(wall_ms)
    }

    /// The durations of all rounds in milliseconds; the first ones are recorded.
    async fn each_round(
        &self,
        mut round: impl AsyncFnMut(&Self) -> Result<(), Ended>,
    ) -> Result<Vec<f64>, Ended> {
        let mut wall_ms = Vec::new();
        for number in 0..self.params.rounds {
            self.record(number < RECORDED);
            let start_ms = self.me.now_ms();
            round(self).await?;
            wall_ms.push(self.me.now_ms() - start_ms);
            self.step();
        }
        self.record(true);
        Ok(wall_ms)
    }

    fn send_payload(&self, to: Port, payload: &Rc<Payload>, way: Way) {
        let numbers = vec![word::ITEM, f64::from(u8::from(way == Way::Transfer))];
        let content = Content::Bytes(payload.clone(), way);
        let message = Message { numbers, content, ports: Vec::new() };
        self.me.send(to, message).expect("bytes can be sent");
    }
}

/// The payload that came back; a message without one leaves it as it was.
fn received(message: Message, before: &Rc<Payload>) -> Rc<Payload> {
    match message.content {
        Content::Bytes(payload, _) => payload,
        _ => before.clone(),
    }
}

fn sample(name: &str, wall_ms: Vec<f64>) -> Samples {
    Samples { variant: name.to_owned(), threads: 2, wall_ms, warm_up_ms: Vec::new() }
}
