//! What the browser keeps when the page is gone: shelves of numbers, in an IndexedDB of this site.

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use js_sys::{Array, Float64Array, Object, Reflect};
use processes::{Entries, Id, Kept};
use trace::Few;
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

use crate::mailbox::Mailbox;
use crate::reply::scope;

/// Name of the database, and of its only store: a `Float64Array` under `[shelf, number]`.
const DATABASE: &str = "interleave";
const STORE: &str = "shelves";

#[wasm_bindgen]
extern "C" {
    /// A database, whose transactions can be told how much they matter.
    #[wasm_bindgen(extends = IdbDatabase)]
    type Database;

    /// <https://developer.mozilla.org/en-US/docs/Web/API/IDBDatabase/transaction>
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Database,
        store: &str,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// What is asked of the database, once it is open.
type Job = Box<dyn FnOnce(&Database) -> Result<(), JsValue>>;

/// The database of one process.
#[derive(Clone)]
pub(super) struct Shelves {
    mailbox: Mailbox,
    next: Rc<Cell<Id>>,
    answers: Rc<RefCell<Few<Id, Kept>>>,
    opened: Rc<RefCell<Option<Result<Database, String>>>>,
    waiting: Rc<RefCell<Vec<(Id, Job)>>>,
}

impl Shelves {
    /// A database that is opened when it is first needed.
    pub(super) fn new(mailbox: &Mailbox) -> Self {
        let (answers, opened, waiting) = (Rc::default(), Rc::default(), Rc::default());
        Self { mailbox: mailbox.clone(), next: Rc::default(), answers, opened, waiting }
    }

    /// Closes the database.
    pub(super) fn close(&self) {
        if let Some(Ok(database)) = &*self.opened.borrow() {
            database.close();
        }
    }

    /// What came of a request, once.
    pub(super) fn take(&self, id: Id) -> Option<Kept> {
        let found = self.answers.borrow().get(&id).cloned();
        self.answers.borrow_mut().remove(&id);
        found
    }

    /// Asks for all that stands on a shelf.
    pub(super) fn look_up(&self, shelf: &str) -> Id {
        let (this, shelf) = (self.clone(), shelf.to_owned());
        self.ask(move |id, database| {
            let (transaction, store) = begin(database, "readonly")?;
            let range = range_of(&shelf)?;
            let keys = store.get_all_keys_with_key(&range)?;
            let values = store.get_all_with_key(&range)?;
            this.when_over(id, &transaction, move || entries(&keys, &values).unwrap_or_default());
            Ok(())
        })
    }

    /// Puts entries on a shelf.
    pub(super) fn keep(&self, shelf: &str, entries: &Entries) -> Id {
        let (this, shelf, entries) = (self.clone(), shelf.to_owned(), entries.clone());
        self.ask(move |id, database| {
            let (transaction, store) = begin(database, "readwrite")?;
            for (number, entry) in &entries {
                let key = Array::of2(&shelf.as_str().into(), &(*number).into());
                store.put_with_key(&Float64Array::from(entry.as_slice()), &key)?;
            }
            this.when_over(id, &transaction, Entries::new);
            Ok(())
        })
    }

    /// Clears every shelf but that one, or all.
    pub(super) fn clear(&self, but: Option<&str>) -> Id {
        let (this, but) = (self.clone(), but.map(str::to_owned));
        self.ask(move |id, database| {
            let (transaction, store) = begin(database, "readwrite")?;
            match but {
                Some(shelf) => {
                    let below = IdbKeyRange::upper_bound_with_open(&first(&shelf), true)?;
                    let above = IdbKeyRange::lower_bound_with_open(&last(&shelf), true)?;
                    store.delete(&below)?;
                    store.delete(&above)?;
                }
                None => drop(store.clear()?),
            }
            this.when_over(id, &transaction, Entries::new);
            Ok(())
        })
    }

    fn ask(&self, job: impl FnOnce(Id, &Database) -> Result<(), JsValue> + 'static) -> Id {
        let id = self.next.get() + 1;
        self.next.set(id);
        let is_first = self.next.get() == 1;
        self.waiting.borrow_mut().push((id, Box::new(move |database| job(id, database))));
        if is_first && let Err(error) = self.open() {
            self.opened.replace(Some(Err(text_of(&error))));
        }
        self.go_on();
        id
    }

    fn open(&self) -> Result<(), JsValue> {
        let factory = scope().indexed_db()?.ok_or("it has no database")?;
        let request = factory.open_with_u32(DATABASE, 1)?;
        let this = AssertUnwindSafe((self.clone(), request.clone()));
        let upgrade = Closure::once_into_js(move || {
            let this: AssertUnwindSafe<_> = this;
            if let Ok(database) = this.0.1.result() {
                // It fails only where the store is there already.
                let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
            }
        });
        let this = AssertUnwindSafe((self.clone(), request.clone()));
        let over = Closure::once_into_js(move || {
            let this: AssertUnwindSafe<_> = this;
            let (shelves, request) = &this.0;
            request.set_onupgradeneeded(None);
            request.set_onsuccess(None);
            request.set_onerror(None);
            let opened = match request.result() {
                Ok(database) if !database.is_undefined() => Ok(database.unchecked_into()),
                _ => Err(why(request)),
            };
            shelves.opened.replace(Some(opened));
            shelves.go_on();
            shelves.mailbox.poll();
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        request.set_onsuccess(Some(over.unchecked_ref()));
        request.set_onerror(Some(over.unchecked_ref()));
        Ok(())
    }

    /// Does what waits, if it is known whether there is a database.
    fn go_on(&self) {
        let opened = self.opened.borrow();
        let Some(opened) = &*opened else { return };
        for (id, job) in self.waiting.take() {
            let begun = match opened {
                Ok(database) => job(database).map_err(|error| text_of(&error)),
                Err(why) => Err(why.clone()),
            };
            if let Err(why) = begun {
                self.answers.borrow_mut().insert(id, Err(why));
            }
        }
    }

    /// Answers when a transaction is over.
    fn when_over(
        &self,
        id: Id,
        transaction: &IdbTransaction,
        found: impl FnOnce() -> Entries + 'static,
    ) {
        let this = AssertUnwindSafe((self.clone(), found, transaction.clone()));
        let complete = Closure::once_into_js(move || {
            let this: AssertUnwindSafe<_> = this;
            let (shelves, found, transaction) = this.0;
            forget(&transaction);
            shelves.answers.borrow_mut().insert(id, Ok(found()));
            shelves.mailbox.poll();
        });
        let this = AssertUnwindSafe((self.clone(), transaction.clone()));
        let abort = Closure::once_into_js(move || {
            let this: AssertUnwindSafe<_> = this;
            let (shelves, transaction) = &this.0;
            forget(transaction);
            let why =
                transaction.error().map_or_else(|| "it was ended".to_owned(), |e| e.message());
            shelves.answers.borrow_mut().insert(id, Err(why));
            shelves.mailbox.poll();
        });
        transaction.set_oncomplete(Some(complete.unchecked_ref()));
        transaction.set_onabort(Some(abort.unchecked_ref()));
    }
}

/// A transaction on the only store. What is kept need not have reached the disk, so that a crash of the machine may
/// lose it; a crash of the page does not.
fn begin(database: &Database, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"relaxed".into())?;
    let transaction = database.transaction(STORE, mode, &options)?;
    let store = transaction.object_store(STORE)?;
    Ok((transaction, store))
}

/// A transaction that is over holds on to nobody.
fn forget(transaction: &IdbTransaction) {
    transaction.set_oncomplete(None);
    transaction.set_onabort(None);
}

/// The keys between which all of a shelf stand: a list comes before those that go on, and numbers before lists.
fn range_of(shelf: &str) -> Result<IdbKeyRange, JsValue> {
    IdbKeyRange::bound(&first(shelf), &last(shelf))
}

fn first(shelf: &str) -> JsValue {
    Array::of1(&shelf.into()).into()
}

fn last(shelf: &str) -> JsValue {
    Array::of2(&shelf.into(), &Array::new()).into()
}

fn entries(keys: &IdbRequest, values: &IdbRequest) -> Option<Entries> {
    let keys: Array = keys.result().ok()?.dyn_into().ok()?;
    let values: Array = values.result().ok()?.dyn_into().ok()?;
    let entry = |(key, value): (JsValue, JsValue)| {
        let number = key.dyn_ref::<Array>()?.get(1).as_f64()? as u32;
        Some((number, value.dyn_into::<Float64Array>().ok()?.to_vec()))
    };
    keys.iter().zip(values.iter()).map(entry).collect()
}

fn why(request: &IdbRequest) -> String {
    let error = request.error().ok().flatten();
    error.map_or_else(|| "it does not say why".to_owned(), |error| error.message())
}

fn text_of(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).unwrap_or_default();
    message.as_string().or_else(|| error.as_string()).unwrap_or_default()
}
