//! The states that were found, packed, and a table that finds them again.

/// Items in one page.
const PAGE: usize = 1 << 14;

/// A list that grows page by page, so that growing neither copies nor reserves twice as much.
#[derive(Clone, Debug)]
pub(crate) struct Pages<T> {
    pages: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), len: 0 }
    }
}

impl<T: Copy> Pages<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, index: usize) -> T {
        self.pages[index / PAGE][index % PAGE]
    }

    pub(crate) fn push(&mut self, item: T) {
        if self.len.is_multiple_of(PAGE) {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        self.pages.last_mut().expect("there is a page").push(item);
        self.len += 1;
    }

    pub(crate) fn bytes(&self) -> usize {
        self.pages.len() * PAGE * size_of::<T>()
    }
}

/// Packed states by number, in the order in which they were found.
///
/// The table is open addressing with linear probing. A slot holds half of a state's hash beside its
/// number, so that nearly every comparison of states is one that finds them equal. Looking a state up
/// touches two places that are not in the cache, and [`Store::touch`] lets several such waits overlap.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    words: usize,
    /// A page holds 2 to the power of this many states.
    page_bits: u32,
    pages: Vec<Vec<u64>>,
    /// Half a hash and a number plus 1; 0 is free. The length is a power of 2.
    slots: Vec<u64>,
    len: usize,
}

/// Slots at the start.
const MIN_SLOTS: usize = 1 << 10;

impl Store {
    /// A store for states of `words` words.
    pub(crate) fn new(words: usize) -> Self {
        let page_bits = (PAGE / words).max(1).ilog2();
        Self { words, page_bits, pages: Vec::new(), slots: vec![0; MIN_SLOTS], len: 0 }
    }

    /// Number of states.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The state with a number.
    pub(crate) fn get(&self, index: usize) -> &[u64] {
        let at = (index & ((1 << self.page_bits) - 1)) * self.words;
        &self.pages[index >> self.page_bits][at..at + self.words]
    }

    /// Brings what is needed to look up these hashes near, many at a time, instead of waiting for one
    /// after the other. The result means nothing, but it must be used, or nothing is brought.
    pub(crate) fn touch(&self, hashes: impl Iterator<Item = u64> + Clone) -> u64 {
        let mask = self.slots.len() - 1;
        let slots = hashes.map(|hash| self.slots[hash as usize & mask]);
        // First the slots alone, so that no wait depends on another.
        let near = slots.clone().fold(0, |sum, slot| sum ^ slot);
        let last = self.len as u64;
        slots.fold(near, |sum, slot| {
            // A free slot brings the last state, which is near anyway: cheaper than a branch.
            let index = (slot & u64::from(u32::MAX)).wrapping_sub(1).min(last - 1);
            sum ^ self.get(index as usize)[0]
        })
    }

    /// The number of a state with this hash, and whether it is new.
    pub(crate) fn insert(&mut self, packed: &[u64], hash: u64) -> (usize, bool) {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                break;
            }
            if (slot ^ hash) >> 32 == 0 && self.get(number(slot)) == packed {
                return (number(slot), false);
            }
            place = (place + 1) & mask;
        }
        let index = self.len;
        self.slots[place] = hash >> 32 << 32 | (index as u64 + 1);
        if index >> self.page_bits == self.pages.len() {
            self.pages.push(Vec::with_capacity(self.words << self.page_bits));
        }
        self.pages.last_mut().expect("there is a page").extend_from_slice(packed);
        self.len += 1;
        if self.len * 4 > self.slots.len() * 3 {
            self.grow();
        }
        (index, true)
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for index in 0..self.len {
            let hash = hash(self.get(index));
            let mut place = hash as usize & mask;
            while slots[place] != 0 {
                place = (place + 1) & mask;
            }
            slots[place] = hash >> 32 << 32 | (index as u64 + 1);
        }
        self.slots = slots;
    }

    /// Memory used.
    pub(crate) fn bytes(&self) -> usize {
        let words = (self.pages.len() * self.words) << self.page_bits;
        (words + self.slots.len()) * size_of::<u64>()
    }
}

/// The number in a slot that is not free.
fn number(slot: u64) -> usize {
    (slot as u32 - 1) as usize
}

/// A hash whose every bit depends on every word: multiply and fold, as in wyhash (Wang Yi, 2019).
pub(crate) fn hash(words: &[u64]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: &u64| {
        let mixed = (hash ^ word).wrapping_mul(ODD);
        (mixed ^ mixed >> 32).rotate_left(29)
    };
    let hash = words.iter().fold(ODD, mix).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}
