//! The worker that sends requests for the threads of a lab, which block meanwhile. It shares their memory, and is told
//! of requests through a channel that has the name of the lab.

use std::cell::{OnceCell, RefCell};
use std::sync::{Arc, Mutex, Weak};

use experiments::kernel::{Fetched, Network};
use primitives::Reply;
use wasm_bindgen::prelude::*;
use web_sys::BroadcastChannel;

use crate::fetch::Fetch;

/// What threads ask for.
enum Order {
    /// A text, and where it is waited for.
    Send(String, Arc<Reply<Fetched>>),
    /// To end everything, and then ask for a text that nobody waits for.
    End(String),
}

/// Orders that were not carried out yet.
static ORDERS: Mutex<Vec<Order>> = Mutex::new(Vec::new());
/// The name of the channel.
static NAME: Mutex<String> = Mutex::new(String::new());

const HELD: &str = "nobody panics while holding it";

thread_local! {
    /// This thread's end of the channel.
    static BELL: OnceCell<BroadcastChannel> = const { OnceCell::new() };
    /// What is under way, in the worker that sends, and who waits for it.
    static UNDER_WAY: RefCell<Vec<(Weak<Reply<Fetched>>, Fetch)>> = const { RefCell::new(Vec::new()) };
}

/// The network as threads see it.
pub(super) struct Outbox;

impl Network for Outbox {
    fn send(&self, path: String, reply: Arc<Reply<Fetched>>) {
        order(Order::Send(path, reply));
    }

    fn end(&self, path: String) {
        order(Order::End(path));
    }
}

fn order(order: Order) {
    let is_first = {
        let mut orders = ORDERS.lock().expect(HELD);
        orders.push(order);
        orders.len() == 1
    };
    if !is_first {
        return; // the bell was rung, and whoever hears it takes all orders there are
    }
    BELL.with(|bell| {
        let bell = bell.get_or_init(|| channel(&NAME.lock().expect(HELD)));
        bell.post_message(&JsValue::NULL).expect("null can be sent");
    });
}

fn channel(name: &str) -> BroadcastChannel {
    BroadcastChannel::new(name).expect("whoever has workers has channels")
}

/// Carries out orders of the lab called `name`, for as long as it lives; returns 1, for ready.
#[wasm_bindgen]
pub fn serve_network(name: String) -> u32 {
    let bell = channel(&name);
    *NAME.lock().expect(HELD) = name;
    let carry_out = Closure::<dyn FnMut()>::new(|| {
        let orders = std::mem::take(&mut *ORDERS.lock().expect(HELD));
        // Only who sends has those that nobody waits for any more.
        UNDER_WAY.with_borrow_mut(|under_way| {
            under_way.retain(|(reply, _)| reply.strong_count() > 1);
        });
        for order in orders {
            match order {
                Order::Send(path, reply) => {
                    let waiting = Arc::downgrade(&reply);
                    let fetch = Fetch::new(&path, move |fetched| reply.put(fetched));
                    UNDER_WAY.with_borrow_mut(|under_way| under_way.push((waiting, fetch)));
                }
                Order::End(path) => {
                    UNDER_WAY.take();
                    Fetch::new(&path, |_| ()).forget();
                }
            }
        }
    });
    bell.set_onmessage(Some(carry_out.into_js_value().unchecked_ref()));
    BELL.with(|mine| mine.set(bell).expect("it is served once"));
    1
}
